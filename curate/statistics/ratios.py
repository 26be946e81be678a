"""Bounds of an estimate with several doubts, and of a ratio of two estimates, by the bounds of each."""

from math import inf, sqrt

from curate.statistics.intervals import Interval


def together(estimate: float, *doubts: Interval) -> Interval:
    """The bounds of an estimate of which several things are not known, independent of each other.

    Distances add up in squares, to either side apart: Zou and Donner, "Construction of confidence limits about
    effect measures: a general approach", Statistics in Medicine 2008. Without a doubt there is no width.

    Args:
        estimate: What all the bounds lie around.
        doubts: Its bounds as far as each doubt goes alone.
    """
    below = sqrt(sum((estimate - each.low) ** 2 for each in doubts))
    above = sqrt(sum((each.high - estimate) ** 2 for each in doubts))
    return Interval(max(0.0, estimate - below), min(1.0, estimate + above))


def ratio(share: float, within: Interval, of: float, of_within: Interval) -> Interval:
    """The bounds of the ratio of two independent shares, by those of each: MOVER-R.

    Donner and Zou, "Closed-form confidence intervals for functions of the normal mean and standard deviation",
    Statistical Methods in Medical Research 2012, section 2; Newcombe, "MOVER-R confidence intervals for ratios and
    products of two independently estimated quantities", the same, 2016. A share that is known has bounds without
    width. The upper bound is infinite where the second share may be 0.

    Args:
        share: The first.
        within: Its bounds, both 0 or above.
        of: The second, by which it is divided.
        of_within: Its bounds.
    """
    both = share * of
    low, high = within.low * (2 * share - within.low), within.high * (2 * share - within.high)
    of_low, of_high = of_within.low * (2 * of - of_within.low), of_within.high * (2 * of - of_within.high)
    # The root is taken to the other side of the fraction, or a bound of twice the share would divide by 0.
    beneath = both + sqrt(max(0.0, both * both - low * of_high))
    above = both + sqrt(max(0.0, both * both - high * of_low))
    return Interval(low / beneath if beneath > 0 else 0.0, above / of_low if of_low > 0 else inf)
