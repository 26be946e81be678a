from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import pytest

from curate.facts.view import View
from curate.records import columns as c
from curate.records.records import Records

CALL = {"function": {"name": "stock", "arguments": "{}"}}
TOOL_USE = {
    "type": "retail",
    "messages": [
        {"role": "developer", "content": "Answer for the shop."},
        {"role": "user", "content": "Have you got the oak desk?"},
        {"role": "assistant", "tool_calls": [CALL]},
        {"role": "tool", "content": "2"},
        {"role": "assistant", "content": "Two are left."},
    ],
}
UNANSWERED = {
    "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Anyone there?"}]
}


@pytest.fixture
def asked(records_of: Callable[[Sequence[dict[str, Any]]], Records]) -> Callable[[pl.Expr], list[list[Any]]]:
    """The values of an expression on every message, one list for each record."""
    frame = records_of([TOOL_USE, UNANSWERED]).frame
    messages = View.of(frame).messages

    def ask(expression: pl.Expr) -> list[list[Any]]:
        values = messages.select(c.RECORD, expression.alias("asked"))
        return [values.filter(pl.col(c.RECORD) == rank)["asked"].to_list() for rank in frame[c.RANK]]

    return ask


@pytest.mark.parametrize(
    ("expression", "tool_use", "unanswered"),
    [
        (c.role(), ["developer", "user", "assistant", "tool", "assistant"], ["system", "user"]),
        (c.role_before(), [None, "developer", "user", "assistant", "tool"], [None, "system"]),
        (c.calls_tools(), [False, False, True, False, False], [False, False]),
        (c.called_tools_before(), [False, False, False, True, False], [False, False]),
        (c.is_last(), [False, False, False, False, True], [False, True]),
        (c.is_response(), [False, False, False, False, True], [False, False]),
        (c.is_prompt(), [False, True, True, True, False], [False, True]),
        (c.record_type(), ["retail"] * 5, [None] * 2),
    ],
)
def test_a_word_about_messages_says_what_it_means(
    asked: Callable[[pl.Expr], list[list[Any]]],
    expression: pl.Expr,
    tool_use: list[object],
    unanswered: list[object],
) -> None:
    assert asked(expression) == [tool_use, unanswered]


def test_the_text_of_a_message_is_null_where_it_only_calls_a_tool(
    asked: Callable[[pl.Expr], list[list[Any]]],
) -> None:
    assert asked(c.text())[0][2:] == [None, "2", "Two are left."]


def test_the_name_of_a_fact_can_not_be_that_of_a_column() -> None:
    assert c.fact("words").meta.root_names() == ["fact:words"]
    assert c.words().meta.root_names() == ["fact:words"]
    assert not any(name.startswith(c.FACT) for name in c.SCHEMA)


def test_a_frame_that_was_read_has_exactly_these_columns(
    records_of: Callable[[Sequence[dict[str, Any]]], Records],
) -> None:
    assert dict(records_of([TOOL_USE]).frame.schema) == c.SCHEMA


def test_a_record_ends_with_a_text_and_was_asked_one_last(
    records_of: Callable[[Sequence[dict[str, Any]]], Records],
) -> None:
    unasked = {"messages": [{"role": "assistant", "content": "Good morning."}]}
    frame = records_of([TOOL_USE, UNANSWERED, unasked]).frame
    assert frame.select(c.response_text()).to_series().to_list() == [
        "Two are left.",
        "Anyone there?",
        "Good morning.",
    ]
    asked = ["Have you got the oak desk?", "Anyone there?", None]
    assert frame.select(c.last_asked()).to_series().to_list() == asked


MESSAGES = pl.DataFrame(
    {
        c.RECORD: [0, 0, 1, 1],
        c.TURN: [0, 1, 0, 1],
        c.ROLE: ["user", "assistant"] * 2,
        c.CONTENT: ["a", None, "b", "c"],
    }
)


def test_a_condition_on_any_message_holds_of_the_record() -> None:
    told = MESSAGES.select(found=c.of_records_with(c.text() == "b"), none=c.of_records_with(c.text() == "d"))
    assert told["found"].to_list() == [False, False, True, True]
    assert told["none"].to_list() == [False] * 4


def test_texts_of_others_are_empty_not_null() -> None:
    told = MESSAGES.select(
        asked=c.where(c.role() == "user", c.text()), said=c.where(c.role() == "assistant", c.text())
    )
    assert told["asked"].to_list() == ["a", "", "b", ""]
    assert told["said"].to_list() == ["", None, "", "c"]


def test_before_the_first_message_of_a_record_nobody_spoke() -> None:
    assert MESSAGES.select(c.role_before()).to_series().to_list() == [None, "user", None, "user"]
