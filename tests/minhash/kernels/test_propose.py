"""Digests of sets."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.kernels.propose import digests
from tests.minhash.made import packed


@settings(deadline=None)
@given(st.lists(st.tuples(st.sets(st.integers(0, 3)), st.integers(0, 1)), max_size=10))
def test_equal_sets_of_a_side_have_one_digest_but_for_empty_ones(given: list[tuple[set[int], int]]) -> None:
    sets = packed(*(values for values, _ in given))
    made = digests(sets.values, sets.starts, np.array([side for _, side in given], np.int64)).tolist()
    told = [(frozenset(values), side) if values else number for number, (values, side) in enumerate(given)]
    assert len(set(made)) == len(set(told))
    assert [made.index(each) for each in made] == [told.index(each) for each in told]
