"""How far people who label the same things agree, beyond what chance gives."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curate.statistics.intervals import LEVEL, Interval

DRAWS = 2_000
"""Samples of the things that an interval is made of."""
_SEVERAL = 2
"""Labels of one thing from which on it says something of agreement."""


class Agreement(NamedTuple):
    """How far labels agree."""

    alpha: float
    """1 where all agree, 0 where they agree as chance has it, below 0 where less; NaN where nothing varies."""
    interval: Interval


def agreement(labels: Sequence[Mapping[str, str]], seed: int = 0, level: float = LEVEL) -> Agreement:
    """Krippendorff's alpha of labels that are names, and between which bounds it lies.

    Krippendorff, "Computing Krippendorff's alpha-reliability", 2011, section C. What fewer than two have labelled
    counts for nothing. The interval is the percentile bootstrap over things (Efron 1979): labels of one thing hang
    together.

    Args:
        labels: Of each thing the label that each labeller gave.
        seed: Of the draws.
        level: How often the interval holds what is true.
    """
    several = [each for each in labels if len(each) >= _SEVERAL]
    pairs = _coincidences(several)
    if not several:
        return Agreement(float("nan"), Interval(float("nan"), float("nan")))
    random = np.random.default_rng(seed)
    drawn = random.integers(0, len(several), (DRAWS, len(several)))
    alphas = [_alpha(pairs[own].sum(axis=0)) for own in drawn]
    told = [each for each in alphas if not np.isnan(each)]
    tail = (1 - level) / 2
    bounds = np.quantile(told, [tail, 1 - tail]).tolist() if told else [float("nan")] * 2
    return Agreement(_alpha(pairs.sum(axis=0)), Interval(*bounds))


def _coincidences(labels: Sequence[Mapping[str, str]]) -> npt.NDArray[np.float64]:
    """Of each thing how often two labels meet in it, each thing weighing as much as it has labels."""
    names = sorted({label for each in labels for label in each.values()})
    places = {name: at for at, name in enumerate(names)}
    pairs = np.zeros((len(labels), len(names), len(names)))
    for at, each in enumerate(labels):
        counts = np.bincount([places[label] for label in each.values()], minlength=len(names)).astype(float)
        pairs[at] = (np.outer(counts, counts) - np.diag(counts)) / (len(each) - 1)
    return pairs


def _alpha(pairs: npt.NDArray[np.float64]) -> float:
    totals, count = pairs.sum(axis=1), pairs.sum()
    by_chance = (count * count - (totals * totals).sum()) / max(count - 1, 1e-300)
    return float(1 - (count - np.trace(pairs)) / by_chance) if by_chance > 0 else float("nan")
