"""Which sets are alike, of those that share a bucket: each pair is compared value by value."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel

Values: TypeAlias = npt.NDArray[np.uint64]
Starts: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Packed: TypeAlias = tuple[Values, Starts]
"""Sets one behind the other, and where each begins."""
Proposed: TypeAlias = tuple[npt.NDArray[np.int32], Starts, int]
"""The buckets of all sets one behind the other, where those of each begin, and how many buckets there are."""
Index: TypeAlias = tuple[npt.NDArray[np.int32], Starts, Starts, Starts, Starts]
"""The buckets of the entries of each set, and where those begin; of each entry the set; of each bucket the last
entry; of each entry the one before it in its bucket."""
_NONE = -1
_MOST_COUNTERS = 1 << 26
"""Bytes that counters of values take, at most."""
_TINY = 1e-9
"""What floating point adds to a product is less."""


@compiled
def _jaccard(one: Values, other: Values, least: float) -> float:
    """The Jaccard index of two sets that are not empty; 0 as soon as it is sure to be less than the least."""
    small, large = min(len(one), len(other)), max(len(one), len(other))
    if small < least * large - _TINY:
        return 0.0
    # Of all that is in one and not in the other, no more than this may be, but for what floating point adds.
    spare = int((len(one) + len(other)) * (1 - least) / (1 + least)) + 1
    at, beside, common = 0, 0, 0
    while at < len(one) and beside < len(other):
        if one[at] == other[beside]:
            common += 1
            at += 1
            beside += 1
            continue
        spare -= 1
        if spare < 0:
            return 0.0
        if one[at] < other[beside]:
            at += 1
        else:
            beside += 1
    return common / (len(one) + len(other) - common)


@compiled
def _reaches(one: int, other: int, both: int, least: float) -> bool:
    """Whether two sets of these sizes can have such an index with no more than so much in common."""
    return both >= least * (one + other - both) - _TINY


@compiled
def _common(values: Values, starts: Starts) -> Starts:
    """Of each set how many of its values may be in another, too; never too few."""
    counters = 1
    while counters < min(2 * len(values), _MOST_COUNTERS):
        counters *= 2
    mask = np.uint64(counters - 1)
    seen = np.zeros(counters, np.uint8)
    for value in values:
        seen[value & mask] = min(seen[value & mask] + 1, 2)
    common = np.zeros(len(starts) - 1, np.int64)
    for number in range(len(common)):
        for value in values[starts[number] : starts[number + 1]]:
            common[number] += seen[value & mask] > 1
    return common


@compiled
def _index_of(proposals: Proposed) -> Index:
    """An index that no set has been entered into."""
    buckets, begins, found = proposals
    owners = np.empty(len(buckets), np.int64)
    for number in range(len(begins) - 1):
        owners[begins[number] : begins[number + 1]] = number
    return buckets, begins, owners, np.full(found, _NONE, np.int64), np.empty(len(buckets), np.int64)


@compiled
def _enter(number: int, index: Index) -> None:
    """Put a set into each of its buckets."""
    buckets, begins, _, last, before = index
    for entry in range(begins[number], begins[number + 1]):
        before[entry] = last[buckets[entry]]
        last[buckets[entry]] = entry


@compiled
def _meet(number: int, index: Index, met_by: Starts, met: Starts) -> int:
    """Write down the sets that have been entered into a bucket of this one, each once, and tell how many."""
    buckets, begins, owners, last, before = index
    count = 0
    for own in range(begins[number], begins[number + 1]):
        entry = last[buckets[own]]
        while entry != _NONE:
            other = owners[entry]
            if met_by[other] != number:
                met_by[other] = number
                met[count] = other
                count += 1
            entry = before[entry]
    return count


@compiled
def _agree(sets: Packed, one: int, other: int, least: float) -> bool:
    """Whether two sets are alike, or both are empty, or there are no sets at all."""
    values, starts = sets
    if not len(starts):
        return True
    first, second = values[starts[one] : starts[one + 1]], values[starts[other] : starts[other + 1]]
    if not len(first) or not len(second):
        return len(first) == len(second) or least <= 0
    return _jaccard(first, second, least) >= least


@kernel
def lead(
    sets: Packed, proposals: Proposed, least: float, too: tuple[Values, Starts, float], staying: int
) -> tuple[Starts, npt.NDArray[np.float64]]:
    """Of each set the leader that it is a member of, or -1, and how alike they are.

    The sets of `too` must be so much alike, where there are any. The first `staying` sets are leaders in any case,
    and come before all others as such.
    """
    also, also_least = (too[0], too[1]), too[2]
    values, starts = sets
    size, index, common = len(starts) - 1, _index_of(proposals), _common(values, starts)
    leader, score = np.full(size, _NONE, np.int64), np.zeros(size, np.float64)
    met_by, met = np.full(size, _NONE, np.int64), np.empty(size, np.int64)
    for number in range(size):
        own = values[starts[number] : starts[number + 1]]
        for other in met[: 0 if number < staying else _meet(number, index, met_by, met)]:
            # Records of one template share what all of them have, and no more: that is told without a look.
            if not _reaches(
                len(own), starts[other + 1] - starts[other], min(common[number], common[other]), least
            ):
                continue
            better, worse = leader[number] >= staying > other, other >= staying > leader[number] > _NONE
            bound = least if better else max(least, score[number])
            like = 0.0 if worse else _jaccard(own, values[starts[other] : starts[other + 1]], bound)
            nearer = better or like > score[number] or other < leader[number]
            if like >= bound and nearer and _agree(also, number, other, also_least):
                leader[number], score[number] = other, like
        if leader[number] == _NONE:
            _enter(number, index)
    return leader, score


@compiled
def _root(parent: Starts, number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


@kernel
def join(sets: Packed, proposals: Proposed, least: float) -> Starts:
    """Of each set the first that it hangs together with, by any chain of pairs that are alike."""
    values, starts = sets
    size, index, common = len(starts) - 1, _index_of(proposals), _common(values, starts)
    parent = np.arange(size)
    met_by, met = np.full(size, _NONE, np.int64), np.empty(size, np.int64)
    for number in range(size):
        own = values[starts[number] : starts[number + 1]]
        for other in met[: _meet(number, index, met_by, met)]:
            if not _reaches(
                len(own), starts[other + 1] - starts[other], min(common[number], common[other]), least
            ):
                continue
            one, two = _root(parent, number), _root(parent, other)
            if one != two and _jaccard(own, values[starts[other] : starts[other + 1]], least) >= least:
                parent[max(one, two)] = min(one, two)
        _enter(number, index)
    for number in range(size):
        parent[number] = _root(parent, number)
    return parent


@kernel
def across(sets: Packed, proposals: Proposed, side: Starts) -> tuple[int, float]:
    """How many pairs across two sides share a bucket, and how alike the nearest of them are."""
    values, starts = sets
    size, index = len(starts) - 1, _index_of(proposals)
    met_by, met = np.full(size, _NONE, np.int64), np.empty(size, np.int64)
    pairs, nearest = 0, 0.0
    for number in range(size):
        own = values[starts[number] : starts[number + 1]]
        for other in met[: _meet(number, index, met_by, met)]:
            if side[other] != side[number]:
                pairs += 1
                nearest = max(nearest, _jaccard(own, values[starts[other] : starts[other + 1]], nearest))
        _enter(number, index)
    return pairs, nearest


@kernel
def reaching(sets: Packed, flags: Flags, least: float) -> Flags:
    """Of each set whether so large a share of its values may stand in others, whose values have these flags.

    Of two sets with a Jaccard index of at least t each has t times its size in common with the other.
    """
    values, starts = sets
    mask, found = np.uint64(len(flags) - 1), np.zeros(len(starts) - 1, np.bool_)
    for number in range(len(found)):
        size = starts[number + 1] - starts[number]
        spare = size - least * size + _TINY
        for value in values[starts[number] : starts[number + 1]]:
            if not flags[value & mask]:
                spare -= 1
                if spare < 0:
                    break
        found[number] = size > 0 and spare >= 0
    return found
