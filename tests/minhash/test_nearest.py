"""How like sets are to the nearest of others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.minhash.nearest import nearest, nearest_ones
from curate.minhash.sets import Sets, jaccard

SETS = st.lists(st.sets(st.integers(0, 12), max_size=6), max_size=8)


def made(given: list[set[int]]) -> Sets:
    return Sets.of([np.array(sorted(each), np.uint64) for each in given])


@given(SETS, SETS)
def test_the_nearest_is_as_like_as_the_most_like_of_all_pairs(
    some: list[set[int]], others: list[set[int]]
) -> None:
    sets, beside = made(some), made(others)
    wanted = [max((jaccard(one, other) for other in beside), default=0.0) for one in sets]
    assert nearest(sets, beside).tolist() == pytest.approx(wanted)


def test_where_there_are_no_others_nothing_is_near() -> None:
    assert nearest(made([{1, 2}]), made([])).tolist() == [0.0]


@given(SETS, SETS)
def test_it_names_the_first_of_those_that_are_most_like_it(some: list[set[int]], others: list[set[int]]) -> None:
    sets, beside = made(some), made(others)
    found = nearest_ones(sets, beside)
    for one, similarity, which in zip(sets, *found, strict=True):
        alike = [jaccard(one, other) for other in beside]
        assert which == (alike.index(max(alike)) if similarity else -1)
