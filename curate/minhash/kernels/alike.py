"""Which sets are alike, of those that share a bucket: each pair is compared value by value."""

from typing import TypeAlias

import numpy as np

from curate.compiled import compiled, kernel
from curate.minhash.kernels.compare import (
    Asked,
    Flags,
    Packed,
    Places,
    Scores,
    Sketched,
    Starts,
    agree,
    jaccard,
    left_by_bits,
)
from curate.minhash.kernels.crowds import CROWD, Lore, lore_of, worth_it
from curate.minhash.kernels.index import (
    Index,
    Met,
    Proposed,
    emptied,
    enter,
    index_of,
    lies_with,
    meet,
    nobody_met,
)

Pairs: TypeAlias = tuple[Places, Scores, Starts, Flags]
"""The earlier sets that each one is like, and how much; where those of each begin; and whether it was left out,
since it is like many or lies with very many."""
Crowds: TypeAlias = tuple[Index, Index, Met, Lore]
"""Leaders and members among sets that lie with many, and what is known while those are compared."""
Told: TypeAlias = tuple[Starts, Scores, Flags]
"""Of each set the leader that it is a member of, or -1; how alike they are; and whether any other is like it."""
_NONE = -1
_MANY = 8
"""Sets that one may be like. What is like more is compared with leaders alone: pairs of copies count squared."""


@kernel
def pairs(sets: Sketched, index: Index, asked: Asked, numbers: tuple[int, int]) -> Pairs:
    """The earlier sets that each of these is like, of all that are in the index; of those that stay, none.

    Which of them lead is not known yet, and does not matter: so threads can share the numbers.
    """
    (values, starts, _), (least, staying), (begin, end) = sets, asked[:2], numbers
    others, scores = np.empty(end - begin + _MANY, np.int32), np.empty(end - begin + _MANY, np.float64)
    ends, left = np.zeros(end - begin + 1, np.int64), np.zeros(end - begin, np.bool_)
    met, filled = nobody_met(len(starts) - 1), 0
    for number in range(max(begin, staying), end):
        own, at, found = values[starts[number] : starts[number + 1]], number - begin, 0
        left[at] = lies_with(CROWD, number, index)
        count = 0 if left[at] else meet(number, index, met)
        for other in met[1][: left_by_bits(number, met[1], count, sets, least)]:
            like = jaccard(own, values[starts[other] : starts[other + 1]], least)
            if like < least or not agree(number, other, asked):
                continue
            if found == _MANY:
                left[at] = True
                break
            others[filled + found], scores[filled + found] = other, like
            found += 1
        filled += 0 if left[at] else found
        ends[at + 1] = filled
        if filled + _MANY > len(others):
            others, scores = np.concatenate((others, others)), np.concatenate((scores, scores))
    return others[:filled].copy(), scores[:filled].copy(), ends, left


@compiled
def _like_any(number: int, others: Places, sets: Packed, asked: Asked) -> bool:
    """Whether a set is like any of these."""
    values, starts = sets
    own = values[starts[number] : starts[number + 1]]
    for other in others:
        like = jaccard(own, values[starts[other] : starts[other + 1]], asked[0])
        if like >= asked[0] and agree(number, other, asked):
            return True
    return False


@compiled
def _is_nearer(one: tuple[int, float], held: tuple[int, float], staying: int) -> bool:
    """Whether a leader is to be preferred to the one that a set has, or -1: by number, and how alike it is."""
    if held[0] == _NONE:
        return True
    if (one[0] < staying) != (held[0] < staying):
        return one[0] < staying
    return one[1] > held[1] or (one[1] == held[1] and one[0] < held[0])


@compiled
def _tell(number: int, other: int, like: float, told: Told, staying: int) -> None:
    """Note that a set is like an earlier one, which is told."""
    leader, score, near = told
    near[number] = near[other] = True
    if leader[other] == _NONE and _is_nearer((other, like), (leader[number], score[number]), staying):
        leader[number], score[number] = other, like


@compiled
def _tell_by_crowds(number: int, sets: Sketched, crowds: Crowds, asked: Asked, told: Told) -> None:
    """Compare a set with the leaders that it lies with; and, if it is like none, with members."""
    (values, starts, _), (index, members, met, lore), (leader, score, near) = sets, crowds, told
    least, staying = asked[:2]
    own = values[starts[number] : starts[number + 1]]
    for other in met[1][: worth_it(number, met[1], meet(number, index, met), lore, least)]:
        preferred = other < staying <= leader[number]
        reach = max(least, score[number]) if near[other] and not preferred else least
        like = jaccard(own, values[starts[other] : starts[other + 1]], reach)
        if like >= reach and agree(number, other, asked):
            _tell(number, other, like, told, staying)
    if not near[number]:
        count = worth_it(number, met[1], meet(number, members, met), lore, least)
        near[number] = _like_any(number, met[1][:count], (values, starts), asked)


@kernel
def lead(sets: Sketched, proposals: Proposed, asked: Asked, known: Pairs) -> Told:
    """Tell of each set, in their order, whether it is a leader, or of which one a member.

    Pairs are known, but for sets that were left out: theirs are among the proposals. Sets that stay are leaders in
    any case, and come before all others as such; of those alone is not told whether they are like each other.
    """
    (others, scores, ends, left), begins, size = known, proposals[1], len(sets[1]) - 1
    index = index_of(proposals)
    crowds = (index, emptied(index), nobody_met(size), lore_of(sets))
    leader, near = np.full(size, _NONE, np.int64), np.zeros(size, np.bool_)
    told = (leader, np.zeros(size, np.float64), near)
    for number in range(size):
        for pair in range(ends[number], ends[number + 1]):
            _tell(number, others[pair], scores[pair], told, asked[1])
        if left[number]:
            _tell_by_crowds(number, sets, crowds, asked, told)
        # To hand so many arrays to a function takes longer than to see that there is nothing to enter.
        if begins[number] < begins[number + 1]:
            enter(number, crowds[0] if leader[number] == _NONE else crowds[1])
    return told


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
    size, index, lore = len(starts) - 1, index_of(proposals), lore_of(sets)
    parent = np.arange(size)
    met = nobody_met(size)
    for number in range(size):
        own = values[starts[number] : starts[number + 1]]
        count = meet(number, index, met)
        for other in met[1][: worth_it(number, met[1], count, lore, least)]:
            one, two = _root(parent, number), _root(parent, other)
            if one != two and jaccard(own, values[starts[other] : starts[other + 1]], least) >= least:
                parent[max(one, two)] = min(one, two)
        enter(number, index)
    for number in range(size):
        parent[number] = _root(parent, number)
    return parent


@kernel
def across(sets: Packed, proposals: Proposed, side: Starts) -> tuple[int, float]:
    """How many pairs across two sides share a bucket, and how alike the nearest of them are."""
    values, starts = sets
    size, index = len(starts) - 1, index_of(proposals)
    met = nobody_met(size)
    pairs, nearest = 0, 0.0
    for number in range(size):
        own = values[starts[number] : starts[number + 1]]
        for other in met[1][: meet(number, index, met)]:
            if side[other] != side[number]:
                pairs += 1
                nearest = max(nearest, jaccard(own, values[starts[other] : starts[other + 1]], nearest))
        enter(number, index)
    return pairs, nearest
