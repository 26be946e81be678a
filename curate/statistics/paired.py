"""Between which bounds the difference of two shares lies that were counted on the same."""

from math import sqrt
from typing import NamedTuple

from curate.statistics.intervals import Interval, wilson


class Paired(NamedTuple):
    """How many have one thing, another, both or neither."""

    both: float
    one: float
    """Only the one; effective counts are no whole numbers."""
    other: float
    neither: float

    @property
    def difference(self) -> float:
        """The share that has the one, less the share that has the other."""
        return (self.one - self.other) / max(1e-300, sum(self))


def difference_within(told: Paired, z: float | None = None) -> Interval:
    """The bounds of that difference.

    Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired data",
    Statistics in Medicine 17, 1998, method 10: score intervals of both shares, and how they hang together.

    Args:
        told: What was counted.
        z: How many standard deviations to either side; 95 % by default.
    """
    of = sum(told)
    if not of:
        return Interval(-1.0, 1.0)
    first, second = told.both + told.one, told.both + told.other
    share, beside = first / of, second / of
    own, others = wilson(first, of, z), wilson(second, of, z)
    together = _together(told)
    below, above = share - own.low, own.high - share
    beside_below, beside_above = beside - others.low, others.high - beside
    low = sqrt(max(0.0, below**2 - 2 * together * below * beside_above + beside_above**2))
    high = sqrt(max(0.0, above**2 - 2 * together * above * beside_below + beside_below**2))
    return Interval(max(-1.0, told.difference - low), min(1.0, told.difference + high))


def _together(told: Paired) -> float:
    """How both hang together, with a correction for continuity; 0 where one of them does not differ."""
    both, one, other, neither = told
    sizes = (both + one) * (other + neither) * (both + other) * (one + neither)
    if not sizes:
        return 0.0
    apart = both * neither - one * other
    return (max(0.0, apart - sum(told) / 2) if apart > 0 else apart) / sqrt(sizes)
