"""Keys in heaps, and what stands in them more than once."""

import numpy as np

from curate.minhash.kernels.buckets import HEAPS, by_set, heap_sizes, into_heaps, only_shared

MASK = np.uint64(7)
"""Room for the numbers of eight sets."""
HIGH, LOW = 1 << 63, 1 << 40
KEYS, STARTS = np.array([HIGH, LOW, LOW, HIGH, HIGH + LOW], np.uint64), np.array([0, 2, 3, 5])


def test_keys_lie_with_those_that_begin_alike_and_end_with_the_set() -> None:
    sizes = heap_sizes(KEYS)
    assert (len(sizes), sizes[0], sizes[HEAPS // 2]) == (HEAPS, 2, 3)
    together, free = np.zeros(5, np.uint64), np.cumsum(sizes) - sizes
    into_heaps(KEYS, STARTS, 4, MASK, (free, together))
    behind = LOW << 10
    assert together.tolist() == [behind + 4, behind + 5, 4, 6, behind + 6]


def test_only_what_stands_twice_in_a_heap_is_left() -> None:
    heaps = np.array([0, 4, 6])
    together = np.array([80 + 1, 160, 80 + 2, 80 + 3, 80 + 1, 80 + 2], np.uint64)
    filled, found = only_shared(together, heaps, MASK)
    assert found == 2
    assert [divmod(each, 2**32) for each in together[:filled].tolist()] == [(0, 1), (0, 2), (0, 3), (1, 1), (1, 2)]


def test_buckets_of_a_set_stand_together_and_are_numbered_anew() -> None:
    entries = np.array([(0 << 32) + 1, (0 << 32) + 2, (1 << 32) + 0, (1 << 32) + 2], np.uint64)
    buckets, starts = by_set(entries, 4, 2)
    assert (buckets.tolist(), starts.tolist()) == ([0, 1, 1, 0], [0, 1, 2, 4, 4])
