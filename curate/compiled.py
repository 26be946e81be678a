"""How kernels are compiled: once, and kept where that is possible, which is told; and how they are entered."""

import logging
import signal
import sys
from collections.abc import Callable
from functools import partial, wraps
from threading import current_thread, main_thread
from typing import ParamSpec, TypeVar

from numba import njit
from numba.core.event import Event, Listener, register

from curate.threads import side_by_side

LOG = logging.getLogger("curate")
Given = ParamSpec("Given")
Made = TypeVar("Made")
_BLAS = "scipy.linalg.cython_blas"


def _begin_without_blas() -> None:
    """Let numba begin sooner: without `scipy.linalg`, which it imports only to see whether BLAS is there.

    No kernel multiplies matrices. Compiled code of others still can; its `np.convolve` multiplies in a loop.
    """
    if _BLAS in sys.modules:
        return
    sys.modules[_BLAS] = None  # type: ignore[assignment]  # by which an import is told that there is none
    try:
        import numba.np.arraymath  # noqa: F401  for what it looks for when it is imported
    finally:
        del sys.modules[_BLAS]


_begin_without_blas()


class Compiling(Listener):
    """Tells once that kernels are compiled: the first run waits for that, and would seem to hang."""

    def __init__(self) -> None:
        self._told = False

    def on_start(self, event: Event) -> None:
        """Tell it, where it is a kernel of ours."""
        made = event.data["dispatcher"]
        if self._told or not made.py_func.__module__.startswith("curate."):
            return
        self._told = True
        kept = ", once for each kind of work: it is kept for later runs"
        LOG.info(
            "preparing compiled code, which takes some seconds%s",
            kept if made.stats.cache_path else "; at each run, since no folder can keep it",
        )

    def on_end(self, event: Event) -> None:
        """Nothing is told."""


register("numba:compile", Compiling())  # type: ignore[no-untyped-call]


def compiled(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """A part of a kernel, compiled at its first call; for this process alone where no folder can keep the code."""
    try:
        kept: Callable[Given, Made] = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba found no folder that can be written
        return _for_now(function)
    return kept


def kernel(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """A compiled function that is called from Python, and that Ctrl-C does not wait for."""
    made = compiled(function)

    @wraps(function)
    def entered(*given: Given.args, **named: Given.kwargs) -> Made:
        work = partial(made, *given, **named)
        return _beside(work) if _hears_ctrl_c() else work()

    return entered


def _for_now(function: Callable[Given, Made]) -> Callable[Given, Made]:
    passing: Callable[Given, Made] = njit(nogil=True)(function)
    return passing


def _hears_ctrl_c() -> bool:
    return current_thread() is main_thread() and callable(signal.getsignal(signal.SIGINT))


def _beside(work: Callable[[], Made]) -> Made:
    """What is made by a thread beside this one, which only waits.

    Within a kernel Ctrl-C would be heard at its end: while numba hands over what was made, which crashes then.
    """
    (made,) = side_by_side([work])
    return made
