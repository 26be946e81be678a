"""What a step changes, and how the set stands behind it."""

import json
from pathlib import Path

import polars as pl
import pytest

import curate
from curate.engine.changes import Changes
from curate.records import frame
from curate.records.edits import Edit, frame_of
from curate.records.records import Records

SAID = ["At nine.", "At ten.", "At noon.", "Never."]


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Records:
    """Four records in two parts."""
    monkeypatch.setattr(frame, "SIZE", 2)
    rows = ({"prompt": "When does the ferry leave?", "completion": said, "type": "times"} for said in SAID)
    (tmp_path / "set.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return curate.read(tmp_path / "set.jsonl")


def asked(records: Records, *changes: tuple[int, str, str]) -> pl.DataFrame:
    """Changes of the records in some rows."""
    ranks = dict(records.index.select("row", "rank").iter_rows())
    return frame_of(Edit(ranks[row], path, None, after) for row, path, after in changes)


def changes_of(records: Records) -> Changes:
    """One in each part."""
    return Changes(records, asked(records, (2, "completion", "At ten sharp."), (4, "type", "refusals")), "step-1")


def test_each_part_is_told_with_its_own_changes_and_what_stood_there(records: Records) -> None:
    told = [(part, own.edits.drop("rank").rows()) for part, own in changes_of(records)]
    assert [len(part.names) for part, _ in told] == [2, 2]
    assert [edits for _, edits in told] == [
        [("completion", '"At ten."', '"At ten sharp."')],
        [("type", '"times"', '"refusals"')],
    ]


def test_once_one_has_gone_through_them_the_set_stands_as_it_is_left(records: Records) -> None:
    changes = changes_of(records)
    parts = tuple(part for part, _ in changes)
    after = changes.after()
    assert after.parts == parts
    assert after.edits is not None
    assert after.edits.equals(changes.edits())
    assert after.index.sort("row")["type"].to_list() == ["times", "times", "times", "refusals"]
    assert records.index["type"].to_list() == ["times"] * 4


def test_before_that_it_is_not_told_how_the_set_stands(records: Records) -> None:
    changes = changes_of(records)
    next(iter(changes))
    with pytest.raises(RuntimeError, match="not known yet"):
        changes.after()
    with pytest.raises(RuntimeError, match="not known yet"):
        changes.edits()


def test_changes_of_earlier_steps_are_kept_before_those_of_this_one(records: Records) -> None:
    first = changes_of(records)
    assert len(list(first)) == 2
    then = Changes(first.after(), asked(records, (2, "completion", "At half past ten.")), "step-2")
    assert [own.edits["before"].to_list() for _, own in then] == [['"At ten sharp."'], []]
    every = then.after().edits
    assert then.edits().height == 1
    assert every is not None
    assert every["after"].to_list() == ['"At ten sharp."', '"refusals"', '"At half past ten."']
