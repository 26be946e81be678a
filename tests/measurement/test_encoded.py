"""Records as tokens, cut where the context ends."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from curate.measurement.encoded import encoded

TOKENS = st.lists(st.integers(1, 99), max_size=9)
RECORDS = st.lists(st.tuples(TOKENS, TOKENS), max_size=6)


@given(RECORDS, st.integers(1, 12))
def test_each_record_is_its_beginning_within_the_context(
    records: list[tuple[list[int], list[int]]], context: int
) -> None:
    for (prompt, response), (tokens, before) in zip(records, encoded(records, context), strict=True):
        assert tokens.tolist() == [*prompt, *response][:context]
        assert before == min(len(prompt), context)


@given(RECORDS, st.integers(1, 12))
def test_what_is_lost_of_a_response_and_what_is_left_are_all_of_it(
    records: list[tuple[list[int], list[int]]], context: int
) -> None:
    found = encoded(records, context)
    left = found.starts[1:] - found.responses
    assert (left + found.lost).tolist() == [len(response) for _, response in records]
    assert len(found) == len(records)
    assert found.lengths.tolist() == [min(context, len(prompt + response)) for prompt, response in records]


def test_a_record_that_ends_with_the_context_loses_nothing() -> None:
    found = encoded([([1, 2], [3, 4, 5])], context=5)
    assert found.lost.tolist() == [0]
    assert found.trained.tolist() == [3]


def test_a_response_outside_of_the_context_has_no_token_to_train_on() -> None:
    found = encoded([([1, 2, 3], [4, 5]), ([1, 2, 3, 4], [5]), ([1], [2, 3, 4])], context=3)
    assert found.trained.tolist() == [0, 0, 2]
    assert found.lost.tolist() == [2, 1, 1]
    assert found.responses.tolist() == [3, 6, 7]


def test_the_first_token_of_a_record_is_not_trained_on() -> None:
    found = encoded([([], [7, 8, 9]), ([], [7]), ([], []), ([5], [7])], context=8)
    assert found.trained.tolist() == [2, 0, 0, 1]


def test_no_records_are_no_tokens() -> None:
    found = encoded([], context=8)
    assert len(found) == 0
    assert found.starts.tolist() == [0]
    assert found.tokens.dtype == np.int32
    assert list(found) == []


@given(RECORDS.filter(len), st.integers(1, 12), st.data())
def test_what_is_cut_is_the_beginning_of_the_record_and_all_others_stay(
    records: list[tuple[list[int], list[int]]], context: int, data: st.DataObject
) -> None:
    found = encoded(records, context)
    rows = np.asarray(data.draw(st.lists(st.integers(0, len(found) - 1))), np.int64)
    left = np.asarray([data.draw(st.integers(0, int(found.trained[row]))) for row in rows], np.int64)
    cut, stand = found.cut(rows, left)
    assert cut.trained[stand].tolist() == left.tolist()
    for row, at in zip(rows.tolist(), stand.tolist(), strict=True):
        (whole, before), (tokens, same) = list(found)[row], list(cut)[at]
        assert tokens.tolist() == whole[: len(tokens)].tolist()
        assert same == before
        assert cut.lost[at] - found.lost[row] == len(whole) - len(tokens)
    for (one, before), (other, same) in zip(found, list(cut)[: len(found)], strict=True):
        assert (one.tolist(), before) == (other.tolist(), same)
    assert all(at < len(found) for at in stand[left == found.trained[rows]])
