"""Memory that nobody needs: not asked for, or given back."""

import ctypes
import os
from contextlib import suppress

_SHAPES = {"LRU_CACHE_CAPACITY": "8", "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "32"}
"""Of how many shapes of tensors torch keeps what it prepared to multiply them, with room to work in.

Usually of 1,024 each. Hardly two batches of records have the same shape, so that a process grows with every step
of a pretrained model, up to twice its size, and no step is faster for it. torch looks when it is loaded, oneDNN
when it is first used.
"""


def keep_little() -> None:
    """Let torch keep little, here if it is not loaded yet, and in processes that are started from now on.

    What the user has set stays.
    """
    for name, count in _SHAPES.items():
        os.environ.setdefault(name, count)


def give_back() -> None:
    """Let the system have what was freed.

    glibc keeps it for later: what is freed between tensors that stay is some hundred megabytes, which tensors of
    other sizes can not use, and no other process has. Where there is another library, this does nothing.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
