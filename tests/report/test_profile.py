"""What a set looks like to whoever writes a pipeline for it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pydantic import Field

import curate
from curate.checks.duplicates import NearDuplicate
from curate.checks.length import LongPrompt, ShortResponse
from curate.facts.view import View
from curate.records.records import Records
from curate.report.profile import (
    FieldSeen,
    InputSeen,
    Lengths,
    Profile,
    TypeSeen,
    fields_of,
    lengths,
    look,
    short_responses,
    unlike_responses,
)

Row = dict[str, Any]
Read = Callable[[Sequence[Row]], Records]
Chat = Callable[..., Row]
ENGLISH = "The ferry leaves the old harbour at seven, and on Sundays it waits for the last train from the coast."
FRENCH = (
    "Le bac quitte le vieux port à sept heures, et le dimanche il attend le dernier train qui vient de la côte."
)


def seen(records: Records) -> Profile:
    return look(records, View.of(records.frame))


def test_each_input_is_named_with_its_format_and_what_could_not_be_read(
    write_lines: Callable[..., Path], chat: Chat
) -> None:
    path = write_lines([chat("When does it leave?", ENGLISH), {"messages": 5}])
    profile = seen(curate.read(path))
    assert profile.inputs == (InputSeen(str(path), "messages", 1, 1),)
    assert (profile.records, profile.rejected) == (1, 1)


def test_a_language_counts_only_where_no_prompt_asked_for_it(records_of: Read, chat: Chat) -> None:
    rows = [chat("When does it leave?", ENGLISH), chat("When?", FRENCH), chat("Translate it to French.", FRENCH)]
    languages = seen(records_of([*rows, chat("So?", "At seven.")])).languages
    assert languages.responses == 4
    assert languages.told == (("en", 1), ("fr", 1))
    assert languages.all_told == 2


def test_lengths_are_those_that_texts_have() -> None:
    assert lengths(pl.Series([3, 1, 2, 4])) == Lengths(4, 2, 4, 4)
    assert lengths(pl.Series(range(1, 1001))) == Lengths(1000, 500, 991, 1000)
    assert lengths(pl.Series([], dtype=pl.UInt32)) == Lengths(0, 0, 0, 0)


@pytest.mark.parametrize("words", [[5], [1, 9], [7, 7, 7], list(range(250)), [2] * 99 + [500]])
def test_half_have_the_median_or_more_and_99_in_a_hundred_nearly_all_or_fewer(words: list[int]) -> None:
    found = lengths(pl.Series(words))
    assert sum(each >= found.median for each in words) * 2 >= len(words)
    assert sum(each <= found.nearly_all for each in words) * 100 >= 99 * len(words)


def test_a_prompt_is_as_long_as_the_check_of_long_ones_says(records_of: Read) -> None:
    two = {
        "chosen": [{"role": "assistant", "content": "Yes."}],
        "rejected": [{"role": "assistant", "content": "No."}],
    }
    records = records_of([{"messages": [{"role": "user", "content": "Does the ferry run today?"}], **two}])
    assert seen(records).prompts == Lengths(1, 5, 5, 5)
    assert len(curate.check(records, [LongPrompt(max_words=4)])["LEN003"]) == 1
    assert len(curate.check(records, [LongPrompt(max_words=5)])["LEN003"]) == 0


def test_prompts_without_any_response_are_no_error(records_of: Read) -> None:
    profile = seen(records_of([{"messages": [{"role": "user", "content": "When does it leave?"}]}]))
    assert profile.responses.texts == profile.languages.responses == 0


def test_types_come_with_how_long_their_responses_are(records_of: Read, chat: Chat) -> None:
    rows = [chat(f"Ferry {n}?", "Yes, it does.", type="closed_qa") for n in range(2)]
    rows += [chat("So?", ENGLISH, type="open_qa"), chat("And?", ENGLISH)]
    assert seen(records_of(rows)).types == (TypeSeen("closed_qa", 2, 3), TypeSeen("open_qa", 1, 20))


def test_fields_are_counted_where_something_stands_in_them() -> None:
    rows: list[Row] = [{"writer": "w1", "n": 1}, {"writer": "w1", "n": True, "tags": ["a"]}, {"writer": None}]
    assert fields_of(rows) == (FieldSeen("writer", 2, 1), FieldSeen("n", 2, 2), FieldSeen("tags", 1, None))


def test_an_id_is_told_from_another_field(records_of: Read, chat: Chat) -> None:
    assert seen(records_of([chat("So?", "At seven.", id="f-1")])).named
    assert not seen(records_of([chat("So?", "At seven.", ident="f-1")])).named


def test_short_responses_are_counted_by_the_least_words(records_of: Read, chat: Chat) -> None:
    rows = [chat("Explain the ferry.", said) for said in ("ok.", "It sails.", "It sails at seven.")]
    view = View.of(records_of(rows).frame)
    assert short_responses(view, ShortResponse()) == {1: 0, 2: 1, 3: 2}


class AskingForAlike(NearDuplicate, code="DUP002"):
    """A check that can also ask for similar responses."""

    min_response_similarity: float = Field(0.5, ge=0, le=1)

    def decide(self, keys: pl.DataFrame) -> pl.DataFrame:
        found = super().decide(keys)
        return found.head(0) if self.min_response_similarity else found


def test_what_is_alike_but_for_the_response_is_counted_where_the_check_can_tell(
    records_of: Read, chat: Chat
) -> None:
    rows = [
        chat(f"{ENGLISH} {FRENCH} Who waits?", "The ferry."),
        chat(f"{ENGLISH} {FRENCH} Who waits?", "Nobody."),
    ]
    view = View.of(records_of(rows).frame)
    assert unlike_responses(view, AskingForAlike()) == 1
    assert unlike_responses(view, AskingForAlike(min_response_similarity=0)) == 0


def test_a_profile_shows_itself_in_a_line(sample: Records) -> None:
    assert repr(seen(sample)) == "Profile(441 records, format messages, alpaca, 0 codes found)"
