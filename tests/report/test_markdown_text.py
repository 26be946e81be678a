"""Text of others inside Markdown."""

import pytest

from curate.report.markdown_text import cell


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("ends | here", "ends \\| here"),
        ("a *bold* [link](x) in `code`", "a \\*bold\\* \\[link\\](x) in \\`code\\`"),
        ("<img src=x> & more", "&lt;img src=x> &amp; more"),
        ("two\nlines", "two lines"),
        ("turned \u202e", "turned \\\\u202e"),
    ],
)
def test_nothing_in_it_is_taken_for_more_than_text(text: str, safe: str) -> None:
    assert cell(text) == safe


def test_a_long_one_is_cut() -> None:
    assert cell("rain " * 90, 20) == "rain rain rain ra..."
