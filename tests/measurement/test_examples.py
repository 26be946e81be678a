"""Examples are encoded once, by what they say."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest

from curate.measurement.demonstrations import (
    PROMPT_TYPE,
    RESPONSE,
    SAID,
    demonstrations,
    messages_of,
    numbers,
    with_types,
)
from curate.measurement.examples import Examples
from curate.progress import silent
from curate.records import columns as c
from curate.records.records import Records
from tests.measurement.talks import TALKS, chat, rows, word_counting

Read = Callable[[Sequence[dict[str, Any]]], Records]


@pytest.fixture
def shown(records_of: Read) -> pl.DataFrame:
    return with_types(demonstrations(records_of(rows(TALKS[:8])), silent), silent)


def test_the_same_demonstration_has_one_row_however_often_it_comes(shown: pl.DataFrame) -> None:
    examples = Examples()
    first = examples.rows(shown)
    assert first.tolist() == list(range(8))
    assert examples.rows(shown[[5, 2]]).tolist() == [5, 2]
    assert examples.said == shown[SAID].to_list()
    assert examples.keys == numbers(shown[c.KEY]).tolist()
    assert examples.types == shown[PROMPT_TYPE].to_list()
    assert examples.responses == shown[RESPONSE].to_list()


def test_a_record_that_was_edited_has_another_row_with_the_same_key(shown: pl.DataFrame) -> None:
    examples = Examples()
    examples.rows(shown)
    edited = shown[:1].with_columns(pl.col(SAID).str.replace_all(r"\.", "!"))
    (row,) = examples.rows(edited).tolist()
    assert row == 8
    assert examples.keys[row] == examples.keys[0]


def test_a_pair_is_one_prompt_with_the_response_of_another(shown: pl.DataFrame) -> None:
    examples = Examples()
    examples.rows(shown)
    rows_of_pairs = examples.pairs(np.asarray([1, 3]), np.asarray([2, 1]))

    assert rows_of_pairs.tolist() == [8, 9]
    for row, prompt, response in ((8, 1, 2), (9, 3, 1)):
        said = messages_of(examples.said[row])
        assert said[:-1] == messages_of(examples.said[prompt])[:-1]
        assert said[-1] == messages_of(examples.said[response])[-1]
        assert examples.responses[row] == examples.responses[response]
        assert examples.keys[row] == examples.keys[prompt]
        assert examples.types[row] == examples.types[prompt]


def test_a_record_paired_with_itself_or_its_own_response_is_the_record(records_of: Read) -> None:
    said = [chat("Is 91 a prime number?", "No."), chat("Is a tomato a root?", "No.")]
    examples = Examples()
    own = examples.rows(with_types(demonstrations(records_of(said), silent), silent))
    assert examples.pairs(own, own).tolist() == own.tolist()
    assert examples.pairs(own, own[::-1]).tolist() == own.tolist()


def test_all_are_encoded_in_their_order(shown: pl.DataFrame) -> None:
    examples = Examples()
    examples.rows(shown)
    found = examples.encoded(word_counting(), 100)
    for (tokens, before), said in zip(found, examples.said, strict=True):
        prompt, response = (each["content"].split() for each in messages_of(said))
        assert tokens.tolist() == [len(word) for word in [*prompt, *response]]
        assert before == len(prompt)


def test_arms_are_drawn_from_all_that_came(shown: pl.DataFrame) -> None:
    examples = Examples()
    examples.rows(shown)
    whole = examples.whole(np.arange(8))
    assert whole.keys.tolist() == examples.keys
    assert whole.keys.dtype == np.uint64
    assert list(whole.types) == examples.types
    assert list(whole.responses) == examples.responses
