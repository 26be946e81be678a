"""Which sets hang together by near-duplicate pairs, and how like the sets of two groups are."""

import numpy as np

from curate.minhash.bitmaps import sketched
from curate.minhash.distinct import Positions, distinct
from curate.minhash.proposals import by_minhash, by_prefix
from curate.minhash.sets import Sets


def components(sets: Sets, similarity: float) -> Positions:
    """For each set the position of the first set that it hangs together with, by any chain of near pairs.

    No pair is missed. Empty sets are in no pair.
    """
    from curate.minhash.kernels.alike import join

    first, same = distinct(sets, np.zeros(len(sets), np.int64))
    few = sets.only(first)
    roots = join(sketched(few), by_prefix(few, similarity).arrays, similarity)
    return first[roots[same]]


def nearest_across(sets: Sets, side: Positions, similarity: float, *, seed: int) -> tuple[int, float]:
    """How many pairs across two sides were compared, and how alike the nearest of them are.

    MinHash signatures propose the pairs: they know nothing of what told the sides apart.
    """
    from curate.minhash.kernels.alike import across

    first, _ = distinct(sets, side)
    few = sets.only(first)
    return across(few.arrays, by_minhash(few, similarity, seed=seed).arrays, side[first])
