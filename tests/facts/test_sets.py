"""Sets of integers as a column of lists, and back."""

import polars as pl
from hypothesis import given

from curate.facts.sets import column_of, sets_of
from curate.minhash.sets import Sets
from tests.minhash import made


@given(made.FAMILIES)
def test_sets_come_back_from_a_column_as_they_were(changes: made.Changes) -> None:
    sets = [made.as_array(set()), *made.sets_of(changes), made.as_array(set())]
    column = column_of(Sets.of(sets))
    assert column.dtype == pl.List(pl.UInt64)
    assert column.to_list() == [each.tolist() for each in sets]
    assert [each.tolist() for each in sets_of(column)] == column.to_list()


def test_no_sets_make_an_empty_column() -> None:
    assert column_of(Sets.of([])).to_list() == []
    assert len(sets_of(pl.Series([], dtype=pl.List(pl.UInt64)))) == 0


def test_sets_of_one_size_come_back_as_well() -> None:
    sets = [made.as_array({1, 2, 3}), made.as_array({2, 5, 9})]
    column = column_of(Sets.of(sets))
    assert column.dtype == pl.List(pl.UInt64)
    assert column.to_list() == [each.tolist() for each in sets]
    assert column_of(Sets.of([made.as_array(set())] * 2)).to_list() == [[], []]
