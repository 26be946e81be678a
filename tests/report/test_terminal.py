"""Results as a person reads them."""

import pytest

from curate.report.terminal import captured, shown


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
