"""Where marks of references stand, and the text without them."""

from collections.abc import Callable
from typing import Any

import pytest

import curate
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


def test_the_label_of_a_link_is_not_called_a_reference(
    records_of: Callable[..., Any], chat: Callable[..., dict[str, Any]]
) -> None:
    rows = [
        chat("Tell the plot.", "Act I[edit]\nA storm."),
        chat("When did it fall?", "It fell in 1311.[2] Then it rose."),
    ]
    messages = curate.check(records_of(rows))["TXT002"].frame["message"].to_list()
    assert messages == [
        "residue of a copied page: the label of a link",
        "a mark of a reference that points nowhere",
    ]
