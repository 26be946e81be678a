"""From sources to records and rejects."""

import gc
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import curate
from curate.errors import InputError

GOOD = {"prompt": "When does the ferry leave?", "completion": "At nine, from the north pier."}
LINE = json.dumps(GOOD).encode()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (LINE[:30], "FMT002"),
        (LINE.replace(b"ferry", b"f\xe9rry"), "FMT001"),
        (LINE.replace(b'"prompt":', b'"prompt" :"Hi", "prompt":'), "FMT003"),
        (LINE[:-1] + b', "more": {"a": 1, "a": 2}}', "FMT003"),
        (LINE[:-1] + b', "n": NaN}', "FMT002"),
        (LINE.replace(b"ferry", b"\\ud800"), "FMT002"),
        (b'{"prompt": 5, "completion": null}', "FMT004"),
        (b"null", "FMT004"),
        (b'{"prompt": ' + b"[" * 100_000, "FMT002"),
    ],
)
def test_a_broken_line_is_rejected_and_its_neighbours_are_read(tmp_path: Path, line: bytes, code: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join([LINE, LINE, line, LINE, LINE]) + b"\r\n")
    records = curate.read(path)
    (reject,) = records.rejects
    assert (reject.code, reject.line, reject.row, reject.raw) == (code, 3, 3, line)
    assert len(records) == 4
    assert list(records.raw(0)) == [LINE] * 4


def test_a_line_separator_inside_a_string_divides_nothing(write_lines: Callable[..., Path]) -> None:
    assert len(curate.read(write_lines([{**GOOD, "completion": "At nine.\u2028Or ten."}]))) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_records_rejects_or_an_input_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.jsonl"
    path.write_bytes(data)
    try:
        records = curate.read(path, format="prompt-completion")
    except InputError:
        return
    assert records.read == len(records) + len(records.rejects)


def test_an_array_cut_at_any_byte_gives_what_a_comma_closed_and_rejects_the_rest(tmp_path: Path) -> None:
    whole = json.dumps([GOOD, GOOD, GOOD], indent=1).encode()
    path = tmp_path / "cut.json"
    for end in range(2, len(whole)):
        path.write_bytes(whole[:end])
        try:
            records = curate.read(path, format="prompt-completion")
        except InputError:
            continue
        assert records.read == len(records) + len(records.rejects)
        assert len(records) == whole[:end].count(b"},")


def test_a_record_is_read_in_each_container_with_the_same_key(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(LINE)
    (tmp_path / "b.json").write_bytes(b'{"data": [' + LINE + b"]}")
    (tmp_path / "c.csv").write_text(
        'prompt,completion\nWhen does the ferry leave?,"At nine, from the north pier."\n'
    )
    pl.DataFrame([GOOD]).write_parquet(tmp_path / "d.parquet")
    records = curate.read(tmp_path)

    assert [each.source.container for each in records.inputs] == ["lines", "array", "csv", "parquet"]
    assert [key[:16] for key in records.frame["key"]] == [records.frame["key"][0]] * 4


def test_a_field_that_only_some_rows_of_a_table_have_is_absent_in_the_others() -> None:
    rows = [{**GOOD, "tools": None}, {**GOOD, "tools": '[{"name": "tide"}]'}]

    assert curate.read(pl.DataFrame(rows)).frame["tools"].to_list() == [None, '[{"name": "tide"}]']


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_of_cycles_is_left_as_it_was(write_lines: Callable[..., Path], *, was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()
    try:
        curate.read(write_lines([GOOD]))
        assert gc.isenabled() is was_on
    finally:
        gc.enable()
