"""From the keys of sets to the buckets that several of them lie in."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel

Values: TypeAlias = npt.NDArray[np.uint64]
Starts: TypeAlias = npt.NDArray[np.int64]
Places: TypeAlias = npt.NDArray[np.int32]

_BITS = np.uint64(10)
HEAPS = 1 << 10
"""Keys are put together by their first bits, so that those of a heap and a table of them are near one another."""


@kernel
def heap_sizes(keys: Values) -> Starts:
    """How many keys belong into each heap."""
    sizes = np.zeros(HEAPS, np.int64)
    for key in keys:
        sizes[key >> (np.uint64(64) - _BITS)] += 1
    return sizes


@kernel
def into_heaps(keys: Values, starts: Starts, first: int, mask: np.uint64, heaps: tuple[Starts, Values]) -> None:
    """Write the keys of sets, of which the first has this number, to where each heap has room for them.

    The heap tells the first bits of a key, and the number of the set takes the room of the last ones, as many as
    the mask has: of a million sets 54 bits are left to tell two keys apart.
    """
    free, together = heaps
    for number in range(len(starts) - 1):
        for key in keys[starts[number] : starts[number + 1]]:
            heap = key >> (np.uint64(64) - _BITS)
            together[free[heap]] = ((key << _BITS) & ~mask) | np.uint64(first + number)
            free[heap] += 1


@compiled
def _slot_of(key: np.uint64, entries: Values, mask: np.uint64, table: Places) -> np.uint64:
    """Where a key stands in a table of positions, or the free place that it would have."""
    last = np.uint64(len(table) - 1)
    slot = (key >> np.uint64(32)) & last
    while table[slot] >= 0 and (entries[table[slot]] ^ key) > mask:
        slot = (slot + np.uint64(1)) & last
    return slot


@compiled
def _number(entries: Values, mask: np.uint64, table: Places, numbers: Places, found: int) -> int:
    """Write a number for each key that stands more than once, -1 for another; tell the next number."""
    table[:] = -1
    numbers[: len(entries)] = -1
    for at in range(len(entries)):
        slot = _slot_of(entries[at], entries, mask, table)
        first = table[slot]
        if first < 0:
            table[slot] = at
            continue
        if numbers[first] < 0:
            numbers[first] = found
            found += 1
        numbers[at] = numbers[first]
    return found


@kernel
def only_shared(together: Values, heaps: Starts, mask: np.uint64) -> tuple[int, int]:
    """Of heaps that begin and end there leave, in front, what stands more than once: the bucket, and the set.

    Tells how many those are, and how many buckets.
    """
    most = 0
    for heap in range(len(heaps) - 1):
        most = max(most, heaps[heap + 1] - heaps[heap])
    slots = 2
    while slots < 2 * most:
        slots *= 2
    table, numbers, filled, found = np.empty(slots, np.int32), np.empty(most, np.int32), 0, 0
    for heap in range(len(heaps) - 1):
        entries = together[heaps[heap] : heaps[heap + 1]]
        found = _number(entries, mask, table, numbers, found)
        for at in range(len(entries)):
            if numbers[at] >= 0:
                together[filled] = (np.uint64(numbers[at]) << np.uint64(32)) | (entries[at] & mask)
                filled += 1
    return filled, found


@kernel
def by_set(entries: Values, sets: int, found: int) -> tuple[Places, Starts]:
    """The buckets of each set, and where they begin; numbers go up with the first set that lies in a bucket.

    So buckets of sets that follow one another are near one another, and so are those of what is like them.
    """
    low = np.uint64(0xFFFFFFFF)
    ends = np.zeros(sets + 1, np.int64)
    for entry in entries:
        ends[(entry & low) + np.uint64(1)] += 1
    for number in range(sets):
        ends[number + 1] += ends[number]
    free, buckets = ends[:-1].copy(), np.empty(len(entries), np.int32)
    for entry in entries:
        number = entry & low
        buckets[free[number]] = np.int32(entry >> np.uint64(32))
        free[number] += 1
    _rename(buckets, found)
    return buckets, ends


@compiled
def _rename(numbers: Places, found: int) -> None:
    """Give numbers in the order in which they stand first."""
    names, given = np.full(found, -1, np.int32), 0
    for at in range(len(numbers)):
        if names[numbers[at]] < 0:
            names[numbers[at]] = given
            given += 1
        numbers[at] = names[numbers[at]]
