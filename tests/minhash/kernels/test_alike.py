"""The comparison of two sets, as the walks use it."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curate.minhash.bitmaps import sketched
from curate.minhash.kernels.alike import (
    _CROWD,
    _differ,
    _jaccard,
    _lore_of,
    _reaches,
    _worth_it,
    _write_common,
    reaching,
)
from tests.minhash.made import alike, as_array, packed

NUMBERS = st.sets(st.integers(0, 25), min_size=1, max_size=20)


@settings(deadline=None)
@example(set(range(25)), set(range(14)), 0.56)
@given(NUMBERS, NUMBERS, st.sampled_from([0.0, 0.3, 0.55, 0.7, 0.8, 1.0]))
def test_the_index_is_exact_from_the_least_on_and_below_it_is_less(
    one: set[int], other: set[int], least: float
) -> None:
    arrays = as_array(one), as_array(other)
    exact, told = alike(*arrays), _jaccard(*arrays, least)
    assert told == exact if exact >= least else told < least


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=8))
def test_no_value_of_a_set_that_is_in_another_is_left_out_of_the_count(given: list[set[int]]) -> None:
    told = np.full(len(given), -1, np.int64)
    _write_common(*packed(*given).arrays, told)
    for number, own in enumerate(given):
        others = set[int]().union(*given[:number], *given[number + 1 :])
        assert len(own & others) <= told[number] <= len(own)


@settings(deadline=None)
@given(NUMBERS, NUMBERS, st.sampled_from([0.3, 0.55, 0.7, 0.8, 1.0]))
def test_what_can_not_be_reached_is_not(one: set[int], other: set[int], least: float) -> None:
    exact = alike(as_array(one), as_array(other))
    assert _reaches(len(one), len(other), len(one & other), least) == (exact >= least)


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=8), NUMBERS, st.sampled_from([0.3, 0.8, 1.0]))
def test_a_set_reaches_a_share_if_so_many_of_its_values_have_a_flag(
    given: list[set[int]], flagged: set[int], least: float
) -> None:
    flags = np.zeros(1 << 16, np.bool_)
    flags[as_array(flagged) & np.uint64(len(flags) - 1)] = True
    told = reaching(packed(*given).arrays, flags, least).tolist()
    assert told == [len(own & flagged) >= least * len(own) - 1e-9 for own in given]


WIDE = st.integers(0, 2**64 - 1) | st.integers(0, 9).map(lambda high: high << 60)
"""Values that are spread as hashes are, and some that more than one set has."""


@settings(deadline=None)
@given(st.lists(st.sets(WIDE, min_size=1, max_size=30), min_size=2, max_size=9), st.sampled_from([0.3, 0.8, 1.0]))
def test_bits_never_tell_that_two_sets_differ_more_than_they_do(sets: list[set[int]], least: float) -> None:
    known = sketched(packed(*sets))
    met = np.arange(len(sets), dtype=np.int32)
    left = met[: _worth_it(0, met, len(sets), _lore_of(known), least)].tolist()
    assert left == sorted(left)
    for number, each in enumerate(sets):
        assert _differ(known[2], 0, number) <= len(sets[0] ^ each)
        assert number in left or alike(as_array(sets[0]), as_array(each)) < least


def test_of_a_crowd_with_one_template_those_are_left_that_have_more_in_common_than_that() -> None:
    draw = np.random.default_rng(4)
    template = set(draw.integers(0, 2**64 - 1, 700, np.uint64).tolist())
    crowd = [template | set(draw.integers(0, 2**64 - 1, 130, np.uint64).tolist()) for _ in range(_CROWD + 1)]
    lore = _lore_of(sketched(packed(*crowd, crowd[0])))
    known, crowds = lore[3], lore[4]
    first = [_worth_it(0, np.arange(len(crowd) + 1, dtype=np.int32), len(crowd) + 1, lore, 0.8) for _ in range(2)]
    assert (known == -1).all()
    assert first[0] == first[1] > len(crowd) / 2
    crowds[0] = len(lore[0])
    met = np.arange(len(crowd) + 1, dtype=np.int32)
    assert met[: _worth_it(0, met, len(met), lore, 0.8)].tolist() == [0, len(crowd)]
