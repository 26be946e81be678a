"""How long training takes, by what was trained in this call, and whether more of it would end too late."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic


class Pace:
    """Of one measurement, which began some time ago and may take so many seconds."""

    def __init__(self, begun: float, budget: float | None) -> None:
        self._begun = begun
        self._budget = budget
        self._seconds = 0.0
        self._steps = 0

    @contextmanager
    def training(self, steps: int) -> Iterator[None]:
        """While so many steps are trained; none where all of it lay there, which tells nothing."""
        begun = monotonic()
        yield
        if steps:
            self._seconds += monotonic() - begun
            self._steps += steps

    def is_over(self, steps: int) -> bool:
        """Whether so many more steps would end too late. What lies there takes no time.

        Before anything was trained nobody knows how long they take: then they are begun, if there is time at all.
        """
        if self._budget is None or not steps:
            return False
        takes = steps * self._seconds / self._steps if self._steps else 0.0
        return monotonic() - self._begun + takes > self._budget
