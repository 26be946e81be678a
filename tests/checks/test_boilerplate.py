"""Where the stock phrase stands."""

from collections.abc import Callable
from typing import Any

import curate
from curate.checks.boilerplate import StockOpening


def test_the_phrase_is_pointed_at() -> None:
    text = "Good question, and Sure! Here it is."
    assert [text[start:end] for start, end in StockOpening().spans(text)] == ["Good question"]


def test_the_message_says_that_it_is_no_reason_to_drop(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    records = records_of([chat("Name a knot.", "Certainly! The bowline is a knot.")])
    (row,) = curate.check(records, select=["REF002"])["REF002"].frame.iter_rows(named=True)
    assert "no reason to drop" in row["message"]
    assert StockOpening.severity == "info"
