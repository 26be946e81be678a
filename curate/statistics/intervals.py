"""Between which bounds a share lies, of which only a sample was counted."""

from statistics import NormalDist
from typing import NamedTuple

LEVEL = 0.95
"""How often an interval holds what is true."""


class Interval(NamedTuple):
    """Two bounds of something, from the lower to the upper."""

    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the distance between the bounds."""
        return (self.high - self.low) / 2

    def holds(self, value: float) -> bool:
        """Whether a value lies within."""
        return self.low <= value <= self.high


def deviations(level: float = LEVEL, among: int = 1) -> float:
    """How many standard deviations to either side hold so much of a normal distribution.

    Where several intervals are to hold at once, each is wider: Bonferroni's inequality (Dunn, "Multiple
    comparisons among means", 1961).

    Args:
        level: The chance that all of them hold.
        among: How many intervals these are.
    """
    return NormalDist().inv_cdf(1 - (1 - level) / (2 * among))


def wilson(count: float, of: float, z: float | None = None) -> Interval:
    """The score interval of a share, which is never empty, nor leaves 0 to 1.

    Wilson, "Probable inference, the law of succession, and statistical inference", 1927.

    Args:
        count: How many there are of one kind; effective counts are no whole numbers.
        of: How many were counted.
        z: How many standard deviations to either side; 95 % by default.
    """
    if of <= 0:
        return Interval(0.0, 1.0)
    z = deviations() if z is None else z
    share, weight = count / of, z * z / of
    centre = (share + weight / 2) / (1 + weight)
    reach = z / (1 + weight) * (share * (1 - share) / of + weight / (4 * of)) ** 0.5
    return Interval(max(0.0, centre - reach), min(1.0, centre + reach))


def jeffreys(count: float, of: float, level: float = LEVEL) -> Interval:
    """The equal-tailed interval of a share under the prior of Jeffreys, for few.

    It ends at 0 where there is none of a kind, and at 1 where there is nothing else, as Brown, Cai and DasGupta
    have it ("Interval estimation for a binomial proportion", 2001, section 4.1.2).

    Args:
        count: How many there are of one kind.
        of: How many were counted.
        level: How often it holds what is true.
    """
    from scipy.special import betaincinv

    tail, own, others = (1 - level) / 2, count + 0.5, of - count + 0.5
    low = 0.0 if count <= 0 else float(betaincinv(own, others, tail))
    high = 1.0 if count >= of else float(betaincinv(own, others, 1 - tail))
    return Interval(low, high)
