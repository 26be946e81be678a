"""How kernels are compiled."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from typing import Any

import numba
import pytest
from numba.core.event import Event, EventStatus

from curate import compiled as module
from curate.compiled import compiled, kernel


def doubled(number: int) -> int:
    return 2 * number


def inverse(number: int) -> float:
    return 1 / number


def counted(number: int) -> int:
    """Takes long, and nothing in it can be left out."""
    state = 1
    for _ in range(number):
        state = (state * 48_271) % 2_147_483_647
    return state


LONG = 2_000_000_000
"""Steps that take some ten seconds."""
PATIENCE_S = 5.0


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


def halved(number: int) -> float:
    return number / 2


def test_that_kernels_are_compiled_is_told_once_and_of_ours_alone(caplog: pytest.LogCaptureFixture) -> None:
    listener = module.Compiling()
    data = {"dispatcher": numba.njit(nogil=True)(halved)}
    event = Event("numba:compile", EventStatus.START, data=data)  # type: ignore[no-untyped-call]
    with caplog.at_level("INFO", "curate"):
        listener.on_start(event)
        assert caplog.messages == []
        halved.__module__ = "curate.example"
        listener.on_start(event)
        listener.on_start(event)
    assert caplog.messages == [
        "preparing compiled code, which takes some seconds; at each run, since no folder can keep it"
    ]


@pytest.mark.slow
def test_that_kernels_are_compiled_is_told_once_and_not_where_they_are_kept(tmp_path: Path) -> None:
    code = (
        "import logging; logging.basicConfig(level=logging.INFO, format='%(message)s');"
        "from curate.langid.identify import identify;"
        "import polars as pl; identify(pl.Series(['Where is the weir?', 'Am Wehr.']))"
    )
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}

    def said() -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        return done.stderr.splitlines()

    assert said() == [
        "preparing compiled code, which takes some seconds, once for each kind of work: it is kept for later runs"
    ]
    assert said() == []


def test_a_kernel_gives_what_it_gave_and_hands_on_what_goes_wrong() -> None:
    assert kernel(doubled)(21) == kernel(doubled)(number=21) == doubled(21)
    with pytest.raises(ZeroDivisionError):
        kernel(inverse)(0)


def test_ctrl_c_is_heard_within_a_kernel() -> None:
    slow = kernel(counted)
    assert slow(10) == counted(10)
    Timer(0.2, signal.raise_signal, (signal.SIGINT,)).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        slow(LONG)
    assert time.monotonic() - began < PATIENCE_S


@pytest.mark.slow
def test_numba_begins_without_scipy_and_compiled_code_of_others_multiplies_matrices_all_the_same() -> None:
    script = """
import sys
import curate.compiled
assert "scipy.linalg" not in sys.modules
import numba, numpy as np
numbers = np.arange(9.0).reshape(3, 3)
assert (numba.njit(lambda them: np.dot(them, them))(numbers) == numbers @ numbers).all()
assert (numba.njit(lambda them: np.convolve(them, them))(numbers[0]) == np.convolve(numbers[0], numbers[0])).all()
"""
    subprocess.run([sys.executable, "-c", script], check=True)
