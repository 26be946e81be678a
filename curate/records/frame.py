"""Validated records as one polars frame, built from flat columns."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from curate.files.slices import Slice
from curate.records import columns as c
from curate.records.key import content_key, raw_hash
from curate.records.turns import Conversation

_RAW_HASH = "_raw_hash"
_INDEX = "_index"
_RECORD_COLUMNS = {name: c.SCHEMA[name] for name in c.SCHEMA if name not in (c.MESSAGES, c.RANK)} | {
    _RAW_HASH: pl.UInt64()
}


class FrameBuilder:
    """Takes conversations one by one and gives them back as a frame.

    Lists of plain values become columns; the list of messages is grouped from a flat table. Building it from
    dictionaries costs ten times as much.
    """

    def __init__(self) -> None:
        self.records: list[tuple[Any, ...]] = []
        self.turns: list[tuple[Any, ...]] = []
        self.parts: list[pl.DataFrame] = []

    def add(self, source: int, piece: Slice, conversation: Conversation, extra: dict[str, Any]) -> None:
        """Take one record: where it stands, what it says, and the fields its format does not explain."""
        index = len(self.records)
        key = content_key(conversation)
        place = (source, piece.row, piece.line, piece.offset, len(piece.raw))
        own = (_text_or_none(extra.get("id")), _own_type(extra))
        self.records.append((key, *own, *place, conversation.tools, raw_hash(piece.raw)))
        self.turns.extend((index, *turn) for turn in conversation.turns)
        if index >= PART:
            self._close_part()

    def _close_part(self) -> None:
        if self.records:
            self.parts.append(_part(self.records, self.turns))
            self.records, self.turns = [], []

    def build(self) -> pl.DataFrame:
        """The whole frame, keys told apart and ranked."""
        self._close_part()
        empty = pl.DataFrame(schema={**c.SCHEMA, _RAW_HASH: pl.UInt64()}).drop(c.RANK)
        frame = pl.concat([empty, *self.parts], how="diagonal")
        return _ranked(frame).select(*c.SCHEMA)


PART = 20_000
"""Records that are held as Python objects before they become columns."""

_TYPE_LABELS = ("type", "prompt_type", "category", "task")


def _text_or_none(value: object) -> str | None:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


def _own_type(extra: dict[str, Any]) -> str | None:
    labels = (extra.get(name) for name in _TYPE_LABELS)
    return next((label for label in labels if isinstance(label, str)), None)


def _part(records: Sequence[tuple[Any, ...]], turns: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    frame = pl.DataFrame(records, schema=_RECORD_COLUMNS, orient="row").with_row_index(_INDEX)
    fields = {field.name: field.dtype for field in c.MESSAGE.fields}
    flat = pl.DataFrame(turns, schema={_INDEX: pl.UInt32, **fields}, orient="row")
    lists = flat.group_by(_INDEX, maintain_order=True).agg(pl.struct(list(fields)).alias(c.MESSAGES))
    return frame.join(lists, on=_INDEX, how="left", maintain_order="left").drop(_INDEX)


def _ranked(frame: pl.DataFrame) -> pl.DataFrame:
    """Tell equal keys apart as `-2`, `-3`, by the hash of the whole record, then by position; rank all."""
    repeat = pl.int_range(pl.len()).over(c.KEY)
    suffix = pl.when(repeat > 0).then(pl.format("-{}", repeat + 1)).otherwise(pl.lit(""))
    ordered = frame.with_row_index(_INDEX).sort(c.KEY, _RAW_HASH, c.SOURCE, c.ROW)
    named = ordered.with_columns((pl.col(c.KEY) + suffix).alias(c.KEY)).with_row_index(c.RANK)
    return named.sort(_INDEX)
