"""Rows in files of every kind."""

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from curate.errors import OutputRefused, UsageError
from curate.files.outputs import (
    as_text,
    cells_again,
    dataset_of,
    frame_of,
    kind_of,
    write_rows,
)
from curate.files.sources import open_source
from curate.files.written import cell_of

Row = dict[str, Any]
ROWS: list[Row] = [
    {"prompt": "How long may leek soup stay in the fridge?", "completion": "Three days.", "score": 4},
    {"prompt": "韭葱汤可以放多久？", "completion": 'With a lid, "three" days,\nnot more.', "score": 5},
]
FIELDS = ("prompt", "completion", "score")


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows under a name, and gives the file."""

    def write(name: str, rows: list[Row] = ROWS) -> Path:
        path = tmp_path / name
        write_rows(str(path) + ("/" if name.endswith("/") else ""), lambda: rows, FIELDS)
        return path

    return write


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jsonl", "lines"),
        ("a.ndjson.gz", "lines"),
        ("a.b.JSON", "array"),
        ("a.json.zst", "array"),
        ("a.csv", "csv"),
        ("data/a.tsv.gz", "tsv"),
        ("a.parquet", "parquet"),
        ("a.arrow", "arrow"),
        ("a.feather", "arrow"),
        ("a.arrows", "arrows"),
        ("a/", "saved"),
        ("a.jsonl/", "saved"),
    ],
)
def test_the_ending_says_what_kind_of_file(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize("name", ["a", "a.txt", "a.gz", "a.jsonl.bz2", ".jsonl"])
def test_an_unknown_ending_is_answered_with_the_known_ones(name: str) -> None:
    with pytest.raises(UsageError, match="the ending does not say") as refused:
        kind_of(name)
    assert ".jsonl, .ndjson, .json, .csv" in refused.value.hint


@pytest.mark.parametrize("name", ["a.parquet.gz", "a.arrow.zst"])
def test_a_table_is_not_compressed_twice(name: str) -> None:
    with pytest.raises(UsageError, match="compressed inside"):
        kind_of(name)


@pytest.mark.parametrize("name", ["./", "/", ""])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="names no file"):
        kind_of(name)


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
@pytest.mark.parametrize("ending", [".jsonl", ".json"])
def test_text_holds_the_rows_in_their_order(written: Callable[..., Path], ending: str, packed: str) -> None:
    source = open_source(str(written(f"out{ending}{packed}")))
    assert source.ending == ending + packed
    assert [json.loads(raw) for cut in source.cuts() for raw in cut.raws] == ROWS


@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_cells_stand_below_the_fields_of_all_rows(written: Callable[..., Path], ending: str) -> None:
    path = written(f"out{ending}", [*ROWS, {"prompt": "Freeze it?"}])
    assert path.read_bytes().startswith(
        b"prompt,completion,score\n".replace(b",", b"," if ending == ".csv" else b"\t")
    )
    values = [value for cut in open_source(str(path)).cuts() for value in cut.values or []]
    assert values[1]["completion"] == ROWS[1]["completion"]
    assert values[2] == {"prompt": "Freeze it?", "completion": "", "score": ""}


@pytest.mark.parametrize("ending", [".parquet", ".arrow", ".feather", ".arrows"])
def test_a_table_holds_typed_columns(written: Callable[..., Path], ending: str) -> None:
    values = [value for cut in open_source(str(written(f"out{ending}"))).cuts() for value in cut.values or []]
    assert values == ROWS


def test_a_record_over_several_lines_becomes_one_and_keeps_its_words() -> None:
    pretty = b'{\n  "score": 1e999,\r\n\n  "prompt": "two\\nlines"\n}'
    assert list(as_text([pretty], array=False)) == [b'{ "score": 1e999, "prompt": "two\\nlines" }\n']
    assert b"".join(as_text([pretty, b"{}"], array=True)) == b"[\n" + pretty + b",\n{}\n]\n"


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), ("", ""), (True, "true"), (3, "3"), ([{"a": "é"}], '[{"a": "é"}]'), ({}, "{}"), ("true", "true")],
)
def test_a_cell_is_text(value: object, cell: str) -> None:
    assert cell_of(value) == cell


@pytest.mark.parametrize("kind", ["csv", "tsv"])
@pytest.mark.parametrize("text", ["a\rb", "\r\n", '"', ",\t", "\x00", "\ufeffa", " a ", "", "\n" * 9_000, "é"])
def test_a_row_of_cells_reads_back(kind: Any, text: str) -> None:  # noqa: ANN401  one of few texts
    assert cells_again({"prompt": text, "completion": "b"}, kind) == {"prompt": text, "completion": "b"}
    assert cells_again({"prompt": text or "x"}, kind) == {"prompt": text or "x"}


def test_a_row_of_cells_that_no_reader_follows_is_told() -> None:
    assert cells_again({"prompt": "a\n" * 10_001, "completion": "b"}, "csv") is None


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([{"score": 4}, {"score": "none"}], "score, in record 1"),
        ([{"score": True}, {"score": 4}], "score, in record 1"),
        ([{"score": 2**53 + 1}, {"score": 0.5}], "score, in record 1"),
        ([{"meta": "web"}, {"meta": {"page": 1}}], "meta"),
        ([{"meta": 1}, {"meta": {"page": 1}}], "meta, in record 1"),
        ([{"said": [{"content": "a"}]}, {"said": [{"content": [{"text": "a"}]}]}], "said, in record 2"),
        ([{"fine": 1, "score": [1, "x"]}], "score"),
        ([{"score": 2**200}], "score"),
    ],
)
def test_a_table_is_refused_where_it_would_say_something_else(rows: list[Row], where: str) -> None:
    with pytest.raises(UsageError) as refused:
        frame_of(rows)
    assert f"no one type has ({where})" in refused.value.message
    assert "JSON Lines" in refused.value.hint


@pytest.mark.parametrize(
    "rows",
    [
        [{"tags": []}, {"tags": ["a"]}],
        [{"tags": []}],
        [{"meta": {}}, {"meta": {"page": 1}}],
        [{"meta": {"page": None}}],
        [{"score": 1}, {"score": 1.5}],
        [{"score": 2**63}],
        [{"a": None}, {"b": "x"}],
        [],
    ],
)
def test_what_a_table_can_hold_it_holds(rows: list[Row]) -> None:
    assert frame_of(rows).height == len(rows)


def test_text_of_a_record_may_be_a_row_of_a_table() -> None:
    assert frame_of([b'{"score": 4}', {"score": 5}])["score"].to_list() == [4, 5]


def test_an_object_without_fields_is_refused_where_a_file_has_none(written: Callable[..., Path]) -> None:
    with pytest.raises(UsageError, match="no one type has"):
        written("out.parquet", [{"meta": {}}])
    assert written("out.arrow", [{"meta": {}}]).exists()


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_nothing_is_left_where_writing_stops(name: str, tmp_path: Path) -> None:
    def pieces() -> Any:  # noqa: ANN401  rows that end in a failure
        yield ROWS[0]
        raise KeyboardInterrupt

    (tmp_path / name).write_text("an earlier file")
    with pytest.raises(KeyboardInterrupt):
        write_rows(str(tmp_path / name), pieces, FIELDS)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "an earlier file")]


def test_an_existing_file_is_replaced_whole_and_folders_are_made(written: Callable[..., Path]) -> None:
    for rows in (ROWS * 500, ROWS[:1]):
        path = written("new/folder/out.jsonl", rows)
    assert len(path.read_bytes().splitlines()) == 1
    assert [each.name for each in path.parent.iterdir()] == ["out.jsonl"]


def test_equal_rows_give_equal_bytes_also_compressed(written: Callable[..., Path]) -> None:
    one, two = written("one.jsonl.gz"), written("another.jsonl.gz")
    assert one.read_bytes() == two.read_bytes()
    assert len(gzip.decompress(one.read_bytes()).splitlines()) == 2


def test_a_place_that_can_not_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "out.jsonl").mkdir()
    for name in ("file/out.jsonl", "out.jsonl", f"{'x' * 300}.jsonl"):
        with pytest.raises(OutputRefused, match="can not be written"):
            write_rows(str(tmp_path / name), lambda: ROWS, FIELDS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "out.jsonl"]


@pytest.mark.hf
def test_a_folder_is_a_dataset_and_takes_the_place_of_an_earlier_one(
    written: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    from datasets import load_from_disk

    for rows in (ROWS * 3, ROWS):
        folder = written("out/", rows)
        assert load_from_disk(folder).to_list() == rows
    assert [path.name for path in folder.parent.iterdir()] == ["out"]
    assert capfd.readouterr().err == ""


@pytest.mark.hf
def test_a_folder_that_holds_anything_else_is_left_alone(written: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    written("out/")
    for path in (tmp_path / "out").iterdir():
        path.unlink()
    (tmp_path / "out" / "thesis.tex").write_text("mine")
    with pytest.raises(OutputRefused, match="something else than a saved dataset"):
        written("out/")
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "thesis.tex"]


def test_without_the_library_a_dataset_is_refused_with_what_to_install(
    written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(UsageError, match="datasets") as refused:
        dataset_of(pl.DataFrame(ROWS))
    assert refused.value.hint.startswith("pip install 'curate-sft[hf]'")
    with pytest.raises(UsageError, match="datasets"):
        written("out/")
