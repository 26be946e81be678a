"""Which sets are worth comparing: two that share a bucket."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import shake_128
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from curate.minhash.bands import RECALL, bands_for
from curate.minhash.buckets import Keys, buckets_of
from curate.minhash.sets import Sets
from curate.threads import shared, side_by_side

SEED = 1
_LEAST_COUNTERS, _MOST_COUNTERS = 1 << 10, 1 << 28
"""Bytes that tell how often values stand."""
_PIECES = 4
"""For each thread."""


@dataclass(frozen=True)
class Proposals:
    """The buckets that each set lies in: those of number `i` are `buckets[starts[i]:starts[i + 1]]`."""

    buckets: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]
    count: int
    """How many buckets there are; each holds two sets at least."""
    threads: int = 1
    """How many work on the sets further."""

    @property
    def arrays(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64], int]:
        """What a kernel takes."""
        return self.buckets, self.starts, self.count


def by_minhash(
    sets: Sets, similarity: float, *, recall: float = RECALL, seed: int = SEED, threads: int = 1
) -> Proposals:
    """Sets whose MinHash signatures (Broder 1997) agree in a band.

    Of pairs at the similarity, the share `recall` does.
    """
    return sharing(minhash_keys(sets, similarity, recall=recall, seed=seed, threads=threads), threads)


def minhash_keys(
    sets: Sets, similarity: float, *, recall: float = RECALL, seed: int = SEED, threads: int = 1
) -> list[Keys]:
    """A key for each band of each set's signature, whatever other sets there are; an empty set has none.

    Sets come in pieces, one for each thread.
    """
    from curate.minhash.kernels.propose import bands

    cut = bands_for(similarity, recall)
    drawn = np.frombuffer(shake_128(b"%d" % seed).digest(8 * cut.length), "<u4").astype(np.uint32)
    masks, factors = drawn[: cut.length], drawn[cut.length :] | np.uint32(1)
    pieces = [partial(bands, piece.arrays, masks, factors, cut.rows) for piece in sets.pieces(threads)]
    return side_by_side(pieces)


def sharing(keys: Sequence[Keys], threads: int) -> Proposals:
    """Sets that have a key in common. Here each piece of them has a thread; further on there are so many."""
    return Proposals(*buckets_of(keys), threads)


def by_datasketch(sets: Sets, similarity: float, *, recall: float = RECALL, seed: int = SEED) -> Proposals:
    """The same by the signatures of `datasketch`, for who has an index of its kind."""
    return sharing(datasketch_keys(sets, similarity, recall=recall, seed=seed), 1)


def datasketch_keys(sets: Sets, similarity: float, *, recall: float = RECALL, seed: int = SEED) -> list[Keys]:
    """A key for each band of each set's signature by `datasketch`, in one piece."""
    from curate.minhash.kernels.propose import bands_of

    cut = bands_for(similarity, recall)
    return [bands_of(datasketch_signatures(sets, cut.length, seed), sets.starts, cut.rows)]


def datasketch_signatures(sets: Sets, length: int, seed: int) -> npt.NDArray[np.uint64]:
    """A row for each set: `datasketch.MinHash(length, seed, hashfunc=int)` over the low 32 bits of its values."""
    from datasketch import MinHash

    low_halves = (each.astype(np.uint32) for each in sets)
    made = MinHash.generator(low_halves, num_perm=length, seed=seed, hashfunc=int)
    rows = [each.hashvalues.astype(np.uint64) for each in made]
    return np.stack(rows) if rows else np.zeros((0, length), np.uint64)


def by_prefix(sets: Sets, similarity: float, *, threads: int = 1) -> Proposals:
    """Sets that have one of their rarest values in common: every pair at the similarity, without exception."""
    from curate.minhash.kernels.propose import prefixes

    counters = _counters(sets, threads)
    # Sets of many copies take longer than others, wherever they stand.
    pieces = sets.pieces(_PIECES * threads if threads > 1 else 1)
    works = [partial(prefixes, piece.arrays, counters, similarity) for piece in pieces]
    return sharing(shared(works, threads), threads)


def _counters(sets: Sets, threads: int) -> npt.NDArray[np.uint8]:
    """How often each value stands; each thread counts those of a range."""
    from curate.minhash.kernels.propose import count

    places = _LEAST_COUNTERS
    # Fewer than values: those that share one seem less rare than they are, and more counters stand in the cache.
    while places < min(len(sets.values) // 2, _MOST_COUNTERS):
        places *= 2
    # Large pages, which numpy asks the system for: all of it is read, here and there.
    counters = np.empty(places, np.uint8)
    edges = np.linspace(0, places, threads + 1).astype(np.int64).tolist()
    side_by_side([partial(count, sets.arrays, counters, each) for each in pairwise(edges)])
    return counters
