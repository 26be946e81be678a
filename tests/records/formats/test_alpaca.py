"""The format Alpaca."""

from typing import Any

import pytest

from curate.records.formats.alpaca import Alpaca
from curate.records.turns import Conversation, Turn, place

KNOWN = Alpaca()


def said(row: dict[str, Any]) -> list[tuple[str, str | None, str]]:
    turns = KNOWN.conversation(KNOWN.adapter.validate_python(row)).turns
    return [(turn.role, turn.content, turn.path) for turn in turns]


@pytest.mark.parametrize("more", [{}, {"input": ""}, {"input": None, "system": None, "history": None}])
def test_a_row_becomes_turns_that_know_their_place(more: dict[str, Any]) -> None:
    assert said({"instruction": "When?", "output": "At nine.", **more}) == [
        ("user", "When?", "instruction"),
        ("assistant", "At nine.", "output"),
    ]


def test_an_input_follows_the_instruction_and_keeps_its_place() -> None:
    row = {"instruction": "When does it leave?", "input": "Ferry, north pier", "output": "At nine."}
    prompt = KNOWN.conversation(KNOWN.adapter.validate_python(row)).turns[0]
    start = (prompt.content or "").index("Ferry")
    assert place(prompt.path, prompt.joints, start, start + 5) == ("input", 0, 5)
    assert place(prompt.path, prompt.joints, 0, 4) == ("instruction", 0, 4)


def test_a_system_message_and_what_was_said_before_come_first() -> None:
    history = [["Is there a ferry?", "Yes."], ["From where?", "The north pier."]]
    row = {"instruction": "When?", "output": "At nine.", "system": "Be brief.", "history": history}

    assert said(row) == [
        ("system", "Be brief.", "system"),
        ("user", "Is there a ferry?", "history[0][0]"),
        ("assistant", "Yes.", "history[0][1]"),
        ("user", "From where?", "history[1][0]"),
        ("assistant", "The north pier.", "history[1][1]"),
        ("user", "When?", "instruction"),
        ("assistant", "At nine.", "output"),
    ]


def test_a_conversation_is_written_with_its_history() -> None:
    texts = ["Is there a ferry?", "Yes.", "When?", "At nine."]
    turns = [Turn("system", "Be brief.", "m")] + [
        Turn("assistant" if at % 2 else "user", text, "m") for at, text in enumerate(texts)
    ]
    losses: list[str] = []

    assert KNOWN.written(Conversation(turns), losses, plain=False) == {
        "instruction": "When?",
        "input": "",
        "output": "At nine.",
        "system": "Be brief.",
        "history": [["Is there a ferry?", "Yes."]],
    }
    assert losses == []
