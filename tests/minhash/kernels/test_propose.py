"""Digests of sets."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.kernels.propose import count, digests, least_first, prefixes
from curate.minhash.sets import Sets, Shingles
from tests.minhash.made import packed


@settings(deadline=None)
@given(st.lists(st.tuples(st.sets(st.integers(0, 3)), st.integers(0, 1)), max_size=10))
def test_equal_sets_of_a_side_have_one_digest_but_for_empty_ones(given: list[tuple[set[int], int]]) -> None:
    sets = packed(*(values for values, _ in given))
    made = digests(sets.values, sets.starts, np.array([side for _, side in given], np.int64)).tolist()
    told = [(frozenset(values), side) if values else number for number, (values, side) in enumerate(given)]
    assert len(set(made)) == len(set(told))
    assert [made.index(each) for each in made] == [told.index(each) for each in told]


def as_they_are(*sets: set[int]) -> tuple[Shingles, npt.NDArray[np.int64]]:
    """Sets of these very values."""
    return Sets.of([np.array(sorted(each), np.uint64) for each in sets]).arrays


@settings(deadline=None)
@given(st.lists(st.sets(st.integers(0, 15).map(lambda high: high << 60 | 5)), max_size=6), st.integers(1, 3))
def test_values_are_counted_whoever_counts_which(given: list[set[int]], threads: int) -> None:
    counters, sets = np.full(16, 9, np.uint8), as_they_are(*given)
    edges = np.linspace(0, len(counters), threads + 1).astype(int).tolist()
    for begin, end in pairwise(edges):
        count(sets, counters, (begin, end))
    assert counters.tolist() == [sum((high << 60 | 5) in own for own in given) for high in range(16)]


def test_no_value_is_counted_more_often_than_can_be_told() -> None:
    counters = np.zeros(16, np.uint8)
    count(as_they_are(*[{1 << 60}] * 300), counters, (0, 16))
    assert counters.tolist() == [0, 255, *[0] * 14]


def test_what_stands_nowhere_else_is_no_key_and_makes_room_for_none() -> None:
    sets = as_they_are({1 << 60, 2 << 60, 3 << 60, 4 << 60}, {3 << 60, 4 << 60}, {4 << 60})
    counters = np.zeros(16, np.uint8)
    count(sets, counters, (0, 16))
    keys, starts = prefixes(sets, counters, 0.5)
    # Of four values three come first, of two both, of one that one: those that stand alone, and then the rarest.
    assert starts.tolist() == [0, 1, 3, 4]
    assert keys[0] == keys[1]
    assert keys[2] == keys[3]


@settings(deadline=None)
@given(st.lists(st.integers(0, 20) | st.integers(0, 2**64 - 1), min_size=1, max_size=60), st.data())
def test_the_least_values_come_first(values: list[int], data: st.DataObject) -> None:
    count, held = data.draw(st.integers(1, len(values))), np.array(values, np.uint64)
    least_first(held, count)
    assert sorted(held.tolist()) == sorted(values)
    assert sorted(held[:count].tolist()) == sorted(values)[:count]
