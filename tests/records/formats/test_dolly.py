"""The format Dolly."""

from curate.records.formats.dolly import Dolly

KNOWN = Dolly()


def test_a_row_becomes_turns_that_know_their_place() -> None:
    turns = KNOWN.conversation(
        KNOWN.row.model_validate({"instruction": "When?", "context": "", "response": "At nine."})
    ).turns
    assert [(turn.role, turn.content) for turn in turns] == [("user", "When?"), ("assistant", "At nine.")]
    assert [turn.path for turn in turns] == ["instruction", "response"]
