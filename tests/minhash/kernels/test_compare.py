"""The comparison of two sets, as the walks use it."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curate.minhash.bitmaps import sketched
from curate.minhash.kernels.compare import _differ, agree, jaccard, left_by_bits, reaches, reaching
from tests.minhash.made import alike, as_array, packed

NUMBERS = st.sets(st.integers(0, 25), min_size=1, max_size=20)


@settings(deadline=None)
@example(set(range(25)), set(range(14)), 0.56)
@given(NUMBERS, NUMBERS, st.sampled_from([0.0, 0.3, 0.55, 0.7, 0.8, 1.0]))
def test_the_index_is_exact_from_the_least_on_and_below_it_is_less(
    one: set[int], other: set[int], least: float
) -> None:
    arrays = as_array(one), as_array(other)
    exact, told = alike(*arrays), jaccard(*arrays, least)
    assert told == exact if exact >= least else told < least


@settings(deadline=None)
@given(NUMBERS, NUMBERS, st.sampled_from([0.3, 0.55, 0.7, 0.8, 1.0]))
def test_what_can_not_be_reached_is_not(one: set[int], other: set[int], least: float) -> None:
    exact = alike(as_array(one), as_array(other))
    assert reaches(len(one), len(other), len(one & other), least) == (exact >= least)


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=8), NUMBERS, st.sampled_from([0.3, 0.8, 1.0]))
def test_a_setreaches_a_share_if_so_many_of_its_values_have_a_flag(
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
    left = met[: left_by_bits(0, met, len(sets), known, least)].tolist()
    assert left == sorted(left)
    for number, each in enumerate(sets):
        assert _differ(known[2], 0, number) <= len(sets[0] ^ each)
        assert number in left or alike(as_array(sets[0]), as_array(each)) < least


def test_others_agree_where_they_are_alike_too_or_both_are_empty_or_there_are_none() -> None:
    others = packed(set(range(10)), set(range(9)), {7}, set(), set())
    asked = (0.8, 0, *others.arrays, 0.9)
    assert [agree(0, other, asked) for other in (1, 2, 3)] == [True, False, False]
    assert agree(3, 4, asked)
    assert agree(0, 2, (0.8, 0, *packed().arrays, 0.9))
    assert agree(0, 3, (0.8, 0, *others.arrays, 0.0))
