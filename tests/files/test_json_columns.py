"""Columns that are marked as JSON text give the values that they hold."""

import json
from pathlib import Path
from typing import Any

import polars as pl

import curate
from curate.files.json_columns import MARK, decoded, decoders_of

JSON = pl.Extension(MARK, pl.String(), "")
WEATHER: list[dict[str, Any]] = [
    {"role": "user", "content": "Is it freezing in Tromsø?"},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"type": "function", "function": {"name": "weather", "arguments": {"city": "Tromsø"}}}],
    },
    {"role": "tool", "content": '{"celsius": -4}'},
    {"role": "assistant", "content": "Yes, it is four below zero."},
]


def marked(values: list[Any], kind: pl.DataType = JSON) -> pl.Series:
    """A column of JSON texts, with the mark that says so."""
    return pl.Series(values, dtype=pl.String).ext.to(kind)


def row_of(name: str, column: pl.Series) -> dict[str, Any]:
    frame = pl.DataFrame({name: column})
    return decoded(next(frame.iter_rows(named=True)), decoders_of(frame.schema))


def listed(values: list[Any]) -> pl.Series:
    """One cell that holds a list of marked texts."""
    return marked([json.dumps(value) for value in values]).implode()


def test_a_marked_cell_is_the_value_that_its_text_says() -> None:
    assert row_of("schema", marked(['{"type": "object", "properties": {}}'])) == {
        "schema": {"type": "object", "properties": {}}
    }


def test_marked_cells_are_found_in_lists_and_in_structs() -> None:
    assert row_of("messages", listed(WEATHER)) == {"messages": WEATHER}
    assert row_of("tool", pl.DataFrame({"parameters": marked(["[1]"])}).to_struct()) == {
        "tool": {"parameters": [1]}
    }


def test_null_and_text_that_is_no_json_stay_as_they_are() -> None:
    assert row_of("schema", marked([None])) == {"schema": None}
    assert row_of("schema", marked(["not {json"])) == {"schema": "not {json"}


def test_a_table_without_the_mark_needs_no_decoding() -> None:
    assert decoders_of(pl.DataFrame({"prompt": ["[1, 2]"], "scores": [[1]]}).schema) == {}


def test_records_in_marked_columns_are_read_and_kept_as_they_were(tmp_path: Path) -> None:
    curate.run("sft-default", pl.DataFrame({"messages": listed(WEATHER)}), out=tmp_path / "out")

    kept = (tmp_path / "out" / "kept.jsonl").read_text(encoding="utf-8")
    assert json.loads(kept) == {"messages": WEATHER}
