"""Which sets of a crowd are worth comparing: those of one template have it in common, and no more."""

from typing import TypeAlias

import numpy as np

from curate.compiled import compiled
from curate.minhash.kernels.compare import Places, Sketched, Starts, Values, left_by_bits, reaches

Lore: TypeAlias = tuple[Values, Starts, Values, Starts, Starts]
"""The sets, their bitmaps, and of each how many of its values any other has, once that is known; at last how many
long comparisons in crowds took, in values that could have been counted."""
CROWD = 1024
"""Sets to compare one with, from which on most may be of its template."""
_UNKNOWN = -1
_MOST_COUNTERS = 1 << 26
"""Bytes that counters of values take, at most."""
_VALUES_A_COMPARISON = 32
"""To count how often so many values stand takes about as long as to compare two sets; that of one, their bits."""


@compiled
def lore_of(sets: Sketched) -> Lore:
    """What is known of sets before any two are compared."""
    values, starts, bitmaps = sets
    return values, starts, bitmaps, np.full(len(starts) - 1, _UNKNOWN, np.int64), np.zeros(1, np.int64)


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
def _left_by_common(number: int, met: Places, count: int, lore: Lore, least: float) -> int:
    """Leave of the sets that one has met those that have enough values which any other has, and tell how many."""
    _, starts, _, common, _ = lore
    size, left = starts[number + 1] - starts[number], 0
    for other in met[:count]:
        if reaches(size, starts[other + 1] - starts[other], min(common[number], common[other]), least):
            met[left] = other
            left += 1
    return left


@compiled
def worth_it(number: int, met: Places, count: int, lore: Lore, least: float) -> int:
    """Leave of the sets that one has met those that may be like it, and tell how many.

    Records of one template share what all of them have, and no more: of a crowd that is told by how many of the
    values of each stand anywhere else, which is counted once that takes no longer than comparisons took so far.
    """
    values, starts, bitmaps, common, crowds = lore
    sets = (values, starts, bitmaps)
    if common[number] == _UNKNOWN:
        left = left_by_bits(number, met, count, sets, least)
        if count <= CROWD:
            return left
        crowds[0] += count + _VALUES_A_COMPARISON * left
        if crowds[0] <= len(values):
            return left
        _write_common(values, starts, common)
        return _left_by_common(number, met, left, lore, least)
    return left_by_bits(number, met, _left_by_common(number, met, count, lore, least), sets, least)
