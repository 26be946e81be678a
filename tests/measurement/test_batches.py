"""Records side by side: what is scored, and which go together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from curate.measurement.batches import alike_in_length, batch_of
from curate.measurement.encoded import encoded

TOKENS = st.lists(st.integers(1, 99), max_size=9)
RECORDS = st.lists(st.tuples(TOKENS, TOKENS), min_size=1, max_size=6)
Records = list[tuple[list[int], list[int]]]


@given(RECORDS, st.data())
def test_each_response_token_is_scored_once_from_the_token_before_it(
    records: Records, data: st.DataObject
) -> None:
    examples = encoded([([3], [4]), *records], 10)
    rows = np.asarray(data.draw(st.lists(st.integers(0, len(records)), min_size=1, max_size=8)), np.int64)
    batch = batch_of(examples, rows)

    whole = list(examples)
    wanted = [
        (at, place - 1, int(tokens[place]))
        for at, (tokens, before) in enumerate(whole[row] for row in rows.tolist())
        for place in range(max(1, before), len(tokens))
    ]
    scored = zip(batch.row.tolist(), batch.position.tolist(), batch.target.tolist(), strict=True)
    assert sorted(scored) == sorted(wanted)
    assert np.bincount(batch.row, minlength=len(rows)).tolist() == examples.trained[rows].tolist()


@given(RECORDS)
def test_records_stand_whole_and_are_filled_up_behind_their_ends(records: Records) -> None:
    examples = encoded([([3], [4]), *records], 10)
    batch = batch_of(examples, np.arange(len(examples)))

    assert batch.tokens.shape[1] == examples.lengths.max()
    for row, (tokens, _) in zip(batch.tokens, examples, strict=True):
        assert row[: len(tokens)].tolist() == tokens.tolist()
        assert not row[len(tokens) :].any()


def test_a_token_that_looks_like_filling_is_scored_all_the_same() -> None:
    examples = encoded([([1], [0, 0]), ([1, 2, 3], [0])], 10)
    batch = batch_of(examples, np.asarray([0, 1]))
    assert batch.row.tolist() == [0, 0, 1]
    assert batch.position.tolist() == [0, 1, 2]


@given(RECORDS, st.integers(1, 30), st.data())
def test_groups_of_like_length_hold_each_row_once_and_few_tokens(
    records: Records, most: int, data: st.DataObject
) -> None:
    examples = encoded(records, 16)
    rows = np.asarray(data.draw(st.lists(st.integers(0, len(records) - 1), max_size=9)), np.int64)
    groups = list(alike_in_length(examples, rows, most))

    assert sorted(row for group in groups for row in group.tolist()) == sorted(rows.tolist())
    for group in groups:
        assert len(group) == 1 or len(group) * examples.lengths[group].max() <= most
    lengths = [length for group in groups for length in examples.lengths[group].tolist()]
    assert lengths == sorted(lengths, reverse=True)


def test_of_no_rows_there_is_no_group() -> None:
    assert list(alike_in_length(encoded([([1], [2])], 4), np.zeros(0, np.int64), 10)) == []
