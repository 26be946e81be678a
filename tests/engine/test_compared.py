"""What a check of the set compares."""

from collections.abc import Callable
from typing import Any

import pytest

import curate
from curate.checks.duplicates import NearDuplicate
from curate.engine.compared import compared
from curate.facts.view import View
from curate.progress import silent
from curate.records import frame
from curate.records.records import Records


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_how_records_are_parted_changes_nothing(
    size: int, records_of: Callable[..., Records], chat: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "SIZE", size)
    records = records_of([chat(f"What is {n} times {n}?", f"It is {n * n}.") for n in range(8)])
    check = NearDuplicate()
    keys = compared(records, check, silent)
    view = View.of(records.frame)
    view.need(check.facts())
    assert keys.equals(check.keys(view.records).sort("rank"))


def test_the_work_is_told_up_to_its_end(records_of: Callable[..., Records], chat: Callable[..., Any]) -> None:
    told = list[tuple[int, int | None]]()
    records = records_of([chat("What is a weir?", "A low dam.")])
    compared(records, NearDuplicate(), lambda _, done, of: told.append((done, of)))
    assert told[-1] == (1, 1)


def test_no_records_have_compared_the_same_kind(sample: Records) -> None:
    nothing = compared(sample.of(sample.index.head(0)), NearDuplicate(), silent)
    assert nothing.schema == compared(sample, NearDuplicate(), silent).schema
    assert curate.duplicates(sample.of(sample.index.head(0))).families.is_empty()
