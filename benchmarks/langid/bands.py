"""What is told by those who abstain: how many texts get a label, and how many of these are right, by length."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from curate.langid.names import UND, ZXX

EDGES = (0, 6, 12, 20, 40, 80, 160)
"""Letters from which a band begins."""
NAMES = (*(f"{low}-{high - 1}" for low, high in pairwise(EDGES)), f"{EDGES[-1]}+")

Counts = dict[str, int]


def band_of(letters: Sequence[int]) -> npt.NDArray[np.int64]:
    """The number of the band that each text is in."""
    return np.asarray(np.searchsorted(EDGES, letters, side="right") - 1)


def by_band(
    labels: npt.NDArray[np.str_], langs: npt.NDArray[np.str_], bands: npt.NDArray[np.int64]
) -> dict[str, Counts]:
    """For each band that has texts how many there are, how many are told, and how many of these rightly."""
    told = ~np.isin(labels, [UND, ZXX])
    right = told & (labels == langs)
    return {
        name: {"texts": int(own.sum()), "told": int(told[own].sum()), "right": int(right[own].sum())}
        for number, name in enumerate(NAMES)
        for own in [bands == number]
        if own.any()
    }
