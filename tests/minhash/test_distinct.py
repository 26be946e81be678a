"""Equal sets told once."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.distinct import distinct
from tests.minhash.made import packed

SETS = st.lists(st.tuples(st.sets(st.integers(0, 3)), st.integers(0, 1)), max_size=12)


@settings(deadline=None)
@given(SETS)
def test_each_different_set_of_a_side_is_told_by_its_first_and_every_empty_one_by_itself(
    given: list[tuple[set[int], int]],
) -> None:
    first, same = distinct(
        packed(*(values for values, _ in given)), np.array([side for _, side in given], np.int64)
    )
    told = [(frozenset(values), side) if values else number for number, (values, side) in enumerate(given)]
    assert first.tolist() == sorted({told.index(each) for each in told})
    assert first[same].tolist() == [told.index(each) for each in told]
