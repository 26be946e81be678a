"""What a format is."""

import pytest
from typing_extensions import TypedDict

from curate.records.formats.alpaca import Alpaca
from curate.records.formats.base import RecordFormat
from curate.records.formats.kto import Kto
from curate.records.turns import Conversation, Turn


class NotesRow(TypedDict):
    note: str


class TeamNotes(RecordFormat[NotesRow]):
    """Notes of a team, read and never written."""

    row = NotesRow

    def conversation(self, row: NotesRow) -> Conversation:
        return Conversation([Turn("user", row["note"], "note")])


def test_a_format_knows_its_name_its_fields_and_those_it_can_not_do_without() -> None:
    assert (Alpaca.name, TeamNotes.name) == ("alpaca", "team-notes")
    assert Alpaca().fields == {"instruction", "input", "output", "system", "history"}
    assert Alpaca().required == {"instruction", "output"}
    assert Kto().required == {"prompt", "completion", "label"}


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        ({"prompt": "Hi", "completion": "Hello", "label": True, "by": "Jo"}, True),
        ({"prompt": "Hi", "completion": "Hello"}, False),
        ({"prompt": "Hi", "completion": ["Hello"], "label": True}, False),
        ("Hi", False),
        (None, False),
    ],
)
def test_a_row_fits_a_format_that_can_say_what_it_says(row: object, *, fits: bool) -> None:
    assert Kto().fits(row) is fits


def test_the_fields_that_a_format_does_not_explain_are_unknown_to_it() -> None:
    assert Alpaca().unknown({"instruction": "Hi", "output": "Hello", "by": "Jo", "n": 1}) == {"by": "Jo", "n": 1}


def test_a_format_that_is_only_read_says_so() -> None:
    with pytest.raises(NotImplementedError, match="team-notes is read, not written"):
        TeamNotes().written(Conversation([]), [], plain=True)
