"""How alike two sets are: by all of their values, or, at least, by a few bits of each."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel

Values: TypeAlias = npt.NDArray[np.uint64]
Starts: TypeAlias = npt.NDArray[np.int64]
Scores: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Places: TypeAlias = npt.NDArray[np.int32]
Packed: TypeAlias = tuple[Values, Starts]
"""Sets one behind the other, and where each begins."""
Sketched: TypeAlias = tuple[Values, Starts, Values]
"""The same, and their bitmaps."""
Asked: TypeAlias = tuple[float, int, Values, Starts, float]
"""How much alike two sets must be; how many of the first are to stay; other sets of the same things, and how much
alike those must be, where there are any."""
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
def jaccard(one: Values, other: Values, least: float) -> float:
    """The Jaccard index of two sets that are not empty; 0 as soon as it is sure to be less than the least."""
    small, large = min(len(one), len(other)), max(len(one), len(other))
    if small < least * large - _TINY:
        return 0.0
    alone = _spare(len(one) + len(other), least)
    # An index without a sign is not looked at for being one from the end.
    at, beside, step, common = np.uint64(0), np.uint64(0), np.uint64(1), 0
    while at < np.uint64(len(one)) and beside < np.uint64(len(other)):
        if one[at] == other[beside]:
            common += 1
            at += step
            beside += step
            continue
        alone -= 1
        if alone < 0:
            return 0.0
        if one[at] < other[beside]:
            at += step
        else:
            beside += step
    return common / (len(one) + len(other) - common)


@compiled
def agree(one: int, other: int, asked: Asked) -> bool:
    """Whether two sets are alike by what they must be, too: they are, or both are empty, or there are none."""
    _, _, values, starts, least = asked
    if not len(starts):
        return True
    first, second = values[starts[one] : starts[one + 1]], values[starts[other] : starts[other + 1]]
    if not len(first) or not len(second):
        return len(first) == len(second) or least <= 0
    return jaccard(first, second, least) >= least


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
def left_by_bits(number: int, met: Places, count: int, sets: Sketched, least: float) -> int:
    """Leave of the sets that one has met those that may be like it by their bitmaps, and tell how many.

    Most differ in more values than alike ones can. To look through all of them before any are compared takes a
    third less.
    """
    _, starts, bitmaps = sets
    size, left = starts[number + 1] - starts[number], 0
    for other in met[:count]:
        if _differ(bitmaps, number, other) <= _spare(size + starts[other + 1] - starts[other], least):
            met[left] = other
            left += 1
    return left


@compiled
def reaches(one: int, other: int, both: int, least: float) -> bool:
    """Whether two sets of these sizes can have such an index with no more than so much in common."""
    return both >= least * (one + other - both) - _TINY


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
