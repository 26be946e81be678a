"""The format Kto."""

from typing import Any

import pytest

from curate.records.formats.kto import Kto
from curate.records.turns import Conversation, Turn

KNOWN = Kto()
AS_TEXT: dict[str, Any] = {"prompt": "When?", "completion": "At nine.", "label": False}
AS_MESSAGES: dict[str, Any] = {
    "prompt": [{"role": "user", "content": "When?"}],
    "completion": [{"role": "assistant", "content": "At nine."}],
    "label": True,
    "tools": [{"name": "ferry"}],
}


@pytest.mark.parametrize(
    ("row", "places"),
    [(AS_TEXT, ["prompt", "completion"]), (AS_MESSAGES, ["prompt[0].content", "completion[0].content"])],
)
def test_a_row_is_a_prompt_a_response_and_a_label(row: dict[str, Any], places: list[str]) -> None:
    said = KNOWN.conversation(KNOWN.adapter.validate_python(row))

    assert [(turn.role, turn.content) for turn in said.turns] == [("user", "When?"), ("assistant", "At nine.")]
    assert [turn.path for turn in said.turns] == places
    assert said.label is row["label"]


@pytest.mark.parametrize(("row", "plain"), [(AS_TEXT, True), (AS_MESSAGES, False)])
def test_a_row_is_written_back_as_it_was(row: dict[str, Any], *, plain: bool) -> None:
    losses: list[str] = []

    assert KNOWN.written(KNOWN.conversation(KNOWN.adapter.validate_python(row)), losses, plain=plain) == row
    assert losses == []


def test_a_label_that_is_not_known_can_not_be_written() -> None:
    losses: list[str] = []
    KNOWN.written(
        Conversation([Turn("user", "When?", "p"), Turn("assistant", "At nine.", "c")]), losses, plain=True
    )

    assert losses == ["label: it is not said whether the response is one to learn; true is written"]
