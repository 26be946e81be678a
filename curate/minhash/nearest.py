"""How like some sets are to the nearest of many others."""

import numpy as np
import numpy.typing as npt

from curate.minhash.sets import Sets


def nearest(sets: Sets, others: Sets) -> npt.NDArray[np.float64]:
    """Of each set the highest exact Jaccard similarity to any of the others; 0 where it has nothing in common.

    All are compared, by where each value occurs, so that it takes room for all values of the others once more.
    """
    order = np.argsort(others.values, kind="stable")
    values = others.values[order]
    sizes = np.diff(others.starts)
    owners = np.repeat(np.arange(len(others)), sizes)[order]
    found = np.zeros(len(sets))
    for at, own in enumerate(sets):
        begins, ends = np.searchsorted(values, own), np.searchsorted(values, own, side="right")
        shared = np.concatenate([np.zeros(0, np.int64), *(owners[b:e] for b, e in zip(begins, ends, strict=True))])
        if len(shared):
            whose, common = np.unique(shared, return_counts=True)
            found[at] = (common / (len(own) + sizes[whose] - common)).max()
    return found
