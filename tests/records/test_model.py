from typing import Any

import pytest
from pydantic import ValidationError

from curate.records.model import Record

CALL = {"function": {"name": "opening_hours", "arguments": '{"branch": "Bergen"}'}}
TURNS: list[dict[str, Any]] = [
    {"role": "system", "content": "You answer for the city library."},
    {"role": "user", "content": "Is the Bergen branch open on Sunday?"},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "content": "closed", "tool_call_id": "call_1"},
    {"role": "assistant", "content": "No, it is closed on Sundays."},
]


def refused_at(row: object) -> list[tuple[str | int, ...]]:
    with pytest.raises(ValidationError) as refused:
        Record.model_validate(row)
    return [error["loc"] for error in refused.value.errors()]


def test_a_conversation_with_tools_is_a_record() -> None:
    record = Record.model_validate({"messages": TURNS, "tools": [{"name": "opening_hours"}], "id": 17})

    assert [message.role for message in record.messages] == ["system", "user", "assistant", "tool", "assistant"]
    assert record.id == 17


def test_what_only_its_owner_knows_is_kept_at_every_level() -> None:
    marked = {"messages": [{**TURNS[1], "weight": 0}, {**TURNS[4], "reasoning": "Sunday."}], "annotator": "Ines"}
    call = {"function": {**CALL["function"], "strict": True}, "index": 0}
    row = {**marked, "messages": [*marked["messages"], {"role": "assistant", "tool_calls": [call]}]}

    assert Record.model_validate(row).model_dump(exclude_unset=True) == row


@pytest.mark.parametrize("arguments", ['{"branch": "Bergen"}', "not even JSON", {"branch": "Bergen"}])
def test_the_arguments_of_a_call_are_text_or_an_object(arguments: object) -> None:
    row = {
        "messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "ask", "arguments": arguments}}]}]
    }

    (call,) = Record.model_validate(row).messages[0].tool_calls or []
    assert call.function.arguments == arguments


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({}, ("messages",)),
        ({"messages": []}, ("messages",)),
        ({"messages": [{"content": "Hello"}]}, ("messages", 0, "role")),
        ({"messages": [{"role": "bot", "content": "Hello"}]}, ("messages", 0, "role")),
        ({"messages": [TURNS[1], {"role": "assistant", "content": 5}]}, ("messages", 1, "content")),
        ({"messages": [{"role": "assistant", "content": [{"text": "Hi"}]}]}, ("messages", 0, "content")),
        ({"messages": [{"role": "assistant", "tool_calls": {}}]}, ("messages", 0, "tool_calls")),
        ({"messages": TURNS, "writer": 12}, ("writer",)),
        ({"messages": TURNS, "type": ["rewriting"]}, ("type",)),
    ],
)
def test_a_field_of_another_kind_is_refused_and_never_converted(row: object, place: tuple[str | int, ...]) -> None:
    assert refused_at(row) == [place]


@pytest.mark.parametrize("number", [True, 1.5])
def test_an_id_is_text_or_a_whole_number(number: object) -> None:
    assert {place[0] for place in refused_at({"messages": TURNS, "id": number})} == {"id"}
