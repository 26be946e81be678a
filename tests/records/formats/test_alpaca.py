"""The format Alpaca."""

from curate.records.formats.alpaca import Alpaca
from curate.records.turns import place

KNOWN = Alpaca()


def test_a_row_becomes_turns_that_know_their_place() -> None:
    turns = KNOWN.conversation(
        KNOWN.row.model_validate({"instruction": "When?", "input": "", "output": "At nine."})
    ).turns
    assert [(turn.role, turn.content) for turn in turns] == [("user", "When?"), ("assistant", "At nine.")]
    assert [turn.path for turn in turns] == ["instruction", "output"]


def test_an_input_follows_the_instruction_and_keeps_its_place() -> None:
    row = {"instruction": "When does it leave?", "input": "Ferry, north pier", "output": "At nine."}
    prompt = KNOWN.conversation(KNOWN.row.model_validate(row)).turns[0]
    start = (prompt.content or "").index("Ferry")
    assert place(prompt.path, prompt.joint, start, start + 5) == ("input", 0, 5)
    assert place(prompt.path, prompt.joint, 0, 4) == ("instruction", 0, 4)
