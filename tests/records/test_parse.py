"""From the slices of a cut to what its records say, and rejects."""

import json

import pytest

from curate.files.slices import Cut
from curate.records.known import Reading, known_as
from curate.records.parse import parse, refuse
from curate.records.rejects import Reject
from curate.records.strict_json import NotStrict, parsed_or_why

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


def test_what_is_no_row_is_refused_with_its_own_reason() -> None:
    assert KNOWN
    with pytest.raises(NotStrict):
        refuse(KNOWN, parsed_or_why(b"{"))
