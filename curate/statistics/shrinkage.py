"""What is likely of each of several effects of which little is known, by how much they differ altogether."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curate.statistics.intervals import Interval, deviations

Numbers = npt.NDArray[np.float64]

ROUNDS = 200
CLOSE = 1e-12
STEPS, WIDEST = 400, 4.0
"""Standard deviations between effects that are thought of, up to so many times the largest that is seen."""


class Shrunk(NamedTuple):
    """Several effects, each drawn to what all have in common, the more the less is known of it."""

    overall: float
    error: float
    """The standard error of the overall one."""
    variance: float
    """By which true effects differ."""
    effects: Numbers
    errors: Numbers

    def intervals(self, z: float | None = None) -> list[Interval]:
        """The bounds of each.

        Args:
            z: How many standard errors to either side; 95 % by default.
        """
        reach = self.errors * (deviations() if z is None else z)
        return [Interval(float(own - far), float(own + far)) for own, far in zip(self.effects, reach, strict=True)]


def shrunk(
    estimates: Sequence[float] | Numbers, variances: Sequence[float] | Numbers, shared: float = 0.0
) -> Shrunk:
    """Each effect as it is likely to be, if true effects are normal about one that is common to all.

    The variance between them is by restricted maximum likelihood: Viechtbauer, "Bias and efficiency of
    meta-analytic variance estimators in the random-effects model", 2005. Effects are empirical best linear
    unbiased predictions: Raudenbush and Bryk, "Empirical Bayes meta-analysis", 1985. Their errors also count that
    the variance is not known: they are averaged over it by its restricted likelihood, each standard deviation as
    likely beforehand (Gelman, "Prior distributions for variance parameters in hierarchical models", 2006).

    Args:
        estimates: Independent ones, but for an error that all of them share.
        variances: Of each, without that error; one of which nothing is known has an infinite one, and becomes the
            overall effect.
        shared: The variance of the error that all share. It moves all alike, so that it says nothing of how far
            they differ, nor of how far any is to be drawn; it is as much of what is not known of each.
    """
    effects, own = np.asarray(estimates, float), np.asarray(variances, float)
    told, of_told = _usable(effects, own)
    if not len(told):
        return Shrunk(float("nan"), float("inf"), 0.0, effects, np.sqrt(own + shared))
    between = _between(told, of_told)
    best = _common(told, of_told, np.array([between]))
    drawn = _drawn(effects, own, best)[0][0]
    scale = max(between, float(told.var()), float(of_told.mean()))
    widths = np.linspace(0, WIDEST * scale**0.5, STEPS if len(told) > 1 else 1)
    may_be = _common(told, of_told, widths**2)
    likely = np.exp(may_be.likelihood - may_be.likelihood.max())
    means, left = _drawn(effects, own, may_be)
    errors = np.sqrt(likely @ (left + (means - drawn) ** 2) / likely.sum() + shared)
    return Shrunk(float(best.overall[0]), float((best.variance[0] + shared) ** 0.5), between, drawn, errors)


class _Common(NamedTuple):
    """What effects have in common, for each variance between them that there may be."""

    between: Numbers
    overall: Numbers
    variance: Numbers
    """Of the overall effect."""
    likelihood: Numbers
    """The logarithm of the restricted one."""


def _common(effects: Numbers, own: Numbers, between: Numbers) -> _Common:
    weights = 1 / (own + between[:, None])
    totals = weights.sum(axis=1)
    overall = weights @ effects / totals
    squares = (weights * (effects - overall[:, None]) ** 2).sum(axis=1)
    likelihood = (np.log(weights).sum(axis=1) - np.log(totals) - squares) / 2
    return _Common(between, overall, 1 / totals, likelihood)


def _drawn(effects: Numbers, own: Numbers, common: _Common) -> tuple[Numbers, Numbers]:
    """Each effect drawn to the overall one, and its variance; a row for each variance between them."""
    between, unknown = common.between[:, None], np.isinf(own)
    # The part of an effect's deviation that is its own; one that is known exactly stays.
    kept = np.where(own > 0, between / np.where(own > 0, own + between, 1.0), 1.0)
    left = np.where(unknown, between, kept * np.where(unknown, 0.0, own))
    means = kept * effects + (1 - kept) * common.overall[:, None]
    return means, left + (1 - kept) ** 2 * common.variance[:, None]


def _usable(estimates: Sequence[float] | Numbers, variances: Sequence[float] | Numbers) -> tuple[Numbers, Numbers]:
    effects, own = np.asarray(estimates, float), np.asarray(variances, float)
    told = np.isfinite(own) & (own > 0)
    return effects[told], own[told]


def _between(effects: Numbers, own: Numbers) -> float:
    """The variance between true effects at which the restricted likelihood is highest, by Fisher scoring."""
    if len(effects) <= 1:
        return 0.0
    between = max(0.0, float(effects.var(ddof=1) - own.mean()))
    for _ in range(ROUNDS):
        weights = 1 / (own + between)
        total = weights.sum()
        off = effects - (weights * effects).sum() / total
        score = (weights**2 * off**2).sum() - total + (weights**2).sum() / total
        known = (weights**2).sum() - 2 * (weights**3).sum() / total + ((weights**2).sum() / total) ** 2
        now = max(0.0, between + float(score / known))
        if abs(now - between) <= CLOSE * (own.mean() + now):
            return now
        between = now
    return between
