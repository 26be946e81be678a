"""Messages and utterances wherever a row holds them."""

from typing import Any

import pytest

from curate.records.formats.base import Misshapen
from curate.records.formats.chat import as_text, message_of, split_response, turns_in
from curate.records.turns import Conversation, Turn

MESSAGE = {"role": "user", "content": "When?"}
UTTERANCE = {"from": "human", "value": "When?"}


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("When?", "asked"),
        (MESSAGE, "asked.content"),
        ([MESSAGE], "asked[0].content"),
        (UTTERANCE, "asked.value"),
        ([UTTERANCE], "asked[0].value"),
    ],
)
def test_a_field_holds_text_one_message_or_several_in_either_words(value: object, path: str) -> None:
    assert turns_in(value, "asked", "user") == [Turn("user", "When?", path)]


def test_the_places_of_one_message_in_parts_are_told_without_a_number() -> None:
    value = {"role": "user", "content": [{"type": "text", "text": "When?"}, {"type": "text", "text": "Where?"}]}
    (turn,) = turns_in(value, "asked", "user")

    assert turn.path == "asked.content[0].text+asked.content[1].text"


@pytest.mark.parametrize(
    ("value", "alone"),
    [(5, False), (None, False), ([], False), ([5], False), ({"role": "x"}, True), ({"from": 1}, True)],
)
def test_anything_else_is_misshapen(value: object, *, alone: bool) -> None:
    with pytest.raises(Misshapen) as refused:
        turns_in(value, "asked", "user")
    assert (refused.value.path, refused.value.alone) == ("asked", alone)


@pytest.mark.parametrize(
    ("speaker", "role"),
    [
        ("human", "user"),
        ("user", "user"),
        ("gpt", "assistant"),
        ("chatgpt", "assistant"),
        ("bing", "assistant"),
        ("model", "assistant"),
        ("system", "system"),
        ("observation", "tool"),
        ("function_response", "tool"),
        ("function_call", "assistant"),
    ],
)
def test_every_speaker_has_a_role(speaker: str, role: str) -> None:
    assert turns_in([{"from": speaker, "value": "At nine."}], "said", "user")[0].role == role


@pytest.mark.parametrize(
    ("value", "calls"),
    [
        ('{"name": "f"}', [{"type": "function", "function": {"name": "f"}}]),
        ('{"id": "c1", "name": "f"}', [{"id": "c1", "type": "function", "function": {"name": "f"}}]),
        (
            '[{"name": "f"}, {"name": "g", "arguments": {}}]',
            [
                {"type": "function", "function": {"name": "f"}},
                {"type": "function", "function": {"name": "g", "arguments": {}}},
            ],
        ),
        ("tide()", []),
        ('{"call": "f"}', []),
        ("[1]", []),
        ("[" * 100_000, []),
    ],
)
def test_a_call_of_sharegpt_is_json_text_or_else_what_was_said(value: str, calls: list[dict[str, Any]]) -> None:
    (turn,) = turns_in([{"from": "function_call", "value": value}], "said", "user")

    assert turn.tool_calls == calls
    assert turn.content == (None if calls else value)


def test_a_turn_is_written_as_the_message_that_it_was() -> None:
    parts = {"role": "user", "content": [{"type": "image", "url": "pier.png"}], "name": "Ines", "weight": 0}
    (turn,) = turns_in([parts], "asked", "user")

    assert message_of(turn) == parts
    assert as_text([Turn("user", "When?", "p")], plain=True) == "When?"
    assert as_text([Turn("user", "When?", "p")], plain=False) == [MESSAGE]


def test_the_response_is_the_final_message_or_what_was_chosen() -> None:
    turns = [Turn(role, role, role) for role in ("user", "assistant", "tool", "assistant")]

    assert split_response(Conversation(turns)) == (turns[:3], turns[3:])
    assert split_response(Conversation(turns, rejected=[], chosen=3)) == (turns[:1], turns[1:])
