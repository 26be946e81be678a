"""The format Dolly."""

from typing import Any

import pytest

from curate.records.formats.dolly import Dolly
from curate.records.turns import Turn

KNOWN = Dolly()


@pytest.mark.parametrize("more", [{}, {"context": ""}, {"context": None, "category": "open_qa"}])
def test_a_row_becomes_turns_that_know_their_place(more: dict[str, Any]) -> None:
    row = {"instruction": "When?", "response": "At nine.", **more}
    assert KNOWN.conversation(KNOWN.adapter.validate_python(row)).turns == [
        Turn("user", "When?", "instruction"),
        Turn("assistant", "At nine.", "response"),
    ]


def test_a_context_follows_the_instruction() -> None:
    row = {"instruction": "When?", "context": "The ferry leaves at nine.", "response": "At nine."}
    prompt = KNOWN.conversation(KNOWN.adapter.validate_python(row)).turns[0]
    assert prompt == Turn("user", "When?\n\nThe ferry leaves at nine.", "instruction+context", (7,))
