import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate.errors import UnknownName
from curate.records.edits import Edit, frame_of
from curate.records.fields import field_of, typed
from curate.records.records import Records

Row = dict[str, Any]
SAID = [{"role": "user", "content": "Which moss is this?"}, {"role": "assistant", "content": "Wall screw-moss."}]


def lines(path: Path, rows: Sequence[Row]) -> Path:
    path.write_text("".join(json.dumps({"n": at, **row, "messages": SAID}) + "\n" for at, row in enumerate(rows)))
    return path


def values(records: Records, name: str) -> list[Any]:
    """In the order of the input."""
    held = field_of(records, name)
    assert held["rank"].to_list() == records.frame["rank"].to_list()
    return held["value"].to_list()


@pytest.mark.parametrize(
    ("rows", "told", "dtype"),
    [
        ([{"f": 3}, {"f": None}, {}, {"f": 5}], [3, None, None, 5], pl.Int64()),
        ([{"f": 3}, {"f": 0.5}], [3.0, 0.5], pl.Float64()),
        ([{"f": True}, {}], [True, None], pl.Boolean()),
        ([{"f": "web"}, {}], ["web", None], pl.String()),
        ([{"f": "web"}, {"f": 3}, {"f": True}], ["web", "3", "true"], pl.String()),
        ([{"f": {"a": ["é"]}}, {"f": [1]}], ['{"a":["é"]}', "[1]"], pl.String()),
        ([{"f": 2**70}, {"f": 1}], [float(2**70), 1.0], pl.Float64()),
    ],
)
def test_values_have_the_type_that_all_of_them_agree_on(
    tmp_path: Path, rows: list[Row], told: list[Any], dtype: pl.DataType
) -> None:
    records = curate.read(lines(tmp_path / "d.jsonl", rows))
    assert values(records, "f") == told
    assert field_of(records, "f")["value"].dtype == dtype


def test_a_path_leads_into_a_record_and_a_name_with_dots_comes_first(tmp_path: Path) -> None:
    rows: list[Row] = [{"meta": {"by": [{"name": "Jo"}]}}, {"meta": "none"}, {"meta.by[0].name": "Al", "meta": {}}]
    records = curate.read(lines(tmp_path / "d.jsonl", rows))
    assert values(records, "meta.by[0].name") == ["Jo", None, "Al"]


def test_a_field_of_several_inputs_is_one_column(tmp_path: Path) -> None:
    one = lines(tmp_path / "one.jsonl", [{"f": "a"}, {"f": "b"}])
    (tmp_path / "two.csv").write_text("prompt,completion,f\nWhich moss?,A grey one.,3\nWhich fern?,A tall one.,\n")
    records = curate.read(one, tmp_path / "two.csv")
    assert values(records, "f") == ["a", "b", "3", None]
    assert values(records, "file") == [str(one)] * 2 + [str(tmp_path / "two.csv")] * 2


def test_the_name_of_the_input_is_a_field_of_every_record(tmp_path: Path) -> None:
    records = curate.read(lines(tmp_path / "d.jsonl", [{}, {}]))
    assert values(records, "file") == [str(tmp_path / "d.jsonl")] * 2


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["3", "", "4"], [3, None, 4]),
        (["3", "2.5", "-1e2"], [3.0, 2.5, -100.0]),
        (["007", "7", "8"], ["007", "7", "8"]),
        (["nan", "1", "2"], ["nan", "1", "2"]),
        (["1_000", "1", "2"], ["1_000", "1", "2"]),
        (["٣", "1", "2"], ["٣", "1", "2"]),
        (["3", "three", ""], ["3", "three", None]),
    ],
)
def test_cells_are_numbers_where_all_of_them_are_written_so(
    tmp_path: Path, cells: list[str], told: list[Any]
) -> None:
    rows = "".join(f"Which moss is no. {at}?,A grey one.,{cell}\n" for at, cell in enumerate(cells))
    (tmp_path / "d.csv").write_text("prompt,completion,f\n" + rows, encoding="utf-8")
    assert values(curate.read(tmp_path / "d.csv"), "f") == told


def test_a_field_is_read_from_where_the_map_says(tmp_path: Path) -> None:
    records = curate.read(
        lines(tmp_path / "d.jsonl", [{"meta": {"who": "Jo"}}, {"writer": "Al"}]), map={"writer": "meta.who"}
    )
    assert values(records, "writer") == ["Jo", None]


def test_a_column_of_a_table_is_a_field() -> None:
    frame = pl.DataFrame({"messages": [SAID, SAID], "meta": [{"score": 1}, {"score": None}]})
    assert values(curate.read(frame), "meta.score") == [1, None]


def test_broken_records_have_no_field(tmp_path: Path) -> None:
    path = lines(tmp_path / "d.jsonl", [{"f": 1}, {"f": 2}])
    path.write_text('{"f": 8, "messages": "none"}\n' + path.read_text() + '{"f": 9,\n')
    assert values(curate.read(path, format="messages"), "f") == [1, 2]


def test_a_field_that_no_record_has_is_told_with_the_nearest(tmp_path: Path) -> None:
    records = curate.read(lines(tmp_path / "d.jsonl", [{"source": "web"}, {"score": None}]))
    with pytest.raises(UnknownName, match=r"no field of any record called 'sauce'\. Did you mean 'source'"):
        field_of(records, "sauce")
    with pytest.raises(UnknownName, match="'score'"):
        field_of(records, "score")


def test_a_field_is_read_as_it_was_changed(tmp_path: Path) -> None:
    records = curate.read(lines(tmp_path / "d.jsonl", [{"meta": {"score": 1}}, {"meta": {"score": 2}}]))
    rank = dict(records.frame.select("row", "rank").iter_rows())
    edits = frame_of([Edit(rank[2], "meta.score", 2, 9), Edit(rank[1], "mood", None, "calm")])
    after = replace(records, edits=edits)
    assert values(after, "meta.score") == [1, 9]
    assert values(after, "meta") == ['{"score":1}', '{"score":9}']
    assert values(after, "mood") == ["calm", None]
    assert values(after, "n") == [0, 1]
    assert after.field("meta.score").equals(field_of(after, "meta.score"))


def test_nothing_known_is_a_column_of_nothing() -> None:
    assert typed([None, None]).to_list() == [None, None]
    assert typed([]).to_list() == []
