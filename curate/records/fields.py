"""A field of every record, whatever its format knows of it, read once more from the source."""

import json
import re
from collections.abc import Sequence
from typing import Any

import polars as pl

from curate.errors import UnknownName
from curate.records import columns as c
from curate.records.changed_rows import rows_made
from curate.records.edits import edits_of
from curate.records.formats.mapped import value_at
from curate.records.records import Records
from curate.records.turns import json_text

_EXACT = 2**63
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,300})(?:\.\d+)?(?:[eE][+-]?\d{1,3})?", re.ASCII)
FILE = "file"
"""The field that every record has: the name of its input."""


def field_of(records: Records, name: str) -> pl.DataFrame:
    """`rank` and `value` of each record: a field or a path (`meta.score`) in the user's own record.

    Numbers are numbers and texts are texts where every record agrees; all else is JSON text. Cells of a file that
    holds text alone are numbers where all of them are.

    Raises:
        UnknownName: no record has anything there.
    """
    if name == FILE:
        files = pl.Series([each.source.name for each in records.inputs], dtype=pl.String)
        return records.index.select(c.RANK, files.gather(records.index[c.SOURCE]).alias("value"))
    ranks, values = list[int](), list[Any]()
    for number in range(len(records.inputs)):
        found = _values(records, number, name)
        ranks += found.keys()
        values += found.values()
    if not any(value is not None for value in values):
        raise _nowhere(records, name)
    column = pl.DataFrame({c.RANK: pl.Series(ranks, dtype=pl.UInt32), "value": typed(values)})
    return records.index.select(c.RANK).join(column, on=c.RANK, how="left", maintain_order="left")


def _values(records: Records, number: int, name: str) -> dict[int, Any]:
    """By rank, what each record of one input has there."""
    of = records.inputs[number]
    path = of.known.paths.get(name, name)
    own = records.index.filter(pl.col(c.SOURCE) == number)
    rank = dict(own.select(c.ROW, c.RANK).iter_rows())
    edits = records.edits
    changed = {} if edits is None else rows_made(records, number, edits_of(edits, path))
    found: dict[int, Any] = {}
    for cut in of.source.cuts():
        for place, row in enumerate(of.known.values(cut), cut.first_row):
            if place in rank:
                found[rank[place]] = value_at({**row, **changed[place]} if place in changed else row, path)
    return _numbers(found) if of.known.delimited else found


def _numbers(cells: dict[int, Any]) -> dict[int, Any]:
    """Cells as numbers, where all of them are written as JSON writes numbers; `007` is none."""
    if not all(isinstance(cell, str) and _NUMBER.fullmatch(cell) for cell in cells.values() if cell is not None):
        return cells
    return {rank: None if cell is None else json.loads(cell) for rank, cell in cells.items()}


def typed(values: Sequence[Any]) -> pl.Series:
    """Values as one column: of booleans, numbers or texts where all agree, else of JSON text."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return pl.Series(values, dtype=pl.Boolean)
    if kinds == {int} and all(value is None or abs(value) < _EXACT for value in values):
        return pl.Series(values, dtype=pl.Int64)
    if kinds <= {int, float}:
        return pl.Series(values, dtype=pl.Float64, strict=False)
    texts = [value if value is None or isinstance(value, str) else json_text(value) for value in values]
    return pl.Series(texts, dtype=pl.String)


def _nowhere(records: Records, name: str) -> UnknownName:
    known = {FILE}
    for each in records.inputs:
        first = next(each.source.cuts(), None)
        rows = each.known.values(first) if first else []
        known |= {field for row in rows if isinstance(row, dict) for field in row}
    return UnknownName.among(known, kind="field of any record", name=name)
