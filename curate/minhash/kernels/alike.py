"""Which sets are alike, of those that share a bucket: each pair is compared value by value."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel

Values: TypeAlias = npt.NDArray[np.uint64]
Starts: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Places: TypeAlias = npt.NDArray[np.int32]
Met: TypeAlias = tuple[Places, Places]
"""By which set each one was met last, and those that one has met."""
Packed: TypeAlias = tuple[Values, Starts]
"""Sets one behind the other, and where each begins."""
Sketched: TypeAlias = tuple[Values, Starts, Values]
"""The same, and their bitmaps."""
Proposed: TypeAlias = tuple[Places, Starts, int]
"""The buckets of all sets one behind the other, where those of each begin, and how many buckets there are."""
Index: TypeAlias = tuple[Places, Starts, Starts, Starts, Places]
"""The buckets of each set, and where those begin; where the entries of each bucket begin, and end so far; of each
entry the set."""
Lore: TypeAlias = tuple[Values, Starts, Values, Starts, Starts]
"""The sets, their bitmaps, and of each how many of its values any other has, once that is known; at last how many
long comparisons in crowds took, in values that could have been counted."""
_NONE = -1
_MOST_COUNTERS = 1 << 26
"""Bytes that counters of values take, at most."""
_CROWD = 1024
"""Sets to compare one with, from which on most may be of its template."""
_VALUES_A_COMPARISON = 32
"""To count how often so many values stand takes about as long as to compare two sets; that of one, their bits."""
WORDS = 8
"""Of 64 bits, in a bitmap."""
_TINY = 1e-9
"""What floating point adds to a product is less."""


@compiled
def _spare(both: int, least: float) -> int:
    """How many values of two sets that are so much alike may be in one alone, of as many as both have.

    Floating point may add to it.
    """
    return int(both * (1 - least) / (1 + least)) + 1


@compiled
def _jaccard(one: Values, other: Values, least: float) -> float:
    """The Jaccard index of two sets that are not empty; 0 as soon as it is sure to be less than the least."""
    small, large = min(len(one), len(other)), max(len(one), len(other))
    if small < least * large - _TINY:
        return 0.0
    spare = _spare(len(one) + len(other), least)
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


@kernel
def write_bitmaps(sets: Packed, bitmaps: Values) -> None:
    """Write of each set 512 bits, each of which says whether any of its values falls there."""
    values, starts = sets
    bitmaps[:] = 0
    for number in range(len(bitmaps)):
        for value in values[starts[number] : starts[number + 1]]:
            bitmaps[number, value >> np.uint64(61)] |= np.uint64(1) << ((value >> np.uint64(55)) & np.uint64(63))


@compiled
def _ones(word: np.uint64) -> np.uint64:
    """How many bits are set (Warren, Hacker's Delight, section 5-1)."""
    word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (word * np.uint64(0x0101010101010101)) >> np.uint64(56)


@compiled
def _reaches(one: int, other: int, both: int, least: float) -> bool:
    """Whether two sets of these sizes can have such an index with no more than so much in common."""
    return both >= least * (one + other - both) - _TINY


@compiled
def _write_common(values: Values, starts: Starts, common: Starts) -> None:
    """Write of each set how many of its values may be in another, too; never too few."""
    counters = 1
    while counters < min(2 * len(values), _MOST_COUNTERS):
        counters *= 2
    mask = np.uint64(counters - 1)
    seen = np.zeros(counters, np.uint8)
    for value in values:
        seen[value & mask] = min(seen[value & mask] + 1, 2)
    common[:] = 0
    for number in range(len(common)):
        for value in values[starts[number] : starts[number + 1]]:
            common[number] += seen[value & mask] > 1


@compiled
def _lore_of(sets: Sketched) -> Lore:
    """What is known of sets before any two are compared."""
    values, starts, bitmaps = sets
    return values, starts, bitmaps, np.full(len(starts) - 1, _NONE, np.int64), np.zeros(1, np.int64)


@compiled
def _differ(bitmaps: Values, one: int, other: int) -> int:
    """How many values of two sets at least are in one alone, by their bitmaps.

    A bit that is set in one alone is that of such a value (Sandes, Teodoro and Melo, "Bitmap filter", Information
    Systems 88, 2020).
    """
    bits = np.uint64(0)
    for word in range(WORDS):
        bits += _ones(bitmaps[one, word] ^ bitmaps[other, word])
    return int(np.int64(bits))


@compiled
def _worth_it(number: int, met: Places, count: int, lore: Lore, least: float) -> int:
    """Leave of the sets that one has met those that may be like it, and tell how many.

    Most differ in more values than alike ones can. And records of one template share what all of them have, and no
    more: of a crowd that is told by how many of the values of each stand anywhere else, which is counted once that
    takes no longer than comparisons took so far.
    """
    values, starts, bitmaps, common, crowds = lore
    while True:
        known, size, left = common[number] != _NONE, starts[number + 1] - starts[number], 0
        for other in met[:count]:
            beside = starts[other + 1] - starts[other]
            if known and not _reaches(size, beside, min(common[number], common[other]), least):
                continue
            if _differ(bitmaps, number, other) <= _spare(size + beside, least):
                met[left] = other
                left += 1
        if known or count <= _CROWD:
            return left
        crowds[0] += count + _VALUES_A_COMPARISON * left
        if crowds[0] <= len(values):
            return left
        _write_common(values, starts, common)
        count = left


@compiled
def _index_of(proposals: Proposed) -> Index:
    """An index that no set has been entered into."""
    buckets, begins, found = proposals
    firsts = np.zeros(found + 1, np.int64)
    for bucket in buckets:
        firsts[bucket + 1] += 1
    for bucket in range(found):
        firsts[bucket + 1] += firsts[bucket]
    return buckets, begins, firsts, firsts[:-1].copy(), np.empty(len(buckets), np.int32)


@compiled
def _emptied(index: Index) -> Index:
    """An index of the same buckets that no set has been entered into."""
    buckets, begins, firsts, _, owners = index
    return buckets, begins, firsts, firsts[:-1].copy(), np.empty_like(owners)


@compiled
def _enter(number: int, index: Index) -> None:
    """Put a set into each of its buckets."""
    buckets, begins, _, ends, owners = index
    for own in range(begins[number], begins[number + 1]):
        owners[ends[buckets[own]]] = number
        ends[buckets[own]] += 1


@compiled
def _meet(number: int, index: Index, met: Met) -> int:
    """Write down the sets that have been entered into a bucket of this one, each once, and tell how many."""
    buckets, begins, firsts, ends, owners = index
    met_by, others = met
    count = 0
    for own in range(begins[number], begins[number + 1]):
        for entry in range(firsts[buckets[own]], ends[buckets[own]]):
            other = owners[entry]
            if met_by[other] != number:
                met_by[other] = number
                others[count] = other
                count += 1
    return count


@compiled
def _nobody_met(size: int) -> Met:
    """Where so many sets have met none."""
    return np.full(size, _NONE, np.int32), np.empty(size, np.int32)


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


@compiled
def _like_any(number: int, others: Places, sets: Packed, too: tuple[Values, Starts, float], least: float) -> bool:
    """Whether a set is like any of these."""
    values, starts = sets
    own = values[starts[number] : starts[number + 1]]
    for other in others:
        like = _jaccard(own, values[starts[other] : starts[other + 1]], least)
        if like >= least and _agree((too[0], too[1]), number, other, too[2]):
            return True
    return False


@kernel
def lead(
    sets: Sketched, proposals: Proposed, least: float, too: tuple[Values, Starts, float], staying: int
) -> tuple[Starts, npt.NDArray[np.float64], Flags]:
    """Of each set the leader that it is a member of, or -1; how alike they are; and whether any other is like it.

    The sets of `too` must be so much alike, where there are any. The first `staying` sets are leaders in any case,
    and come before all others as such; of those alone is not told whether they are like each other.
    """
    values, starts, _ = sets
    size, index, lore = len(starts) - 1, _index_of(proposals), _lore_of(sets)
    members, met = _emptied(index), _nobody_met(size)
    leader, score, near = np.full(size, _NONE, np.int64), np.zeros(size, np.float64), np.zeros(size, np.bool_)
    for number in range(size):
        own = values[starts[number] : starts[number + 1]]
        count = 0 if number < staying else _meet(number, index, met)
        for other in met[1][: _worth_it(number, met[1], count, lore, least)]:
            better, worse = leader[number] >= staying > other, other >= staying > leader[number] > _NONE
            if worse and near[other]:
                continue
            reach = least if better else max(least, score[number])
            like = _jaccard(own, values[starts[other] : starts[other + 1]], reach if near[other] else least)
            nearer = not worse and like >= reach and (better or like > score[number] or other < leader[number])
            told = nearer or (like >= least and not near[other])
            if told and _agree((too[0], too[1]), number, other, too[2]):
                near[number] = near[other] = True
                if nearer:
                    leader[number], score[number] = other, like
        if not near[number] and number >= staying:
            count = _worth_it(number, met[1], _meet(number, members, met), lore, least)
            near[number] = _like_any(number, met[1][:count], (values, starts), too, least)
        _enter(number, index if leader[number] == _NONE else members)
    return leader, score, near


@compiled
def _root(parent: Starts, number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


@kernel
def join(sets: Sketched, proposals: Proposed, least: float) -> Starts:
    """Of each set the first that it hangs together with, by any chain of pairs that are alike."""
    values, starts, _ = sets
    size, index, lore = len(starts) - 1, _index_of(proposals), _lore_of(sets)
    parent = np.arange(size)
    met = _nobody_met(size)
    for number in range(size):
        own = values[starts[number] : starts[number + 1]]
        count = _meet(number, index, met)
        for other in met[1][: _worth_it(number, met[1], count, lore, least)]:
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
    met = _nobody_met(size)
    pairs, nearest = 0, 0.0
    for number in range(size):
        own = values[starts[number] : starts[number + 1]]
        for other in met[1][: _meet(number, index, met)]:
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
