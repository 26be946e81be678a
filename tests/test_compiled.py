"""How kernels are compiled."""

from collections.abc import Callable
from typing import Any

import numba
import pytest

from curate import compiled as module
from curate.compiled import compiled


def doubled(number: int) -> int:
    return 2 * number


def test_a_compiled_function_gives_what_it_gave() -> None:
    assert compiled(doubled)(21) == doubled(21)


def test_so_does_one_that_no_folder_can_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_folder(*, nogil: bool, cache: bool = False) -> Callable[..., Any]:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        made: Callable[..., Any] = numba.njit(nogil=nogil)
        return made

    monkeypatch.setattr(module, "njit", without_folder)
    assert compiled(doubled)(21) == doubled(21)
