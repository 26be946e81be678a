"""Text of strangers on a terminal."""

import pytest

from curate.report.marks import Mark
from curate.report.spelled import on_one_line, spelled, with_marks


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\u001b[31mred"),
        ("left \u202eright", "left \\u202eright"),
        ("\u061cmark", "\\u061cmark"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("half \ud800", "half \\ud800"),
        ("over\rwritten", "over\\u000dwritten"),
        ("two\r\nlines", "two\nlines"),
        ("a\n \n\nb", "a\nb"),
        ("\tdef f():", "    def f():"),
        ("naïve 高 ☂", "naïve 高 ☂"),
    ],
)
def test_what_a_terminal_would_obey_is_spelled_out(text: str, shown: str) -> None:
    assert spelled(text) == shown


def test_one_line_has_no_runs_of_blanks() -> None:
    assert on_one_line(" a\n\n  b\u2028c ") == "a b c"


def test_marks_are_signs_and_not_only_colours() -> None:
    made = with_marks("say ok. now", [Mark(4, 7, ("LEN001",))], {"LEN001": "yellow"})
    assert made.plain == "say «LEN001: ok.» now"
    assert {str(span.style) for span in made.spans} >= {"yellow"}


def test_codes_are_said_again_only_where_they_are_others() -> None:
    marks = [Mark(0, 2, ("A",)), Mark(3, 5, ("A",)), Mark(6, 8, ("B",)), Mark(9, 11, ("A",))]
    assert with_marks("aa bb cc dd", marks, {}).plain == "«A: aa» «bb» «B: cc» «A: dd»"


def test_a_mark_between_two_characters_is_a_sign_too() -> None:
    assert with_marks("{,}", [Mark(1, 1, ("FMT002",))], {}).plain == "{«FMT002»,}"


def test_a_gap_stands_between_single_spaces() -> None:
    text = "The boats leave the basin an hour before the tide. " * 40
    assert "  [" not in with_marks(text, [], {}).plain
    assert "]  " not in with_marks(text, [], {}).plain
