"""Equal sets told once: a thousand copies would be half a million pairs that tell nothing."""

import numpy as np
import numpy.typing as npt

from curate.minhash.sets import Sets

Positions = npt.NDArray[np.int64]


def distinct(sets: Sets, side: Positions) -> tuple[Positions, Positions]:
    """Where each different set of a side stands first, and for each set the place of its equal among those.

    No two empty sets are equal.
    """
    from curate.minhash.kernels.propose import digests

    _, first, same = np.unique(digests(*sets.arrays, side), return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return first[order], place[same]
