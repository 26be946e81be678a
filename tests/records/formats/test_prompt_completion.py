"""The format PromptCompletion."""

from curate.records.formats.prompt_completion import PromptCompletion

KNOWN = PromptCompletion()


def test_a_row_becomes_turns_that_know_their_place() -> None:
    turns = KNOWN.conversation(KNOWN.row.model_validate({"prompt": "When?", "completion": "At nine."})).turns
    assert [(turn.role, turn.content) for turn in turns] == [("user", "When?"), ("assistant", "At nine.")]
    assert [turn.path for turn in turns] == ["prompt", "completion"]


def test_lists_of_messages_are_taken_too() -> None:
    parts = {
        "prompt": [{"role": "user", "content": "When?"}],
        "completion": [{"role": "assistant", "content": "At nine."}],
    }
    turns = KNOWN.conversation(KNOWN.row.model_validate(parts)).turns
    assert [turn.path for turn in turns] == ["prompt[0].content", "completion[0].content"]
