"""Lengths."""

from collections.abc import Callable
from typing import Any

import curate
from curate.checks.length import LongPrompt, LongResponse, ShortResponse


def test_the_score_is_the_number_of_words(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    records = records_of([chat("Describe the old quay at low tide.", "It smells, mostly.")])
    checks = [ShortResponse(min_words=5), LongResponse(max_words=2), LongPrompt(max_words=3)]
    found = curate.check(records, checks)
    assert {row["code"]: row["score"] for row in found.findings.frame.iter_rows(named=True)} == {
        "LEN001": 3.0, "LEN002": 3.0, "LEN003": 7.0,
    }  # fmt: skip
    assert found["LEN002"].frame["message"].item() == "3 of at most 2 words"
