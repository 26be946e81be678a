"""The comparison of two sets, as the walks use it."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from curate.minhash.kernels.alike import _jaccard
from tests.minhash.made import alike, as_array

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
