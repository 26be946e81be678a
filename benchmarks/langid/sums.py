"""What all n-grams of a text say by the profiles, before anything is left out or abstained from."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.langid import identify
from curate.langid.installed import folded
from curate.langid.kernels.score import COOLED_BY
from curate.langid.names import UND
from curate.langid.profiles import profiles

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


class Sums(NamedTuple):
    """A row for each text."""

    scores: Floats
    """What is said for each language; minus infinity for those of another script."""
    found: Numbers
    """How many n-grams say it."""


def sums_of(texts: pl.Series) -> Sums:
    """What all n-grams of each text say."""
    return Sums(*identify.scored(texts))


def chances(sums: Sums, cooled_by: int = COOLED_BY) -> Floats:
    """What n-grams say, cooled by their number, as a chance among all languages."""
    ahead = sums.scores - sums.scores.max(axis=1, keepdims=True)
    cooled = np.exp(ahead / np.maximum(1, sums.found / cooled_by)[:, np.newaxis])
    return np.asarray(cooled / cooled.sum(axis=1, keepdims=True))


def best(sums: Sums, cooled_by: int = COOLED_BY) -> tuple[list[str], Floats]:
    """The best label of each text, however unsure, and its chance; `und` of a text without n-grams.

    A language that has two profiles, as Chinese does, has the chance of both.
    """
    labels = [folded(each) for each in profiles().languages]
    each = chances(sums, cooled_by)
    first = sums.scores.argmax(axis=1)
    same = np.array([[one == other for other in labels] for one in labels])
    sure = np.where(sums.found > 0, (each * same[first]).sum(axis=1), 0.0)
    return [labels[at] if found else UND for at, found in zip(first, sums.found, strict=True)], sure
