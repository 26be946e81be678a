"""Memory that nobody needs any more."""

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Let the system have what was freed.

    glibc keeps it for later: after layers went through a model, which is gone then, that is some hundred megabytes
    that no other process has. Where there is another library, this does nothing.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
