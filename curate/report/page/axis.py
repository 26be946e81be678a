"""A line of numbers across a drawing: where each stands, and which are written below it."""

from collections.abc import Iterable
from math import floor, log10
from typing import Any, NamedTuple

from curate.report.measured.words import signed

APART = 60
"""Pixels that a number below the line needs."""
ROOM = 0.06
"""Of the line, on either side of the outermost number."""
FARTHER = 2.5
"""How many times as long the line may become for numbers that matter less; others are cut off at its end."""


class Axis(NamedTuple):
    """From which number to which, and where in pixels."""

    low: float
    high: float
    left: int
    right: int

    @classmethod
    def over(cls, matter: Iterable[float], others: Iterable[float], left: int, right: int) -> "Axis":
        """A line that holds zero and all that matters, and of the others, from the nearest, those not too far."""
        held = [0.0, *matter]
        low, high = min(held), max(held)
        most = FARTHER * (high - low)
        for each in sorted(others, key=abs):
            if max(high, each) - min(low, each) <= most or not most:
                low, high = min(low, each), max(high, each)
        room = ROOM * (high - low) or 1.0
        return cls(low - room, high + room, left, right)

    def place(self, value: float) -> float:
        """The pixel of a number, or the end of the line that is nearest to it."""
        part = (min(self.high, max(self.low, value)) - self.low) / (self.high - self.low)
        return self.left + part * (self.right - self.left)

    def holds(self, value: float) -> bool:
        """Whether a number stands on the line."""
        return self.low <= value <= self.high

    def ticks(self) -> list[dict[str, Any]]:
        """A few round numbers, each with its place."""
        step = round_step(APART * (self.high - self.low) / (self.right - self.left))
        digits = max(0, -floor(log10(step)))
        first, last = floor(self.low / step) + 1, floor(self.high / step)
        return [{"x": self.place(at * step), "said": signed(at * step, digits)} for at in range(first, last + 1)]


def round_step(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is no smaller."""
    power = 10.0 ** floor(log10(least))
    return next(each * power for each in (1, 2, 5, 10) if each * power >= least * (1 - 1e-9))
