"""Validated records as one polars frame, built from flat columns."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, cast

import numpy as np
import polars as pl

from curate.files.slices import Cut
from curate.files.tables import as_json
from curate.records import columns as c
from curate.records.key import content_key, raw_hashes
from curate.records.turns import Conversation, Turn, beyond, json_text, text_or_none

_RAW_HASH = "_raw_hash"
_INDEX = "_index"


class Parsed(NamedTuple):
    """The records of one cut that could be read."""

    positions: list[int]
    """In the cut."""
    said: list[Conversation]
    ids: list[str | None]
    types: list[str | None]


class FrameBuilder:
    """Takes conversations cut by cut and gives them back as a frame.

    Lists of plain values become columns; the list of messages is grouped from a flat table. Building it from
    dictionaries costs ten times as much.
    """

    def __init__(self) -> None:
        self.parts: list[pl.DataFrame] = []

    def add(self, source: int, cut: Cut, parsed: Parsed) -> None:
        """Take the records of one cut."""
        if parsed.said:
            self.parts.append(_part(source, cut, parsed))

    def build(self) -> pl.DataFrame:
        """The whole frame, keys told apart and ranked."""
        empty = pl.DataFrame(schema={**c.SCHEMA, _RAW_HASH: pl.UInt64()}).drop(c.RANK)
        return _ranked(pl.concat([empty, *self.parts])).select(*c.SCHEMA)


def _part(source: int, cut: Cut, parsed: Parsed) -> pl.DataFrame:
    at, said, ids, types = parsed
    raws = cut.raws if cut.values is None or cut.lines else [as_json(value) for value in cut.values]
    raws = raws if len(at) == len(raws) else [raws[position] for position in at]
    columns: dict[str, Any] = {
        c.KEY: list(map(content_key, said)),
        c.ID: ids,
        c.TYPE: types,
        c.SOURCE: pl.repeat(source, len(at), dtype=pl.UInt32, eager=True),
        c.ROW: [cut.first_row + position for position in at],
        c.LINE: _chosen(cut.lines, at),
        c.OFFSET: _chosen(cut.offsets, at),
        c.LENGTH: list(map(len, raws)) if cut.lines else None,
        c.MESSAGES: _message_lists([each.turns for each in said]),
        c.TOOLS: [each.tools for each in said],
        c.REJECTED: _rejected([each.rejected for each in said]),
        c.CHOSEN: [each.chosen or None for each in said],
        c.LABEL: [each.label for each in said],
        _RAW_HASH: raw_hashes(raws),
    }
    schema = c.SCHEMA | {_RAW_HASH: pl.UInt64()}
    return pl.DataFrame(
        [
            values.alias(name) if isinstance(values, pl.Series) else _series(name, values, schema[name], len(at))
            for name, values in columns.items()
        ]
    )


def _series(name: str, values: list[Any] | None, dtype: pl.DataType, height: int) -> pl.Series:
    """A column; one in which nothing is known costs nothing."""
    if values is None or values.count(None) == len(values):
        return pl.repeat(None, height, dtype=dtype, eager=True).alias(name)
    return pl.Series(name, values, dtype=dtype)


def _chosen(column: list[int], positions: list[int]) -> list[int] | None:
    """The values at these positions; none where the source has rows only."""
    if not column:
        return None
    return column if len(positions) == len(column) else [column[position] for position in positions]


def _message_lists(spoken: Sequence[list[Turn]]) -> pl.Series:
    """The turns of each record as a list of messages."""
    turns = [turn for each in spoken for turn in each]
    fields = {field.name: field.dtype for field in c.MESSAGE.fields}
    flat = pl.DataFrame(
        [
            _series(name, values, cast("pl.DataType", fields[name]), len(turns))
            for name, values in _fields(turns).items()
        ]
    )
    return _grouped(flat.to_struct(), list(map(len, spoken)))


def _grouped(values: pl.Series, counts: list[int]) -> pl.Series:
    """Lists of so many of the values, one after the other."""
    if len(set(counts)) == 1:
        # Most sets are of one prompt and one response each, for which nothing has to be looked for.
        return values.reshape((-1, counts[0])).cast(pl.List(values.dtype))
    index = pl.Series(np.repeat(np.arange(len(counts)), counts))
    table = pl.DataFrame([index.alias(_INDEX), values.alias(c.MESSAGES)])
    return table.group_by(_INDEX, maintain_order=True).agg(c.MESSAGES)[c.MESSAGES]


def _fields(turns: list[Turn]) -> dict[str, list[Any]]:
    # Most sets hold nothing but texts; then there is nothing more to look for in any turn.
    full = [turn if turn.more else None for turn in turns] if any(map(attrgetter("more"), turns)) else []
    joined = any(map(attrgetter("joints"), turns))
    return {
        c.ROLE: list(map(attrgetter("role"), turns)),
        c.CONTENT: list(map(attrgetter("content"), turns)),
        c.PATH: list(map(attrgetter("path"), turns)),
        c.JOINTS: [list(turn.joints) or None for turn in turns] if joined else [],
        c.TOOL_CALLS: [json_text(turn.tool_calls) if turn and turn.tool_calls else None for turn in full],
        c.BEYOND: [beyond(turn) if turn else None for turn in full],
        c.TOOL_CALL_ID: _texts(full, "tool_call_id"),
        c.NAME: _texts(full, "name"),
    }


def _texts(turns: Iterable[Turn | None], field: str) -> list[str | None]:
    return [text_or_none((turn.more or {}).get(field)) if turn else None for turn in turns]


def _rejected(spoken: list[list[Turn] | None]) -> pl.Series | None:
    if not any(spoken):
        return None
    lists = _message_lists([each or [Turn("", None, "")] for each in spoken])
    absent = pl.Series([each is None for each in spoken])
    return pl.select(pl.when(~absent).then(lists)).to_series()


def _ranked(frame: pl.DataFrame) -> pl.DataFrame:
    """Rank all by key, equal keys by the hash of the whole record, then by position; tell equal keys apart."""
    order = frame.select(pl.arg_sort_by(c.KEY, _RAW_HASH, c.SOURCE, c.ROW)).to_series()
    ranks = np.empty(frame.height, np.uint32)
    ranks[order.to_numpy()] = np.arange(frame.height, dtype=np.uint32)
    keys = frame[c.KEY].gather(order)
    again = keys.eq_missing(keys.shift(1))
    names = _numbered(keys, again).gather(ranks) if again.any() else frame[c.KEY]
    return frame.with_columns(names.alias(c.KEY), pl.Series(c.RANK, ranks))


def _numbered(keys: pl.Series, again: pl.Series) -> pl.Series:
    """Keys in order, of which those that stand there again end in `-2`, `-3`, ..."""
    at = pl.int_range(pl.len())
    number = at - pl.when(~again).then(at).forward_fill() + 1
    suffix = pl.when(number > 1).then(pl.format("-{}", number)).otherwise(pl.lit(""))
    return pl.DataFrame([keys.alias(c.KEY)]).select(pl.col(c.KEY) + suffix).to_series()
