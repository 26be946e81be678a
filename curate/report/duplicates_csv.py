"""Families of near-duplicates as a table for a spreadsheet: a row for each member, with its leader."""

from curate.report.duplicates import Duplicates
from curate.report.spreadsheet import as_csv


def families_csv(found: Duplicates) -> str:
    """The columns of `families`; a text that could be taken for a formula has a `'` before it."""
    return as_csv(found.families)
