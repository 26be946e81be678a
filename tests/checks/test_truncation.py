"""Where the response ends."""

from collections.abc import Callable
from typing import Any

import pytest

import curate
from curate.checks.truncation import CutOffResponse


def test_the_last_words_are_pointed_at() -> None:
    text = "Bring a coat, since the wind comes off the\n"
    assert [text[start:end] for start, end in CutOffResponse().spans(text)] == ["the wind comes off the"]


@pytest.mark.parametrize(
    ("response", "message"),
    [
        ("The path is closed because of the landslide and the", "a word after which a sentence goes on"),
        ("The path is closed since a landslide last week,", "a comma"),
        ("The path is closed (after the landslide of last week", "inside of a bracket"),
        ("Open the gate:\n```sh\ncurl http://gate/op", "inside of a fence of code"),
    ],
)
def test_the_message_says_how_it_ends(
    records_of: Callable[..., Any], chat: Callable[..., Any], response: str, message: str
) -> None:
    records = records_of([chat("Why can't I go on?", response)])
    (row,) = curate.check(records, select=["CUT001"])["CUT001"].frame.iter_rows(named=True)
    assert row["message"] == f"ends with {message}".replace("with inside", "inside")
