"""An index of sets by their buckets."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.kernels.index import (
    Proposed,
    all_entered,
    emptied,
    enter,
    index_of,
    lies_with,
    meet,
    nobody_met,
    only_with,
)

BUCKETS = st.lists(st.sets(st.integers(0, 6)), max_size=9)
"""The buckets that each of a few sets lies in."""


def proposed(buckets: list[set[int]]) -> Proposed:
    starts = np.cumsum([0, *map(len, buckets)])
    flat = [bucket for own in buckets for bucket in sorted(own)]
    return np.array(flat, np.int32), starts.astype(np.int64), 7


def earlier(number: int, buckets: list[set[int]]) -> set[int]:
    return {other for other in range(number) if buckets[other] & buckets[number]}


@settings(deadline=None)
@given(BUCKETS)
def test_those_are_met_that_were_entered_into_a_bucket_each_once(buckets: list[set[int]]) -> None:
    index, met = index_of(proposed(buckets)), nobody_met(len(buckets))
    for number in range(len(buckets)):
        count = meet(number, index, met)
        assert sorted(met[1][:count].tolist()) == sorted(earlier(number, buckets))
        assert meet(number, emptied(index), nobody_met(len(buckets))) == 0
        enter(number, index)


@settings(deadline=None)
@given(BUCKETS, st.integers(0, 8))
def test_of_all_that_are_entered_the_earlier_ones_are_met(buckets: list[set[int]], first: int) -> None:
    index, met = all_entered(proposed(buckets)), nobody_met(len(buckets))
    for number in range(first, len(buckets)):
        count = meet(number, index, met)
        assert sorted(met[1][:count].tolist()) == sorted(earlier(number, buckets))


@settings(deadline=None)
@given(BUCKETS, st.integers(0, 9))
def test_a_set_lies_with_many_if_any_of_its_buckets_holds_more(buckets: list[set[int]], many: int) -> None:
    index = all_entered(proposed(buckets))
    for number, own in enumerate(buckets):
        most = max((sum(bucket in other for other in buckets) for bucket in own), default=0)
        assert lies_with(many, number, index) == (most > many)


@settings(deadline=None)
@given(BUCKETS, st.sets(st.integers(0, 8)))
def test_those_buckets_stay_that_any_chosen_set_lies_in(buckets: list[set[int]], chosen: set[int]) -> None:
    flags = np.array([number in chosen for number in range(len(buckets))], np.bool_)
    stays = set[int]().union(*(own for number, own in enumerate(buckets) if number in chosen))
    kept, starts, count = only_with(flags, proposed(buckets))
    assert [set(kept[a:b].tolist()) for a, b in pairwise(starts)] == [own & stays for own in buckets]
    assert count == 7
