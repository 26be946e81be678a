"""Which of many sets can be like one of a few."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.nearby import Nearby
from curate.minhash.sets import Sets
from tests.minhash.made import FAMILIES, Changes, alike, packed, sets_of


@settings(deadline=None, max_examples=60)
@given(FAMILIES, FAMILIES, st.sampled_from([0.1, 0.5, 0.8, 1.0]))
def test_none_that_is_so_much_like_one_of_them_is_missed(few: Changes, many: Changes, similarity: float) -> None:
    own, others = sets_of(few), sets_of(many)
    found = Nearby(Sets.of(own)).among(Sets.of(others), similarity)
    near = [at for at, other in enumerate(others) if any(alike(other, each) >= similarity for each in own)]
    assert set(near) <= set(found.tolist())
    assert found.tolist() == sorted(found.tolist())


def test_what_is_like_none_of_them_is_not_looked_at() -> None:
    some, others = (
        packed(set(range(300))),
        packed(set(range(300, 900)), set(range(250, 500)), set(range(290)), set()),
    )
    assert Nearby(some).among(others, 0.8).tolist() == [2]


def test_beside_nothing_there_is_nothing() -> None:
    nothing = Sets(np.zeros(0, np.uint64), np.zeros(1, np.int64))
    assert Nearby(nothing).among(packed({1, 2}, {3}), 0.5).tolist() == []
    assert Nearby(packed({1})).among(nothing, 0.5).tolist() == []
