"""The comparison of two sets, as the walks use it."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curate.minhash.kernels.alike import _common, _jaccard, _reaches, reaching
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
    told = _common(*packed(*given).arrays).tolist()
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
