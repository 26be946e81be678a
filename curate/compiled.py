"""How kernels are compiled: once, and kept where that is possible."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import njit

Given = ParamSpec("Given")
Made = TypeVar("Made")


def compiled(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """A function compiled at its first call; for this process alone where no folder can keep the code."""
    try:
        kept: Callable[Given, Made] = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba found no folder that can be written
        return _for_now(function)
    return kept


def _for_now(function: Callable[Given, Made]) -> Callable[Given, Made]:
    passing: Callable[Given, Made] = njit(nogil=True)(function)
    return passing
