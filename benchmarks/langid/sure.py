"""How well confidence tells what is right, and what cools sums of n-grams best."""

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.langid.sums import Sums, best, sums_of
from benchmarks.langid.texts import Text, is_fitted_on
from curate.langid.kernels.score import COOLED_BY

TRIED = (4, 6, 8, 10, 12, 14, 16, 20, 24, 30)
"""Numbers of n-grams that may say as much as one alone."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def ranked(sure: Floats, right: Flags) -> float | None:
    """How often what is right is surer than what is wrong, a tie being half (the area under the ROC curve)."""
    if right.all() or not right.any():
        return None
    _, which, count = np.unique(sure, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[which]
    rights = int(right.sum())
    above = rank[right].sum() - rights * (rights + 1) / 2
    return float(above / (rights * (len(right) - rights)))


def loss(sure: Floats, right: Flags) -> float:
    """The mean logarithm of what was given to what did not come true, negative."""
    given = np.clip(np.where(right, sure, 1 - sure), 1e-6, 1)
    return float(-np.log(given).mean())


def cooling(texts: list[Text]) -> dict[str, Any]:
    """What cools best on the third of languages that is looked at for it."""
    seen = [each for each in texts if is_fitted_on(each.lang)]
    sums = sums_of(pl.Series([each.text for each in seen]))
    losses = {tried: round(_loss(sums, seen, tried), 4) for tried in TRIED}
    return {
        "fitted_on": sorted({each.lang for each in seen}),
        "loss": {str(tried): each for tried, each in losses.items()},
        "best": min(losses, key=losses.__getitem__),
        "used": COOLED_BY,
    }


def _loss(sums: Sums, texts: list[Text], cooled_by: int) -> float:
    labels, sure = best(sums, cooled_by)
    return loss(sure, np.array([label == each.lang for label, each in zip(labels, texts, strict=True)]))
