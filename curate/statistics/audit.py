"""What shares are, by labels of a sample that was drawn by what a machine said: it need not be right."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curate.statistics.intervals import Interval, deviations

Numbers = npt.NDArray[np.float64]

LEAST_EACH = 4
"""Labels of each stratum, at least."""


class Audited(NamedTuple):
    """Shares of kinds, each with what is not known of it."""

    shares: Numbers
    errors: Numbers
    """The standard error of each share."""

    def intervals(self, z: float | None = None) -> list[Interval]:
        """The bounds of each share, cut off at 0 and 1.

        Args:
            z: How many standard errors to either side; 95 % by default.
        """
        reach = (deviations() if z is None else z) * self.errors
        low, high = np.maximum(0.0, self.shares - reach), np.minimum(1.0, self.shares + reach)
        return [Interval(*each) for each in zip(low.tolist(), high.tolist(), strict=True)]


def audited(sizes: Sequence[float], labels: Sequence[Sequence[float]] | Numbers) -> Audited:
    """The shares of kinds in all of a set, by labels of some of each stratum.

    A stratum is what a machine calls the same. The estimate is that of stratified sampling (Cochran, "Sampling
    techniques", 1977, 5.3 and 5.8): the shares within each stratum, weighted by how large it is. Where all
    labels of a stratum agree, a doubt is kept: half a label of each kind, spread over the kinds (Jeffreys), or
    the interval would have no width.

    Args:
        sizes: How many there are in each stratum.
        labels: For each stratum a row: how many of its labels say each kind.
    """
    size, told = np.asarray(sizes, float), np.asarray(labels, float)
    kinds = told.shape[1]
    drawn = told.sum(axis=1)
    weights = size / max(size.sum(), 1e-300)
    within = np.divide(told, drawn[:, None], out=np.full_like(told, 1 / kinds), where=drawn[:, None] > 0)
    doubted = (told + 0.5 / kinds) / (drawn[:, None] + 0.5)
    left = np.clip(1 - drawn / np.maximum(size, 1.0), 0.0, 1.0)
    spread = doubted * (1 - doubted) / np.maximum(drawn, 1.0)[:, None]
    errors = np.sqrt(((weights**2 * left)[:, None] * spread).sum(axis=0))
    return Audited((weights[:, None] * within).sum(axis=0), errors)


def allocation(sizes: Sequence[float], spreads: Sequence[float], labels: int) -> list[int]:
    """How many labels each stratum gets, so that shares are known best: more where it is large or mixed.

    Neyman, "On the two different aspects of the representative method", 1934. No stratum gets more than it
    holds, nor fewer than four where it holds as many and there are enough labels.

    Args:
        sizes: How many there are in each stratum.
        spreads: How mixed each is, as a standard deviation; only what they are to one another counts.
        labels: How many can be made.
    """
    most = np.floor(np.asarray(sizes, float)).astype(int)
    given = np.zeros_like(most)
    wanted = np.asarray(sizes, float) * np.maximum(np.asarray(spreads, float), 1e-9)
    # One at a time, so that more labels take none away: up to four to whoever has fewest, then to the one that is
    # farthest below what it should have (Sainte-Laguë); ties to the first.
    for _ in range(min(labels, int(most.sum()))):
        short = given < np.minimum(most, LEAST_EACH)
        need = (
            np.where(short, -given, -np.inf)
            if short.any()
            else np.where(given < most, wanted / (2 * given + 1), -1.0)
        )
        given[int(need.argmax())] += 1
    return list(map(int, given))
