"""Which sets share a bucket: an index that sets are entered into, one after the other."""

from typing import TypeAlias

import numpy as np

from curate.compiled import compiled, kernel
from curate.minhash.kernels.compare import Flags, Places, Starts

Proposed: TypeAlias = tuple[Places, Starts, int]
"""The buckets of all sets one behind the other, where those of each begin, and how many buckets there are."""
Index: TypeAlias = tuple[Places, Starts, Starts, Starts, Places]
"""The buckets of each set, and where those begin; where the entries of each bucket begin, and end so far; of each
entry the set."""
Met: TypeAlias = tuple[Places, Places]
"""By which set each one was met last, and those that one has met."""
_NONE = -1


@compiled
def index_of(proposals: Proposed) -> Index:
    """An index that no set has been entered into."""
    buckets, begins, found = proposals
    firsts = np.zeros(found + 1, np.int64)
    for bucket in buckets:
        firsts[bucket + 1] += 1
    for bucket in range(found):
        firsts[bucket + 1] += firsts[bucket]
    return buckets, begins, firsts, firsts[:-1].copy(), np.empty(len(buckets), np.int32)


@compiled
def emptied(index: Index) -> Index:
    """An index of the same buckets that no set has been entered into."""
    buckets, begins, firsts, _, owners = index
    return buckets, begins, firsts, firsts[:-1].copy(), np.empty_like(owners)


@compiled
def enter(number: int, index: Index) -> None:
    """Put a set into each of its buckets."""
    buckets, begins, _, ends, owners = index
    for own in range(begins[number], begins[number + 1]):
        owners[ends[buckets[own]]] = number
        ends[buckets[own]] += 1


@kernel
def all_entered(proposals: Proposed) -> Index:
    """An index of all sets."""
    index = index_of(proposals)
    for number in range(len(proposals[1]) - 1):
        enter(number, index)
    return index


@compiled
def nobody_met(size: int) -> Met:
    """Where so many sets have met none."""
    return np.full(size, _NONE, np.int32), np.empty(size, np.int32)


@compiled
def meet(number: int, index: Index, met: Met) -> int:
    """Write down the earlier sets in the buckets of this one, each once, and tell how many.

    Sets were entered in their order.
    """
    buckets, begins, firsts, ends, owners = index
    met_by, others = met
    count = 0
    for own in range(begins[number], begins[number + 1]):
        for entry in range(firsts[buckets[own]], ends[buckets[own]]):
            other = owners[entry]
            if other >= number:
                break
            if met_by[other] != number:
                met_by[other] = number
                others[count] = other
                count += 1
    return count


@compiled
def lies_with(many: int, number: int, index: Index) -> bool:
    """Whether any bucket of a set holds more than so many."""
    buckets, begins, firsts, _, _ = index
    most = 0
    for bucket in buckets[begins[number] : begins[number + 1]]:
        most = max(most, firsts[bucket + 1] - firsts[bucket])
    return most > many


@kernel
def only_with(chosen: Flags, proposals: Proposed) -> Proposed:
    """Those buckets that any chosen set lies in."""
    buckets, begins, found = proposals
    stays, own, filled = np.zeros(found, np.bool_), np.zeros_like(begins), 0
    for number in range(len(chosen)):
        if chosen[number]:
            stays[buckets[begins[number] : begins[number + 1]]] = True
    kept = np.empty(len(buckets), np.int32)
    for number in range(len(chosen)):
        for bucket in buckets[begins[number] : begins[number + 1]]:
            if stays[bucket]:
                kept[filled] = bucket
                filled += 1
        own[number + 1] = filled
    return kept[:filled].copy(), own, found
