"""Which of a sequence of sets is a near-duplicate of which earlier one."""

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from curate.minhash.bitmaps import sketched
from curate.minhash.proposals import Proposals
from curate.minhash.sets import Sets, evenly
from curate.threads import shared

if TYPE_CHECKING:
    from curate.minhash.kernels.alike import Pairs
    from curate.minhash.kernels.compare import Asked, Sketched

_STRETCHES = 16
"""For each thread: crowds take long, wherever they stand."""


class Members(NamedTuple):
    """Which sets are members of a leader: three arrays of one length, in the order of the sets."""

    member: npt.NDArray[np.int64]
    leader: npt.NDArray[np.int64]
    similarity: npt.NDArray[np.float64]
    """The exact Jaccard index of the two."""
    near: npt.NDArray[np.bool_]
    """Of every set, whether any other is like it. One that is not leads itself alone, whatever stands before it,
    and wherever it stands: the same sets without it, or in another order, need not be compared with it again."""


class Also(NamedTuple):
    """Other sets of the same things, and how alike those of a pair must be too; two empty ones are."""

    sets: Sets
    similarity: float


NOTHING = Also(Sets(np.zeros(0, np.uint64), np.zeros(0, np.int64)), 0.0)


def leaders(
    sets: Sets, proposals: Proposals, similarity: float, also: Also = NOTHING, *, staying: int = 0
) -> Members:
    """Walk the sets in order; each is a leader, or the member of the leader it is most like.

    A set is a member only if its **exact** Jaccard similarity to an earlier *leader* is at or above the
    threshold, so a chain of small changes never joins two sets that are unlike. Proposals only say whom to
    compare with. An empty set is a leader of itself alone. Of two equally similar leaders, it is the earlier.
    The first `staying` sets, which are not to be changed, are leaders whatever they are like, and a set that is
    like any of them is a member of one of them.
    """
    from curate.minhash.kernels.alike import lead
    from curate.minhash.kernels.index import only_with

    sketch, asked = sketched(sets, proposals.threads), (similarity, staying, *also.sets.arrays, also.similarity)
    known = _pairs(sketch, proposals, asked)
    leader, score, near = lead(sketch, only_with(known[-1], proposals.arrays), asked, known)
    (member,) = np.nonzero(leader >= 0)
    return Members(member, leader[member], score[member], near)


def _pairs(sets: "Sketched", proposals: Proposals, asked: "Asked") -> "Pairs":
    """The earlier sets that each one is like; threads share the numbers."""
    from curate.minhash.kernels.alike import pairs
    from curate.minhash.kernels.index import all_entered

    index, threads = all_entered(proposals.arrays), proposals.threads
    works = [partial(pairs, sets, index, asked, each) for each in evenly(sets[1], _STRETCHES * threads)]
    others, scores, ends, left = zip(*shared(works, threads), strict=True)
    before = np.cumsum([0, *map(len, others)])
    begins = [np.zeros(1, np.int64), *(each[1:] + first for each, first in zip(ends, before, strict=False))]
    return np.concatenate(others), np.concatenate(scores), np.concatenate(begins), np.concatenate(left)
