"""A thread that looks at the work."""

import threading
import time
from collections.abc import Sequence

import pytest

from curate.cli.telling import teller
from curate.cli.telling.parts import Course, Part
from curate.cli.telling.teller import Memory, Teller


class Witness:
    """Notes what it is shown."""

    every = 0.002

    def __init__(self, trouble: Exception | None = None) -> None:
        self.shown: list[list[int]] = []
        self.closed: list[bool] = []
        self._trouble = trouble

    def show(self, parts: Sequence[Part], _now: float) -> None:
        self.shown.append([part.count for part in parts])
        if self._trouble:
            raise self._trouble

    def close(self, parts: Sequence[Part], _now: float) -> None:
        self.closed = [part.ended for part in parts]
        if self._trouble:
            raise self._trouble


def test_the_work_is_shown_while_it_goes_on_and_closed_when_it_is_done() -> None:
    seen, course = Witness(), Course()
    with Teller(course, seen):
        course.tell("reading a", 7, None)
        until = time.monotonic() + 5
        while [7] not in seen.shown and time.monotonic() < until:
            time.sleep(0.002)
        assert seen.closed == []
    assert [7] in seen.shown
    assert seen.closed == [True]
    assert "curate-telling" not in {thread.name for thread in threading.enumerate()}


def test_work_that_fails_is_closed_too() -> None:
    seen, course = Witness(), Course()
    course.tell("reading a", 7, None)
    with pytest.raises(KeyboardInterrupt), Teller(course, seen):
        raise KeyboardInterrupt
    assert seen.closed == [True]


@pytest.mark.parametrize("trouble", [BrokenPipeError(), ValueError("I/O operation on closed file")])
def test_work_goes_on_where_nobody_listens_any_more(trouble: Exception) -> None:
    course = Course()
    with Teller(course, Witness(trouble)):
        course.tell("reading a", 7, None)
        time.sleep(0.02)


def test_memory_is_looked_up_twice_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter([300, 500, 400])
    monkeypatch.setattr(teller, "memory_held", lambda: next(sizes))
    monkeypatch.setattr(teller, "own_peak", lambda: 350)
    memory, told = Memory(), []
    for now in (0.0, 0.2, 0.4, 0.6, 1.2):
        memory.look(now)
        told.append((memory.now, memory.most))
    assert told == [(300, 350), (300, 350), (300, 350), (500, 500), (400, 500)]
