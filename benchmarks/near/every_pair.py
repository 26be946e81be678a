"""Every pair of proposed sets that is alike, which `curate` lists only where few are alike."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from numba import njit

from benchmarks.near.truth import Pairs
from curate.minhash.bitmaps import sketched
from curate.minhash.kernels.compare import Sketched, Starts, jaccard
from curate.minhash.kernels.crowds import lore_of, worth_it
from curate.minhash.kernels.index import Proposed, enter, index_of, meet, nobody_met
from curate.minhash.proposals import Proposals
from curate.minhash.sets import Sets

Listed = tuple[Starts, Starts, npt.NDArray[np.float64]]


def _listed(sets: Sketched, proposals: Proposed, least: float) -> Listed:
    values, starts, _ = sets
    size, index, lore = len(starts) - 1, index_of(proposals), lore_of(sets)
    met = nobody_met(size)
    one, other, score = np.empty(1024, np.int64), np.empty(1024, np.int64), np.empty(1024, np.float64)
    found = 0
    for number in range(size):
        own = values[starts[number] : starts[number + 1]]
        count = meet(number, index, met)
        for earlier in met[1][: worth_it(number, met[1], count, lore, least)]:
            like = jaccard(own, values[starts[earlier] : starts[earlier + 1]], least)
            if like < least:
                continue
            if found == len(one):
                one, other = np.concatenate((one, one)), np.concatenate((other, other))
                score = np.concatenate((score, score))
            one[found], other[found], score[found] = earlier, number, like
            found += 1
        enter(number, index)
    return one[:found].copy(), other[:found].copy(), score[:found].copy()


# Compiled for each process alone: what numba keeps does not notice when the kernels that are called here change.
_compiled: Callable[[Sketched, Proposed, float], Listed] = njit(nogil=True)(_listed)


def every_pair(sets: Sets, proposals: Proposals, similarity: float) -> Pairs:
    """The pairs that share a bucket and are so much alike, each compared value by value."""
    return Pairs(*_compiled(sketched(sets), proposals.arrays, similarity))
