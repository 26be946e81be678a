"""Messages and utterances wherever a row holds them."""

import json
from typing import Any

import pytest

from curate.records.formats.base import Misshapen
from curate.records.formats.chat import (
    as_text,
    message_of,
    split_response,
    turns_in,
    utterances_of,
    with_text_arguments,
)
from curate.records.turns import Conversation, Turn

ASKED, ANSWERED = {"role": "user", "content": "Stir?"}, {"role": "assistant", "content": "Yes."}


def seen(turns: list[Turn]) -> list[tuple[str, str | None, str]]:
    return [(turn.role, turn.content, turn.path) for turn in turns]


@pytest.mark.parametrize(
    ("value", "turns"),
    [
        ("Stir?", [("user", "Stir?", "prompt")]),
        ("", [("user", "", "prompt")]),
        (ANSWERED, [("assistant", "Yes.", "prompt.content")]),
        ({"from": "gpt", "value": "Yes."}, [("assistant", "Yes.", "prompt.value")]),
        ([ASKED, ANSWERED], [("user", "Stir?", "prompt[0].content"), ("assistant", "Yes.", "prompt[1].content")]),
        ([{"from": "human", "value": "Stir?"}], [("user", "Stir?", "prompt[0].value")]),
        ([{"from": "ada", **ASKED}], [("user", "Stir?", "prompt[0].content")]),
    ],
)
def test_a_field_holds_text_or_one_message_or_several(value: Any, turns: list[tuple[str, str, str]]) -> None:  # noqa: ANN401
    assert seen(turns_in(value, "prompt", "user")) == turns


@pytest.mark.parametrize("value", [[], None, 3, ["Stir?"], [{"role": "cook", "content": ""}], [{"from": "human"}]])
def test_anything_else_is_misshapen_at_its_place(value: Any) -> None:  # noqa: ANN401
    with pytest.raises(Misshapen) as refused:
        turns_in(value, "prompt", "user")
    assert refused.value.path == "prompt"


@pytest.mark.parametrize(
    ("speaker", "role"),
    [
        ("human", "user"),
        ("gpt", "assistant"),
        ("bing", "assistant"),
        ("observation", "tool"),
        ("system", "system"),
    ],
)
def test_speakers_have_roles(speaker: Any, role: str) -> None:  # noqa: ANN401
    (turn,) = utterances_of([{"from": speaker, "value": "Stir."}], "conversations")
    assert seen([turn]) == [(role, "Stir.", "conversations[0].value")]


def called(value: str) -> Turn:
    (turn,) = utterances_of([{"from": "function_call", "value": value}], "conversations")
    return turn


def test_a_function_call_is_json_text_of_one_or_several() -> None:
    one = {"name": "stir", "arguments": {"minutes": 3}}
    (call,) = called(json.dumps(one)).tool_calls
    assert call == {"type": "function", "function": one}
    calls = called(json.dumps([{"id": "call_1", **one}, {"name": "serve"}])).tool_calls
    assert [(call.get("id"), call["function"]["name"]) for call in calls] == [("call_1", "stir"), (None, "serve")]


@pytest.mark.parametrize("value", ["stir the soup", "3", "[1]", '{"arguments": {}}', '{"name": 3}', "[" * 5_000])
def test_a_function_call_of_another_kind_is_text(value: str) -> None:
    turn = called(value)
    assert (turn.role, turn.content, turn.tool_calls) == ("assistant", value, [])


def test_fields_that_a_message_has_for_something_else_stand_apart() -> None:
    said: Any = {
        "from": "gpt",
        "value": "Yes.",
        "role": "cook",
        "content": "draft",
        "tool_calls": "none",
        "weight": 0,
    }
    (turn,) = utterances_of([said], "conversations")
    assert turn.more == {"weight": 0}
    assert turn.foreign == {"role": "cook", "content": "draft", "tool_calls": "none"}
    assert message_of(turn) == {"role": "assistant", "content": "Yes.", "weight": 0}


@pytest.mark.parametrize(
    "message",
    [
        ASKED,
        {**ANSWERED, "name": "ada", "weight": 0},
        {"role": "user", "content": [{"type": "text", "text": "Stir?"}, {"type": "image"}]},
        {"role": "assistant", "content": None, "tool_calls": [{"function": {"name": "stir", "arguments": "{}"}}]},
    ],
)
def test_a_message_becomes_a_turn_and_the_same_message_again(message: dict[str, Any]) -> None:
    (turn,) = turns_in([message], "messages", "user")
    assert message_of(turn) == message


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"arguments": {"größe": 3}}, '{"größe":3}'),
        ({"arguments": '{"a": 1}'}, '{"a": 1}'),
        ({"arguments": "stir"}, "stir"),
        ({}, "{}"),
    ],
)
def test_arguments_are_text_in_a_chat_message(arguments: dict[str, Any], text: str) -> None:
    message = {**ANSWERED, "tool_calls": [{"id": "call_1", "function": {"name": "stir", **arguments}}]}
    (call,) = with_text_arguments(message)["tool_calls"]
    assert call == {"id": "call_1", "function": {"name": "stir", "arguments": text}}
    assert with_text_arguments(ASKED) is ASKED


def test_turns_are_written_as_one_text_or_as_messages() -> None:
    turns = turns_in([ASKED], "prompt", "user")
    assert as_text(turns, plain=True) == "Stir?"
    assert as_text(turns, plain=False) == [ASKED]


def test_the_response_is_the_last_message_the_completion_or_what_was_chosen() -> None:
    turns = turns_in([ASKED, ANSWERED, ASKED, ANSWERED], "messages", "user")
    assert split_response(Conversation(turns)) == (turns[:3], turns[3:])
    assert split_response(Conversation(turns, completion=3)) == (turns[:1], turns[1:])
    assert split_response(Conversation(turns, rejected=turns[:1], chosen=2)) == (turns[:2], turns[2:])
