"""The format Sharegpt."""

from typing import Any

import pytest

from curate.records.formats.sharegpt import Sharegpt
from curate.records.turns import Conversation, Turn

KNOWN = Sharegpt()
TOOL_USE = {
    "system": "Be brief.",
    "conversations": [
        {"from": "human", "value": "When does it leave?"},
        {"from": "function_call", "value": '{"name":"ferry","arguments":{"pier":"north"}}'},
        {"from": "observation", "value": "09:00"},
        {"from": "gpt", "value": "At nine.", "weight": 0},
    ],
    "tools": '[{"name": "ferry"}]',
}


def said(row: dict[str, Any]) -> Conversation:
    return KNOWN.conversation(KNOWN.adapter.validate_python(row))


def test_a_row_becomes_turns_that_know_their_place() -> None:
    row = {"conversations": [{"from": "human", "value": "When?"}, {"from": "gpt", "value": "At nine."}]}
    assert said(row).turns == [
        Turn("user", "When?", "conversations[0].value"),
        Turn("assistant", "At nine.", "conversations[1].value"),
    ]


def test_a_system_field_comes_before_the_turns_and_a_call_is_a_call() -> None:
    turns = said(TOOL_USE).turns
    assert [turn.role for turn in turns] == ["system", "user", "assistant", "tool", "assistant"]
    assert (turns[2].content, turns[2].tool_calls) == (
        None,
        [{"type": "function", "function": {"name": "ferry", "arguments": {"pier": "north"}}}],
    )
    assert turns[4].more == {"weight": 0}


def test_it_is_written_back_as_it_was() -> None:
    losses: list[str] = []
    assert KNOWN.written(said(TOOL_USE), losses, plain=False) == TOOL_USE
    assert losses == []


@pytest.mark.parametrize(
    ("turn", "loss"),
    [
        (Turn("developer", "Be brief.", "m"), "m: the role developer"),
        (Turn("assistant", None, "m"), "m: a message without text"),
        (Turn("user", "Hi", "m", more={"content": [{"type": "image"}]}), "m: content in parts"),
        (
            Turn("assistant", "One moment.", "m", more={"tool_calls": [{"function": {"name": "f"}}]}),
            "m: text beside a tool call",
        ),
    ],
)
def test_what_it_can_not_carry_is_named(turn: Turn, loss: str) -> None:
    losses: list[str] = []
    KNOWN.written(Conversation([Turn("user", "Hi", "m"), turn]), losses, plain=False)

    assert losses == [loss]
