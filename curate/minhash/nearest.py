"""How like each of a sequence of sets is to the one before it that is most like it."""

import numpy as np
import numpy.typing as npt

from curate.minhash.distinct import distinct
from curate.minhash.leaders import NOTHING, Also
from curate.minhash.proposals import by_prefix
from curate.minhash.sets import Sets


def nearest(sets: Sets, similarity: float, also: Also = NOTHING) -> npt.NDArray[np.float64]:
    """The exact Jaccard index of each set and the earlier one most like it; 0 where none is that similar.

    Unlike a leader, the earlier one may be a near-duplicate itself. No pair is missed.
    """
    from curate.minhash.kernels.alike import near
    from curate.minhash.kernels.propose import digests

    side = np.zeros(len(sets), np.int64)
    if also is not NOTHING:
        side = digests(*also.sets.arrays, side).view(np.int64)
    first, same = distinct(sets, side)
    few, too = sets.only(first), also.sets if also is NOTHING else also.sets.only(first)
    proposals = by_prefix(few, similarity)
    alike = near(few.arrays, proposals.arrays, similarity, too.arrays, also.similarity)[same]
    alike[np.setdiff1d(np.arange(len(sets)), first)] = 1.0
    return alike
