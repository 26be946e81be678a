"""Which sets hang together by near-duplicate pairs, and how like the sets of two groups are."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import numpy as np

from curate.minhash.bands import bands_for
from curate.minhash.shingles import Shingles, jaccard
from curate.progress import Tell, silent

SEEDS = (1, 2)


def near_pairs(
    sets: Sequence[Shingles], similarity: float, *, seed: int = SEEDS[0], tell: Tell = silent
) -> Iterator[tuple[int, int, float]]:
    """Each pair that may be near, with its exact Jaccard similarity: earlier position, later position, similarity.

    MinHash signatures propose the pairs, so some of them are less like than the threshold; of those at it, the
    share of `bands.RECALL` is among them. Empty sets are in no pair.
    """
    from datasketch import MinHash, MinHashLSH

    bands = bands_for(similarity)
    index = MinHashLSH(num_perm=bands.length, params=(bands.bands, bands.rows))
    low_halves = (each.astype(np.uint32) for each in sets)
    signatures = MinHash.generator(low_halves, num_perm=bands.length, seed=seed, hashfunc=int)
    for number, (own, signature) in enumerate(zip(sets, signatures, strict=True)):
        if number % 1000 == 0:
            tell("comparing", number, len(sets))
        if not len(own):
            continue
        yield from ((other, number, jaccard(sets[other], own)) for other in sorted(index.query(signature)))
        index.insert(number, signature, check_duplication=False)


def components(sets: Sequence[Shingles], similarity: float, *, tell: Tell = silent) -> list[int]:
    """For each set the position of the first set that it hangs together with, by any chain of near pairs."""
    parent = list(range(len(sets)))
    # Two looks with different signatures, so that hardly any pair is missed.
    looks = (near_pairs(sets, similarity, seed=seed, tell=tell) for seed in SEEDS)
    for one, other, score in chain.from_iterable(looks):
        if score >= similarity:
            low, high = sorted((_root(parent, one), _root(parent, other)))
            parent[high] = low
    return [_root(parent, position) for position in range(len(sets))]


def _root(parent: list[int], position: int) -> int:
    while parent[position] != position:
        parent[position] = parent[parent[position]]
        position = parent[position]
    return position


def nearest_across(
    sets: Sequence[Shingles], side: Callable[[int], object], similarity: float, *, seed: int
) -> tuple[int, float]:
    """How many pairs across two sides were compared, and how alike the nearest of them are."""
    across = [score for one, other, score in near_pairs(sets, similarity, seed=seed) if side(one) != side(other)]
    return len(across), max(across, default=0.0)
