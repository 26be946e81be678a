"""Tables for a spreadsheet."""

import polars as pl
import pytest

from curate.report.spreadsheet import as_csv


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@sum", "\tx", "\rx"])
def test_no_text_is_a_formula_and_numbers_stay_numbers(text: str) -> None:
    table = as_csv(pl.DataFrame({"said": [text], "number": [-2]}))
    assert pl.read_csv(table.encode()).rows() == [(f"'{text}", -2)]


def test_an_empty_table_has_its_columns() -> None:
    assert as_csv(pl.DataFrame(schema={"a": pl.String, "b": pl.Int64})) == "a,b\n"
