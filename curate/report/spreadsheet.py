"""A table for a spreadsheet, in which no text of a record is taken for a formula."""

import polars as pl
from polars import selectors

_FORMULA = r"^[=+\-@\t\r]"
"""How a cell begins that a spreadsheet would take for a formula."""


def as_csv(table: pl.DataFrame) -> str:
    """The table as CSV; a text that could be taken for a formula has a `'` before it."""
    text = selectors.string()
    harmless = pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text)
    return table.with_columns(harmless.name.keep()).write_csv()
