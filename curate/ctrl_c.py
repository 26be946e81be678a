"""Ctrl-C, put off while something is done that it must not break off."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread


@contextmanager
def heard_later() -> Iterator[None]:
    """This process hears Ctrl-C only at the end; processes that are started within are deaf to it from the first.

    To block the signal is not enough: the system may tell any other thread of it, and whichever is told, it is the
    main one that would be interrupted.
    """
    heard = list[int]()
    before = signal.getsignal(signal.SIGINT)
    listens = callable(before) and current_thread() is main_thread()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    if listens:
        signal.signal(signal.SIGINT, lambda *_: heard.append(signal.SIGINT))
    try:
        yield
    finally:
        if listens:
            signal.signal(signal.SIGINT, before)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if heard:
            signal.raise_signal(signal.SIGINT)
