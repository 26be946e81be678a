from copy import deepcopy
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from curate.records.model import Record

ADAPTER = TypeAdapter(Record)
CALL = {"function": {"name": "opening_hours", "arguments": '{"branch": "Bergen"}'}}
TURNS: list[dict[str, Any]] = [
    {"role": "system", "content": "You answer for the city library."},
    {"role": "user", "content": "Is the Bergen branch open on Sunday?"},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "content": "closed", "tool_call_id": "call_1"},
    {"role": "assistant", "content": "No, it is closed on Sundays."},
]
PARTS = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": "file:desk.png"}}]


def refused_at(row: object) -> set[tuple[str | int, ...]]:
    with pytest.raises(ValidationError) as refused:
        ADAPTER.validate_python(row)
    return {error["loc"] for error in refused.value.errors()}


@pytest.mark.parametrize(
    "row",
    [
        {"messages": TURNS, "tools": [{"name": "opening_hours"}], "id": 17},
        {"messages": TURNS, "tools": '[{"name": "opening_hours"}]', "id": "w-17", "writer": "Ines", "type": None},
        {"messages": [{"role": "developer", "content": "Be brief."}, {"role": "user", "content": PARTS}]},
        {"messages": [{**TURNS[1], "weight": 0}, {**TURNS[4], "reasoning_content": "Sunday."}], "annotator": "Jo"},
        {"messages": [{"role": "assistant", "tool_calls": [{"function": {**CALL["function"], "strict": True}}]}]},
        {"messages": TURNS[:2], "chosen": TURNS[4:], "rejected": TURNS[4:]},
        {"messages": [TURNS[1], TURNS[4]], "label": False},
    ],
)
def test_a_record_is_taken_as_it_is_with_all_that_only_its_owner_knows(row: dict[str, Any]) -> None:
    before = deepcopy(row)

    assert ADAPTER.validate_python(row) == before


@pytest.mark.parametrize("arguments", ['{"branch": "Bergen"}', "not even JSON", {"branch": "Bergen"}])
def test_the_arguments_of_a_call_are_text_or_an_object(arguments: object) -> None:
    calls = [{"function": {"name": "ask", "arguments": arguments}}]
    row = {"messages": [{"role": "assistant", "tool_calls": calls}]}

    assert ADAPTER.validate_python(row) == row


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({}, ("messages",)),
        ({"messages": []}, ("messages",)),
        ({"messages": [{"content": "Hello"}]}, ("messages", 0, "role")),
        ({"messages": [{"role": "bot", "content": "Hello"}]}, ("messages", 0, "role")),
        ({"messages": [TURNS[1], {"role": "assistant", "content": 5}]}, ("messages", 1, "content", "str")),
        ({"messages": [{"role": "assistant", "tool_calls": {}}]}, ("messages", 0, "tool_calls")),
        ({"messages": TURNS, "writer": 12}, ("writer",)),
        ({"messages": TURNS, "type": ["rewriting"]}, ("type",)),
        ({"messages": TURNS, "label": 1}, ("label",)),
        ({"messages": TURNS[:2], "chosen": [], "rejected": TURNS[4:]}, ("chosen",)),
        ({"messages": TURNS, "id": True}, ("id", "int")),
        ({"messages": TURNS, "id": 1.5}, ("id", "int")),
    ],
)
def test_a_field_of_another_kind_is_refused_and_never_converted(row: object, place: tuple[str | int, ...]) -> None:
    assert place in refused_at(row)
