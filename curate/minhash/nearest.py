"""How like some sets are to the nearest of many others."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curate.minhash.sets import Sets


class Nearest(NamedTuple):
    """Of each set, the one that is most like it among others."""

    similarity: npt.NDArray[np.float64]
    """Exact Jaccard similarity; 0 where no other has anything in common with it."""
    which: npt.NDArray[np.int64]
    """The position of that one, the first of several; -1 where there is none."""


def nearest(sets: Sets, others: Sets) -> npt.NDArray[np.float64]:
    """Of each set the highest exact Jaccard similarity to any of the others; 0 where it has nothing in common."""
    return nearest_ones(sets, others).similarity


def nearest_ones(sets: Sets, others: Sets) -> Nearest:
    """The same, and which of the others that is.

    All are compared, by where each value occurs, so that it takes room for all values of the others once more.
    """
    order = np.argsort(others.values, kind="stable")
    values = others.values[order]
    sizes = np.diff(others.starts)
    owners = np.repeat(np.arange(len(others)), sizes)[order]
    similarity, which = np.zeros(len(sets)), np.full(len(sets), -1, np.int64)
    for at, own in enumerate(sets):
        begins, ends = np.searchsorted(values, own), np.searchsorted(values, own, side="right")
        shared = np.concatenate([np.zeros(0, np.int64), *(owners[b:e] for b, e in zip(begins, ends, strict=True))])
        if len(shared):
            whose, common = np.unique(shared, return_counts=True)
            alike = common / (len(own) + sizes[whose] - common)
            best = int(alike.argmax())
            similarity[at], which[at] = alike[best], whose[best]
    return Nearest(similarity, which)
