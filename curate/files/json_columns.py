"""Columns that a table marks as JSON text: the library `datasets` writes values of unlike shapes so."""

import json
from collections.abc import Callable
from typing import Any

import polars as pl
from polars.datatypes import DataTypeClass

MARK = "arrow.json"
"""The canonical Arrow extension type for JSON text."""

Decode = Callable[[Any], Any]


def decoder_of(kind: pl.DataType | DataTypeClass) -> Decode | None:
    """What makes values of the cells of a column; nothing where they are values already."""
    if isinstance(kind, pl.datatypes.BaseExtension) and kind.ext_name() == MARK:
        return _value
    if isinstance(kind, pl.List | pl.Array):
        inner = decoder_of(kind.inner)
        return inner and _each(inner)
    if isinstance(kind, pl.Struct):
        fields = {field.name: decode for field in kind.fields if (decode := decoder_of(field.dtype))}
        return _some(fields) if fields else None
    return None


def decoders_of(schema: pl.Schema) -> dict[str, Decode]:
    """By column: what makes values of its cells, for those that need it."""
    return {name: decode for name, kind in schema.items() if (decode := decoder_of(kind))}


def decoded(row: dict[str, Any], decoders: dict[str, Decode]) -> dict[str, Any]:
    """A row with values in place of JSON text; a field that it lacks stays absent."""
    return row | {name: decode(row[name]) for name, decode in decoders.items() if name in row}


def _value(text: Any) -> Any:  # noqa: ANN401  JSON is anything
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return text


def _each(decode: Decode) -> Decode:
    return lambda cells: cells and [decode(cell) for cell in cells]


def _some(decoders: dict[str, Decode]) -> Decode:
    return lambda cell: cell and decoded(cell, decoders)
