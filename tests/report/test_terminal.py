"""Results as a person reads them."""

import pytest

from curate.ledger import GateEntry
from curate.report.terminal import captured, gate_lines, shown


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("two\n\nlines\tand a tab", "two lines and a tab"),
        ("bell\x07 and \x1b[2Jclear", "bell\\u0007 and \\u001b[2Jclear"),
        ("right-to-left \u202e turned", "right-to-left \\u202e turned"),
        ("naïve 漢字 😀", "naïve 漢字 😀"),
    ],
)
def test_text_is_shown_on_one_line_with_control_characters_spelled_out(text: str, line: str) -> None:
    assert shown(text) == line


def test_long_text_is_cut_to_its_length() -> None:
    assert shown("word " * 50, 20) == "word word word wo..."


def test_lines_end_without_blanks() -> None:
    assert captured(lambda out: out.print("a   ")) == "a\n"


HELD = GateEntry(gate="min_records", limit=1, value=2, holds=True)
BROKEN = GateEntry(gate="max_dropped_share", limit=0.4, value=0.5, holds=False)
LEFT = GateEntry(gate="verdict_not", limit="worse", value=None, holds=None, reason="another command judges it")
UNTOLD = GateEntry(gate="max_count.LNG001", limit=3, value=None, holds=False)


@pytest.mark.parametrize(
    ("gates", "lines"),
    [
        ([], []),
        ([HELD], ["Held      every gate: min_records"]),
        ([LEFT], ["Unjudged  gate verdict_not = worse: another command judges it"]),
        (
            [HELD, LEFT],
            [
                "Unjudged  gate verdict_not = worse: another command judges it",
                "Held      every other gate: min_records",
            ],
        ),
        (
            [HELD, BROKEN, UNTOLD],
            [
                "Broken    gate max_dropped_share is 0.5, the limit is 0.4",
                "Broken    gate max_count.LNG001 could not be told, the limit is 3",
            ],
        ),
    ],
    ids=["none", "all hold", "none can be judged", "one can not be judged", "two are broken"],
)
def test_gates_are_told_where_they_hold_and_where_they_do_not(gates: list[GateEntry], lines: list[str]) -> None:
    assert [str(line) for line in gate_lines(gates)] == lines
