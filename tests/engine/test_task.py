from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import curate
from curate.checks.duplicates import ExactDuplicate
from curate.checks.encoding import EncodingDamage
from curate.checks.length import ShortResponse
from curate.engine.finder import Finder
from curate.engine.recall import Recall, with_context
from curate.engine.task import LookTask, StepTask
from curate.errors import UnknownName
from curate.facts.view import View
from curate.files.cache import Cache
from curate.files.shelf import InMemory, Late, OnDisk
from curate.progress import silent
from curate.records import columns as c
from curate.records.edits import Edit, OwnRows, frame_of
from curate.records.parts import INDEX
from curate.records.records import Records
from curate.records.settle import settled
from curate.steps import Drop, Entering, Repair
from tests.at_work import SET, lay

FINDER = Finder([ShortResponse(), ExactDuplicate(), EncodingDamage()])


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return curate.read(lay(tmp_path / "basil.jsonl"))


def looking(records: Records, rows: pl.DataFrame | None = None) -> LookTask:
    rows = records.index if rows is None else rows
    return LookTask("look", records.parts[0], rows, InMemory(), FINDER, ("response-words",), {})


def test_a_look_is_done_once_its_frames_lie_there(records: Records) -> None:
    task = looking(records)
    assert not task.is_done
    task.do(silent)

    assert task.is_done
    seen = FINDER.look(View.of(records.frame), ("response-words",))
    for name in ("findings", "reads", "keys-DUP001"):
        assert_frame_equal(task.shelf.get("look", name), seen[name])


def test_a_look_sees_only_its_records(records: Records) -> None:
    task = looking(records, records.index.slice(5, 3))
    task.do(silent)

    assert task.shelf.get("look", "reads")["rank"].to_list() == records.index["rank"].slice(5, 3).to_list()


def test_what_is_seen_is_kept_for_another_time(records: Records, tmp_path: Path) -> None:
    recall, index = Recall(Cache(tmp_path / "cache"), "all"), with_context(records, {})
    task = looking(records)
    LookTask(**{**vars(task), "recall": recall, "rows": index}).do(silent)

    rest, (look,) = Recall(Cache(tmp_path / "cache"), "all").partly(index)
    assert rest.is_empty()
    assert look.get("reads").height == len(SET)


def test_another_process_finds_what_the_records_say(records: Records, tmp_path: Path) -> None:
    texts = records.parts[0].shelf.get("records-00000", "texts")
    late = Late(OnDisk(tmp_path))
    late.put_later("records-00000", lambda _: {"texts": texts})
    task = LookTask(**{**vars(looking(records)), "part": records.parts[0]._replace(shelf=late)})
    task.get_ready()
    assert "records-00000" in OnDisk(tmp_path)


def test_a_view_that_is_there_already_is_looked_at_as_it_is(records: Records) -> None:
    view = View.of(records.frame.with_columns(pl.lit(7, pl.UInt32).alias("fact:response-words")))
    task = LookTask(**{**vars(looking(records)), "view": view})
    task.do(silent)

    assert set(task.shelf.get("look", "reads")["fact:response-words"]) == {7}


def test_changes_are_laid_down_before_they_are_looked_at(records: Records) -> None:
    row = records.index.row(6, named=True)
    change = Edit(row["rank"], "messages[1].content", None, "No: an old plant that is cut back grows anew.")
    made = settled(records, frame_of([change]), OwnRows(records.inputs))
    part = records.parts[0].changed("step-1", made.edits["rank"])
    task = LookTask("look", part, records.index.slice(6, 1), InMemory(), FINDER, (), {}, made=made)
    task.do(silent)

    assert task.shelf.get("look", "findings").is_empty()
    now = part.frame(records.index)
    assert [now[c.MESSAGES][at][1][c.CONTENT] for at in (6, 7)] == [change.after, "ok."]
    assert part.before().frame(records.index)[c.MESSAGES][6][1][c.CONTENT] == "ok."


def test_a_field_that_no_record_has_is_named(records: Records) -> None:
    class Scored(ShortResponse, code="ACME001"):
        """A response has a low score."""

        def flag(self) -> pl.Expr:
            return c.field("score") < 3

    task = LookTask(**{**vars(looking(records)), "finder": Finder([Scored()]), "fields": {"id": pl.DataFrame()}})
    with pytest.raises(UnknownName, match="score"):
        task.do(silent)


def test_a_step_leaves_what_it_makes_of_its_records(records: Records) -> None:
    look = looking(records)
    look.do(silent)
    found = look.shelf.get("look", "findings")
    entering = Entering(records.index.clear(), found, {check.code: check for check in FINDER.checks}, 0)
    whole = entering._replace(records=records.frame.select(*INDEX, c.MESSAGES, c.TOOLS, c.REJECTED))
    for step in (Repair(on=("TXT001",)), Drop(on=("LEN001",))):
        task = StepTask("step-1", records.parts[0], records.index.select(INDEX), InMemory(), step, entering)
        task.do(silent)
        made, told = task.outcome(), step.apply(whole)
        assert_frame_equal(made.kept, told.kept.select("rank", "part"))
        assert_frame_equal(made.dropped, told.dropped)
        assert_frame_equal(made.edited, told.edited)
        assert made.note == told.note
        assert made.edited.height + made.dropped.height >= 1
