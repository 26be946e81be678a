"""The kind of prompt as a fact of records."""

from typing import Any

import polars as pl
import pytest

import curate
from curate.facts.prompt_types import TURN_TYPES, TYPE
from curate.facts.view import View


def told(rows: list[dict[str, Any]], fact: str = TYPE) -> list[Any]:
    view = View.of(curate.read(pl.DataFrame(rows)).frame)
    view.need([fact])
    return view.records.sort("row")[f"fact:{fact}"].to_list()


def asked(*texts: str, **beside: str) -> dict[str, Any]:
    turns = [[{"role": "user", "content": text}, {"role": "assistant", "content": "Well."}] for text in texts]
    return {"messages": [turn for both in turns for turn in both], **beside}


def test_the_first_turn_of_the_user_decides() -> None:
    rows = [
        asked("Write a poem about a lighthouse.", "Now translate it into French."),
        asked("Translate this into French: I am late."),
    ]
    types = told(rows)
    assert [each["type"] for each in types] == ["creative_writing", "translation"]
    assert {each["source"] for each in types} == {"rules"}
    assert all(each["why"] for each in types)


def test_later_turns_are_listed() -> None:
    rows = [
        asked("Write a poem about a lighthouse.", "Now translate it into French.", "Why is the sea salty?"),
        asked("Why is the sky blue?"),
    ]
    assert told(rows, TURN_TYPES) == [["translation", "open_qa"], []]


def test_the_records_own_label_goes_before_its_words() -> None:
    (first, second) = told([
        asked("Write a poem about a lighthouse.", category="Closed-QA"),
        asked("Why is the sky blue?", category="Finance"),
    ])  # fmt: skip
    assert (first["type"], first["group"], first["source"]) == ("closed_qa", "ground", "label")
    assert (second["type"], second["source"]) == ("open_qa", "rules")


def test_a_record_in_which_no_user_speaks_has_no_type() -> None:
    rows = [{"messages": [{"role": "assistant", "content": "Hello."}]}, asked("Why is the sky blue?")]
    assert [each and each["type"] for each in told(rows)] == [None, "open_qa"]
    assert told(rows, TURN_TYPES) == [[], []]


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_a_prompt_that_says_nothing_fits_no_type(text: str) -> None:
    (only,) = told([asked(text)])
    assert only is None or only["type"] == "other:none"
