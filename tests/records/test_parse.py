"""From the slices of a cut to what its records say, and rejects."""

import json

import pytest
from typing_extensions import TypedDict

from curate.errors import UsageError
from curate.files.slices import Cut
from curate.records.formats.base import RecordFormat
from curate.records.known import Reading, known_as
from curate.records.parse import parse, refuse
from curate.records.rejects import Reject
from curate.records.strict_json import NotStrict, parsed_or_why
from curate.records.turns import Conversation, Turn

GOOD = json.dumps({"prompt": "When does the ferry leave?", "completion": "At nine."}).encode()
KNOWN = known_as(Reading("prompt-completion"), delimited=False)


def test_records_that_can_be_read_keep_their_positions_and_others_say_why() -> None:
    assert KNOWN
    rejects = list[Reject]()
    cut = Cut(5, [7, 8, 9], [0, 90, 180], [GOOD, GOOD[:20], GOOD], {})
    parsed = parse(2, cut, KNOWN, rejects.append)
    assert list(parsed.positions) == [0, 2]
    assert [(each.source, each.row, each.line, each.offset) for each in rejects] == [(2, 6, 8, 90)]


def test_what_was_cut_badly_is_rejected_unread() -> None:
    assert KNOWN
    rejects = list[Reject]()
    cut = Cut(1, [1, 2], [0, 90], [GOOD, GOOD], {1: "it is longer than a page"})
    assert list(parse(0, cut, KNOWN, rejects.append).positions) == [0]
    assert [(each.code, each.row) for each in rejects] == [("FMT005", 2)]


class Ferry(TypedDict):
    """A timetable."""

    port: str
    times: list[str]


class Timetable(RecordFormat[Ferry]):
    """A format of one's own, which fails at what it did not think of."""

    row = Ferry

    def conversation(self, row: Ferry) -> Conversation:
        if not row["port"]:
            raise ValueError("port is empty")
        return Conversation([Turn("user", row["port"], "port"), Turn("assistant", row["times"][0], "times[0]")])


def test_a_row_at_which_a_format_of_ones_own_fails_is_rejected_with_why_and_the_others_are_read() -> None:
    known = known_as(Reading(Timetable()), delimited=False)
    assert known
    ferries = [("Ystad", ["9:00"]), ("Trelleborg", []), ("", ["9:00"])]
    raws = [json.dumps({"port": port, "times": times}).encode() for port, times in ferries]
    rejects = list[Reject]()
    parsed = parse(0, Cut(1, [1, 2, 3], [0, 40, 80], raws), known, rejects.append)
    assert list(parsed.positions) == [0]
    assert [(each.row, each.code, each.raw) for each in rejects] == [
        (2, "FMT004", raws[1]),
        (3, "FMT004", raws[2]),
    ]
    assert rejects[0].message == f"{__name__}:Timetable fails at it: IndexError: list index out of range"
    assert rejects[1].message == "port is empty"


@pytest.mark.parametrize("error", [MemoryError(), UsageError("a package is missing.")])
def test_what_no_row_is_to_blame_for_rejects_none(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> Conversation:
        raise error

    known = known_as(Reading(Timetable()), delimited=False)
    assert known
    monkeypatch.setattr(Timetable, "conversation", fails)
    with pytest.raises(type(error)):
        parse(0, Cut(1, [1], [0], [b'{"port": "Ystad", "times": []}']), known, lambda _: None)


def test_an_error_in_a_format_of_our_own_is_no_reject(monkeypatch: pytest.MonkeyPatch) -> None:
    assert KNOWN
    monkeypatch.setattr(type(KNOWN.format), "texts", lambda *_: None)
    monkeypatch.setattr(type(KNOWN.format), "conversation", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        parse(0, Cut(1, [1], [0], [GOOD]), KNOWN, lambda _: None)


def test_what_is_no_row_is_refused_with_its_own_reason() -> None:
    assert KNOWN
    with pytest.raises(NotStrict):
        refuse(KNOWN, parsed_or_why(b"{"))
