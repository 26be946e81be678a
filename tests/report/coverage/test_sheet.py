"""The table that people fill in."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import curate
from curate.errors import UsageError
from curate.labels import COLUMNS, parse_labels
from curate.records.records import Records
from curate.report.coverage.sheet import Sampled, prompts_in, read_sheet
from tests.report.coverage.mill import rows


def test_each_row_is_a_prompt_with_its_place_and_room_for_a_label(mixed: Callable[..., Records]) -> None:
    drawn = curate.label(mixed(), 20)
    assert tuple(drawn.sheet.columns) == COLUMNS
    assert drawn.sheet["label"].to_list() == [""] * 20
    said = prompts_in(drawn.records, drawn.sheet["key"])
    assert drawn.sheet["prompt"].to_list() == list(said.values())
    assert repr(drawn) == "Sampled(20 prompts, 0 with a label)"


def test_what_is_told_of_types_does_not_stand_there(mixed: Callable[..., Records]) -> None:
    text = curate.label(mixed(), 30).text()
    assert "open_qa" not in text
    assert "rules" not in text


def test_a_table_that_was_filled_in_is_gone_on_with(mixed: Callable[..., Records], tmp_path: Path) -> None:
    records = mixed()
    first = curate.label(records, 20)
    filled = [dict(row) | {"label": "coding", "by": "ann"} for row in first.sheet.head(5).iter_rows(named=True)]
    first.take([*filled, *first.sheet.tail(15).iter_rows(named=True)])
    path = tmp_path / "labels.csv"
    path.write_text(first.text())
    again = curate.label(records, 30, known=path)
    assert again.sheet.head(20).equals(first.sheet)
    assert again.sheet.height == 30
    assert again.labelled == 5
    assert len(parse_labels(again.text(), "l.csv", again.by)) == 5


def test_a_prompt_that_could_be_a_formula_stays_one_text(records_of: Callable[..., Records]) -> None:
    records = records_of([{"prompt": "=1+1 is what in words?", "completion": "Two."}, *rows({"coding": 2})])
    text = curate.label(records, 3).text()
    assert "'=1+1 is what" in text
    assert read_sheet(text, "l.csv").height == 3


def test_without_texts_there_are_none(mixed: Callable[..., Records]) -> None:
    assert set(curate.label(mixed(), 9, text=False).sheet["prompt"]) == {""}


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(UsageError, match=r"l\.csv is no table of labels: the column 'key' is missing"):
        read_sheet("name,age\nann,9\n", "l.csv")


def test_it_says_before_anybody_labels_that_there_are_fewer_than_was_asked_for_or_too_few(
    mixed: Callable[..., Records],
) -> None:
    records = mixed({"open_qa": 30, "translation": 20, "coding": 2})
    assert curate.label(records, 10).warnings(10) == []
    assert curate.label(records, 52).warnings(52) == []
    (few,) = curate.label(records, 9).warnings(9)
    assert few.startswith(
        "9 labels are too few to give each of 3 kinds of prompts (by what they are told to be) its four"
    )
    assert few.endswith("-n 10 gives four to each.")
    (many,) = curate.label(records, 53).warnings(53)
    assert many == "there are 52 prompts to label, one of each family of near-duplicates, not 53."


def test_columns_that_a_person_adds_stay(mixed: Callable[..., Records], tmp_path: Path) -> None:
    first = curate.label(mixed(), 5)
    path = tmp_path / "labels.csv"
    path.write_text(first.sheet.with_columns(doubt=pl.lit("ask Ben")).write_csv())
    again = curate.label(mixed(), 8, known=path)
    assert again.sheet["doubt"].to_list() == ["ask Ben"] * 5 + [""] * 3
    assert "ask Ben" in again.text()


def test_a_key_that_is_also_a_number_outlives_a_spreadsheet(mixed: Callable[..., Records]) -> None:
    drawn = curate.label(mixed(), 3)
    keys = ["1234567890123456", "12345678901234e5", "12345678901234f5"]
    text = Sampled(drawn.records, drawn.by, drawn.sheet.with_columns(pl.Series("key", keys)), drawn.room).text()
    assert [line.partition(",")[0] for line in text.splitlines()[1:]] == [f"'{keys[0]}", f"'{keys[1]}", keys[2]]
    assert read_sheet(text, "l.csv")["key"].to_list() == keys


def test_who_goes_on_with_a_table_is_told_what_is_wrong_with_its_labels(
    mixed: Callable[..., Records], tmp_path: Path
) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(curate.label(mixed(), 5).sheet.with_columns(label=pl.lit("sumarization")).write_csv())
    with pytest.raises(UsageError, match="line 2: there is no type called 'sumarization'"):
        curate.label(mixed(), 8, known=path)
