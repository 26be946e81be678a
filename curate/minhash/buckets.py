"""Which keys several sets have: each such key is a bucket."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from curate.minhash.sets import Shingles, evenly
from curate.threads import side_by_side

Starts = npt.NDArray[np.int64]
Keys = tuple[Shingles, Starts]
"""The keys of some sets, spread over all of 64 bits, and where those of each begin."""


def buckets_of(pieces: Sequence[Keys]) -> tuple[npt.NDArray[np.int32], Starts, int]:
    """The buckets that each set lies in, where those of each begin, and how many there are.

    Sets come in pieces, for each of which there is a thread. How many those are changes nothing.
    """
    from curate.minhash.kernels.buckets import by_set, only_shared

    sets = sum(len(starts) - 1 for _, starts in pieces)
    mask = np.uint64((1 << max(1, sets.bit_length())) - 1)
    together, heaps = _in_heaps(pieces, mask)
    stretches = evenly(heaps, len(pieces))
    own = [together[heaps[begin] : heaps[end]] for begin, end in stretches]
    works = [
        partial(only_shared, each, heaps[begin : end + 1] - heaps[begin], mask)
        for each, (begin, end) in zip(own, stretches, strict=True)
    ]
    filled, found = zip(*side_by_side(works), strict=True)
    before = np.cumsum([0, *found])
    for each, number, first in zip(own, filled, before, strict=False):
        each[:number] += np.uint64(first << 32)
    shared = [each[:number] for each, number in zip(own, filled, strict=True)]
    count = int(before[-1])
    return *by_set(shared[0] if len(shared) == 1 else np.concatenate(shared), sets, count), count


def _in_heaps(pieces: Sequence[Keys], mask: np.uint64) -> tuple[Shingles, Starts]:
    """All keys, those with the same first bits in one heap, and where each heap begins."""
    from curate.minhash.kernels.buckets import heap_sizes, into_heaps

    # A row for each heap; in each, one piece stands behind the other.
    sizes = np.stack(side_by_side([partial(heap_sizes, keys) for keys, _ in pieces]), axis=1)
    ends = np.cumsum(sizes).reshape(sizes.shape)
    together = np.empty(int(ends[-1, -1]), np.uint64)
    firsts = np.cumsum([0, *(len(starts) - 1 for _, starts in pieces)]).tolist()
    side_by_side(
        [
            partial(into_heaps, keys, starts, first, mask, (free, together))
            for (keys, starts), first, free in zip(pieces, firsts, (ends - sizes).T.copy(), strict=False)
        ]
    )
    return together, np.concatenate([np.zeros(1, np.int64), ends[:, -1]])
