"""Looks at the work now and then, beside it, and has what is seen shown."""

from collections.abc import Sequence
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Protocol, Self

from curate.cli.telling.parts import Course, Part
from curate.files.process import memory_held, own_peak


class Seen(Protocol):
    """Where the work can be seen."""

    every: float
    """Seconds between two looks."""

    def show(self, parts: Sequence[Part], now: float, /) -> None:
        """Show the work as it is now."""

    def close(self, parts: Sequence[Part], now: float, /) -> None:
        """The work is done, or stopped."""


class Memory:
    """What is held now and at most, looked up no more than twice a second."""

    EVERY = 0.5

    def __init__(self) -> None:
        self.now: int | None = None
        self.most = 0
        self._looked = float("-inf")

    def look(self, now: float) -> None:
        """Ask the system, if it was not asked just now."""
        if now - self._looked >= self.EVERY:
            self._looked = now
            self.now = memory_held()
            self.most = max(self.most, own_peak(), self.now or 0)


class Teller:
    """A thread of its own: what is shown moves on while one thing takes long, and the work never waits for it."""

    def __init__(self, course: Course, seen: Seen) -> None:
        self.course, self.seen = course, seen
        self._over = Event()
        self._thread = Thread(target=self._go_on, name="curate-telling", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self.course.end()
        now = self.course.clock()
        # Whoever listened may have left; that is no reason for the work to fail.
        with suppress(OSError, ValueError):
            self.seen.close(self.course.look(now), now)

    def _go_on(self) -> None:
        with suppress(OSError, ValueError):
            while not self._over.wait(self.seen.every):
                now = self.course.clock()
                self.seen.show(self.course.look(now), now)
