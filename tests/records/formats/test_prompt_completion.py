"""The format PromptCompletion."""

from typing import Any

import pytest

from curate.records.formats.prompt_completion import PromptCompletion
from curate.records.turns import Conversation, Turn

KNOWN = PromptCompletion()
AS_TEXT = {"prompt": "When?", "completion": "At nine."}
AS_MESSAGES = {
    "prompt": [{"role": "user", "content": "When?"}],
    "completion": [{"role": "assistant", "content": "At nine."}],
}


def said(row: dict[str, Any]) -> Conversation:
    return KNOWN.conversation(KNOWN.adapter.validate_python(row))


def test_a_row_becomes_turns_that_know_their_place() -> None:
    assert said(AS_TEXT).turns == [Turn("user", "When?", "prompt"), Turn("assistant", "At nine.", "completion")]


def test_lists_of_messages_are_taken_too() -> None:
    assert said(AS_MESSAGES).turns == [
        Turn("user", "When?", "prompt[0].content"),
        Turn("assistant", "At nine.", "completion[0].content"),
    ]


@pytest.mark.parametrize(("plain", "row"), [(True, AS_TEXT), (False, AS_MESSAGES)])
@pytest.mark.parametrize("given", [AS_TEXT, AS_MESSAGES])
def test_it_is_written_as_text_or_as_messages(given: dict[str, Any], row: dict[str, Any], *, plain: bool) -> None:
    assert KNOWN.written(said({**given, "tools": [{"name": "f"}]}), [], plain=plain) == {
        **row,
        "tools": [{"name": "f"}],
    }


def test_a_conversation_of_one_message_has_no_prompt() -> None:
    losses: list[str] = []
    KNOWN.written(Conversation([Turn("assistant", "At nine.", "messages[0].content")]), losses, plain=False)

    assert losses == ["messages[0].content: a conversation of one message"]
