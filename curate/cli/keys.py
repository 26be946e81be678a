"""Single keys from a terminal, without Enter."""

import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from curate.errors import UsageError

Keys = Callable[[], str]
"""Waits for a key: a character, or one of these."""
BACKSPACE, ENTER, ENDED = "\x7f", "\r", ""
_CTRL_C, _CTRL_D, _ESCAPE = "\x03", "\x04", "\x1b"


def can_be_asked() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def keys_of_terminal() -> Iterator[Keys]:
    """Within it keys come one by one, and are not shown; the terminal is as it was when it is left.

    Raises:
        UsageError: this system gives no single keys.
    """
    try:
        import termios
        import tty
    except ImportError:
        raise UsageError("this system gives no single keys.", hint="Fill in the table in a spreadsheet.") from None
    file = sys.stdin.fileno()
    before = termios.tcgetattr(file)
    try:
        tty.setcbreak(file)
        yield lambda: _key(file)
    finally:
        termios.tcsetattr(file, termios.TCSADRAIN, before)


def _key(file: int) -> str:
    """One character, which may be several bytes; what arrow keys send is one key that means nothing."""
    # Ctrl-C ends this wait. Of a read it does not: polars has the system begin that again.
    select.select([file], [], [])
    first = os.read(file, 1)
    if not first or first == _CTRL_D.encode():
        return ENDED
    if first == _CTRL_C.encode():
        raise KeyboardInterrupt
    if first == _ESCAPE.encode():
        _drain(file)
        return _ESCAPE
    text = first
    for _ in range(_more_bytes(first[0])):
        text += os.read(file, 1)
    return text.decode(errors="replace").replace("\n", ENTER).replace("\x08", BACKSPACE)


def _more_bytes(first: int) -> int:
    """How many bytes follow the first one of a character in UTF-8."""
    return sum(first >= least for least in (0xC0, 0xE0, 0xF0))


def _drain(file: int) -> None:
    while select.select([file], [], [], 0.02)[0] and os.read(file, 1):
        pass
