import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import curate
from curate.files.written import JsonText
from curate.pipeline import Pipeline
from curate.records import changed_rows as module
from curate.records.changed_rows import _Laid, _Made, rows_made
from curate.records.edits import Edit, frame_of
from curate.records.records import Records
from curate.steps.repair import Repair
from tests.at_work import parts_of

ANSWERS = ["A grey one.<|endoftext|>", "It is moss.", "It’s wet there.", "None of them.<|endoftext|>", "Both."]


def damaged(answer: str) -> str:
    return answer.encode().decode("cp1252") if "’" in answer else answer


@pytest.fixture(scope="module", params=["jsonl", "csv", "parquet"])
def mended(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    """Records in parts of two, three of which two steps have changed."""
    rows = pl.DataFrame({"prompt": "Which moss?", "completion": list(map(damaged, ANSWERS)), "n": range(5)})
    path = tmp_path_factory.mktemp("moss") / f"moss.{request.param}"
    written = {"jsonl": "write_ndjson", "csv": "write_csv", "parquet": "write_parquet"}
    getattr(rows, written[request.param])(path)
    steps = tuple(Repair(on=(code,)) for code in ("TXT001", "TPL001"))
    with pytest.MonkeyPatch.context() as patch:
        parts_of(2, patch)
        patch.setattr(module, "_TOGETHER", 2)
        yield curate.run(Pipeline(name="mend", steps=steps), path).kept


def test_fields_are_told_by_row_in_any_order(mended: Records) -> None:
    (told,) = mended.changes()
    whole = {1: "A grey one.", 3: "It’s wet there.", 4: "None of them."}
    assert dict(told) == {row: {"completion": text} for row, text in whole.items()}
    for row in (4, 1, 3, 1, 4):
        assert told[row] == {"completion": whole[row]}
    assert 2 not in told
    assert len(told) == 3


def test_fields_of_text_are_told_as_the_json_text_that_is_written(mended: Records) -> None:
    (told,), (values,) = mended.changes(as_text=True), mended.changes()
    if not mended.inputs[0].source.is_text:
        assert dict(told) == dict(values)
        return
    assert told[3]["completion"] == '"It’s wet there."'
    assert all(isinstance(value, JsonText) for row in told.values() for value in row.values())
    read = {row: {name: json.loads(value) for name, value in fields.items()} for row, fields in told.items()}
    assert read == values


def test_what_was_laid_down_is_what_is_made_once_more(mended: Records) -> None:
    edits = mended.edits
    assert edits is not None
    (told,) = mended.changes()
    assert isinstance(told, _Laid if mended.inputs[0].source.is_text else _Made)
    assert dict(told) == dict(rows_made(mended, 0, edits))


def test_a_field_of_a_table_is_told_whole_in_the_types_it_has() -> None:
    said = [{"role": "user", "content": "Which moss?"}, {"role": "assistant", "content": "A grey  one."}]
    day = pl.Series([19_000]).cast(pl.Date)[0]
    rows = [{"messages": said, "meta": {"score": 1, "on": day}, "n": 3}, {"messages": said, "n": 4}]
    records = curate.read(pl.DataFrame(rows))
    rank = dict(records.frame.select("row", "rank").iter_rows())
    path = "messages[1].content"
    edits = [
        Edit(rank[1], path, "", "A grey one."),
        Edit(rank[1], "meta.score", 1, 2),
        Edit(rank[1], path, "", "Grey."),
    ]
    assert rows_made(records, 0, frame_of(edits)) == {
        1: {"messages": [said[0], {"role": "assistant", "content": "Grey."}], "meta": {"score": 2, "on": day}}
    }
    assert rows_made(records, 0, frame_of([])) == {}
    assert records.changes() == [{}]


def test_what_a_later_step_changes_stands_beside_what_an_earlier_one_did(tmp_path: Path) -> None:
    said = f"{damaged('It’s wet there.')}<|endoftext|>"
    turns = [{"role": "user", "content": "Which moss?<|endoftext|>"}, {"role": "assistant", "content": said}]
    (tmp_path / "moss.jsonl").write_text(json.dumps({"messages": turns, "n": 1.50}) + "\n")
    steps = tuple(Repair(on=(code,)) for code in ("TXT001", "TPL001"))
    (told,) = curate.run(Pipeline(name="mend", steps=steps), tmp_path / "moss.jsonl").kept.changes()
    assert [each["content"] for each in told[1]["messages"]] == ["Which moss?", "It’s wet there."]
