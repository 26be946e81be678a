"""Where marks of references stand, and the text without them."""

import pytest

from curate.checks.citation import CitationResidue


def test_each_mark_is_pointed_at_without_what_stands_around_it() -> None:
    text = "It fell in 1311.[2][3] Some [who?] doubt:[4] see【3†source】, `.[5]`:contentReference[oai:1]{index=1}"
    places = [text[start:end] for start, end in CitationResidue().spans(text)]
    assert places == ["[2][3]", "[who?]", "[4]", "【3†source】", ":contentReference[oai:1]{index=1}"]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("It fell in 1311.[2][3] Then it rose.", "It fell in 1311. Then it rose."),
        ("Some [who?] doubt it [citation needed].", "Some doubt it."),
        ("Act I[edit]\nA storm.", "Act I\nA storm."),
        ("Take `a.[1]`, and `b`.[2]", "Take `a.[1]`, and `b`."),
        ("nums[0] is 3", "nums[0] is 3"),
    ],
)
def test_marks_are_taken_out_with_the_space_before_them(text: str, mended: str) -> None:
    assert CitationResidue().mended(text) == mended
