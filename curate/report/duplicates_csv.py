"""Families of near-duplicates as a table for a spreadsheet: a row for each member, with its leader."""

import polars as pl
from polars import selectors

from curate.report.duplicates import Duplicates

_FORMULA = r"^[=+\-@\t\r]"
"""How a cell begins that a spreadsheet would take for a formula."""


def families_csv(found: Duplicates) -> str:
    """The columns of `families`; a text that could be taken for a formula has a `'` before it."""
    text = selectors.string()
    harmless = pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text)
    return found.families.with_columns(harmless.name.keep()).write_csv()
