"""Which of a sequence of sets is a near-duplicate of which earlier one."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from curate.minhash.bands import bands_for
from curate.minhash.shingles import Shingles, jaccard
from curate.progress import Tell, silent

SEED = 1


class Leader(NamedTuple):
    """The leader that a set is a near-duplicate of, and their exact Jaccard similarity."""

    position: int
    similarity: float


Agree = Callable[[int, int], bool]
"""Whether two sets, by position, may be a pair at all, whatever their similarity."""


def any_pair(_one: int, _other: int) -> bool:
    """Every pair may."""
    return True


def leaders(
    sets: Sequence[Shingles], similarity: float, *, agree: Agree = any_pair, tell: Tell = silent
) -> list[Leader | None]:
    """Walk the sets in order; each is a leader, or the member of the leader it is most like.

    A set is a member only if its **exact** Jaccard similarity to an earlier *leader* is at or above the
    threshold, so a chain of small changes never joins two sets that are unlike. MinHash signatures
    (Broder 1997) only propose whom to compare with. An empty set is a leader of itself alone. A leader that a
    set does not `agree` with is none to it.

    Returns:
        For each set its leader, or None if it is one. Of two equally similar leaders, the earlier.
    """
    from datasketch import MinHash, MinHashLSH

    bands = bands_for(similarity)
    index = MinHashLSH(num_perm=bands.length, params=(bands.bands, bands.rows))
    low_halves = (each.astype(np.uint32) for each in sets)
    signatures = MinHash.generator(low_halves, num_perm=bands.length, seed=SEED, hashfunc=int)
    found: list[Leader | None] = []
    for number, (own, signature) in enumerate(zip(sets, signatures, strict=True)):
        if number % 1000 == 0:
            tell("comparing", number, len(sets))
        candidates = [each for each in index.query(signature) if agree(number, each)] if len(own) else []
        leader = _best(own, candidates, sets, similarity)
        found.append(leader)
        if leader is None and len(own):
            index.insert(number, signature, check_duplication=False)
    return found


def _best(own: Shingles, candidates: list[int], sets: Sequence[Shingles], least: float) -> Leader | None:
    best: Leader | None = None
    for candidate in sorted(candidates):
        other = sets[candidate]
        # Sets whose sizes differ more than the threshold allows can not reach it.
        if min(len(own), len(other)) < least * max(len(own), len(other)):
            continue
        score = jaccard(own, other)
        if score >= least and (best is None or score > best.similarity):
            best = Leader(candidate, score)
    return best
