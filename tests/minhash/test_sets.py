"""Many sets in two arrays."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.sets import Sets, jaccard
from tests.minhash.made import FAMILIES, Changes, alike, as_array, sets_of

NUMBERS = st.sets(st.integers(0, 40), max_size=30)


@given(NUMBERS, NUMBERS)
def test_jaccard_is_that_of_python_sets(one: set[int], other: set[int]) -> None:
    arrays = [np.array(sorted(each), np.uint64) for each in (one, other)]
    assert jaccard(*arrays) == alike(*arrays)


@given(FAMILIES, st.data())
def test_sets_come_out_as_they_went_in_all_or_some(changes: Changes, data: st.DataObject) -> None:
    sets = [*sets_of(changes), as_array(set())]
    packed = Sets.of(sets)
    assert [each.tolist() for each in packed] == [each.tolist() for each in sets]
    chosen = data.draw(st.lists(st.integers(0, len(sets) - 1), max_size=5))
    some = packed.only(np.array(chosen, np.int64))
    assert [each.tolist() for each in some] == [sets[at].tolist() for at in chosen]


@settings(deadline=None)
@given(FAMILIES, st.data())
def test_sets_that_are_joined_stand_one_behind_the_other(changes: Changes, data: st.DataObject) -> None:
    sets = [*sets_of(changes), as_array(set())]
    cut = data.draw(st.integers(0, len(sets)))
    joined = Sets.joined([Sets.of(sets[:cut]), Sets.of([]), Sets.of(sets[cut:])])
    assert [each.tolist() for each in joined] == [each.tolist() for each in sets]


@given(FAMILIES, st.integers(1, 5))
def test_pieces_are_the_sets_in_their_order(changes: Changes, number: int) -> None:
    packed = Sets.of([as_array(set()), *sets_of(changes)])
    pieces = packed.pieces(number)
    assert len(pieces) == number
    assert [each.tolist() for piece in pieces for each in piece] == [each.tolist() for each in packed]


def test_pieces_have_about_as_many_values() -> None:
    packed = Sets.of([as_array(set(range(9)))] * 100)
    assert [len(piece.values) for piece in packed.pieces(4)] == [9 * 25] * 4


def test_no_sets_are_sets_too() -> None:
    assert list(Sets.of([])) == list(Sets.joined([])) == []


@given(FAMILIES, st.data())
def test_a_set_without_another_has_what_is_in_it_alone(changes: Changes, data: st.DataObject) -> None:
    sets = [*sets_of(changes), as_array(set())]
    others = [as_array(data.draw(st.sets(st.sampled_from(sorted({0, *each.tolist()}))))) for each in sets[:3]]
    which = data.draw(st.lists(st.integers(-1, len(others) - 1), min_size=len(sets), max_size=len(sets)))
    left = Sets.of(sets).without(Sets.of(others), np.array(which, np.int64))
    taken = [set(others[at].tolist()) if at >= 0 else set[int]() for at in which]
    assert [each.tolist() for each in left] == [
        [value for value in each.tolist() if value not in gone] for each, gone in zip(sets, taken, strict=True)
    ]
