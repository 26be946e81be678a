"""Which cells of a table of counts are fuller or emptier than its rows and columns let expect."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def expected(counts: Sequence[Sequence[float]] | Numbers) -> Numbers:
    """What each cell would hold if rows and columns had nothing to do with each other."""
    table = np.asarray(counts, float)
    wanted: Numbers = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(table.sum(), 1e-300)
    return wanted


def adjusted_residuals(counts: Sequence[Sequence[float]] | Numbers) -> Numbers:
    """How many standard deviations each cell is from what is expected, where rows and columns are independent.

    Haberman, "The analysis of residuals in cross-classified tables", Biometrics 1973. 0 where nothing can vary.
    """
    table = np.asarray(counts, float)
    wanted, total = expected(table), max(table.sum(), 1e-300)
    rows, columns = table.sum(axis=1) / total, table.sum(axis=0) / total
    variance = wanted * np.outer(1 - rows, 1 - columns)
    told = variance > 1e-12 * max(total, 1.0)
    found: Numbers = np.where(told, (table - wanted) / np.sqrt(np.where(told, variance, 1.0)), 0.0)
    return found


def two_sided(deviations: Sequence[float] | Numbers) -> Numbers:
    """The chance that a normal value is at least so many standard deviations off, to either side."""
    from scipy.special import ndtr

    chance: Numbers = 2 * ndtr(-np.abs(np.asarray(deviations, float)))
    return chance


def discoveries(chances: Sequence[float] | Numbers, rate: float) -> Flags:
    """Which of many tests found something, so that of those no more than so large a share is false on average.

    Benjamini and Hochberg, "Controlling the false discovery rate", 1995.

    Args:
        chances: The chance of what each test saw if there is nothing to see (the p-value).
        rate: The share of findings that may be false.
    """
    own = np.asarray(chances, float)
    order = np.argsort(own, kind="stable")
    below = own[order] <= rate * np.arange(1, len(own) + 1) / max(len(own), 1)
    found = np.zeros(len(own), np.bool_)
    if below.any():
        found[order[: int(np.flatnonzero(below)[-1]) + 1]] = True
    return found
