"""The format Messages."""

from curate.records.formats.messages import Messages

KNOWN = Messages()


def test_a_row_becomes_turns_that_know_their_place() -> None:
    turns = KNOWN.conversation(
        KNOWN.row.model_validate(
            {"messages": [{"role": "user", "content": "When?"}, {"role": "assistant", "content": "At nine."}]}
        )
    ).turns
    assert [(turn.role, turn.content) for turn in turns] == [("user", "When?"), ("assistant", "At nine.")]
    assert [turn.path for turn in turns] == ["messages[0].content", "messages[1].content"]
