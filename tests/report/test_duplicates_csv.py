"""Families as a table."""

import csv
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any

import pytest

import curate
from curate.records.records import Records
from curate.report.duplicates import COLUMNS
from curate.report.duplicates_csv import families_csv

Row = dict[str, Any]
Read = Callable[[Sequence[Row]], Records]


def test_it_says_what_the_frame_says(sample: Records) -> None:
    found = curate.duplicates(sample)
    rows = list(csv.DictReader(StringIO(families_csv(found))))
    assert tuple(rows[0]) == COLUMNS
    told = [(row["leader"], row["member"], float(row["similarity"])) for row in rows]
    assert told == found.families.select("leader", "member", "similarity").rows()


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@sum", "\tx"])
def test_no_cell_is_a_formula(records_of: Read, chat: Callable[..., Row], name: str) -> None:
    rows = [
        chat("Who minds the lock?", "The keeper, from the first boat to the last.", id=f"{name}{n}") for n in "ab"
    ]
    (row,) = csv.DictReader(StringIO(families_csv(curate.duplicates(records_of(rows)))))
    assert row["member_id"].startswith(f"'{name}")
    assert row["leader_id"].startswith(f"'{name}")
