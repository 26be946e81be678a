"""Findings as tables."""

from collections.abc import Callable
from typing import Any

import curate
from curate.findings import SCHEMA, SEVERITIES, none, worst_first


def test_no_findings_have_the_columns_of_findings() -> None:
    assert none().is_empty()
    assert dict(none().schema) == SCHEMA


def test_errors_come_before_warnings_and_these_before_the_rest() -> None:
    assert sorted({*SEVERITIES}, key=worst_first) == ["error", "warning", "info"]


def test_a_finding_names_the_place_of_its_record(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    records = records_of([chat("Name a pier.", "The old one."), chat("Describe the quay.", "ok.", id="q-2")])
    (row,) = curate.check(records)["LEN001"].frame.iter_rows(named=True)
    place = records.frame.row(1, named=True)
    assert (row["key"], row["id"], row["line"], row["offset"]) == (place["key"], "q-2", 2, place["offset"])
