"""Validated records as one polars frame, built from flat columns."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.files.slices import Cut
from curate.files.tables import as_json
from curate.records import columns as c
from curate.records.key import content_key, raw_hashes
from curate.records.turns import Conversation, Turn, beyond, json_text, text_or_none

_RAW_HASH = "_raw_hash"
_INDEX = "_index"
_DECIDING = (c.KEY, _RAW_HASH, c.SOURCE, c.ROW)
"""What decides the rank of a record, the most important first."""


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
        if not self.parts:
            return pl.DataFrame(schema=c.SCHEMA)
        keys, ranks = _ranked(pl.concat([part.select(_DECIDING) for part in self.parts]))
        # Each part gets its own stretch: one long column would have all the others copied to its length.
        ranked, start = [], 0
        for part in self.parts:
            own = slice(start, start := start + part.height)
            ranked.append(part.with_columns(keys[own].alias(c.KEY), ranks[own].alias(c.RANK)).select(*c.SCHEMA))
        return pl.concat(ranked)


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


def _ranked(deciding: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Rank all by key, equal keys by the hash of the whole record, then by position; tell equal keys apart."""
    keys = deciding[c.KEY].str.to_integer(base=16, dtype=pl.UInt64).to_numpy()
    order = np.lexsort((*(deciding[name].to_numpy() for name in _DECIDING[:0:-1]), keys))
    ranks = np.empty(deciding.height, np.uint32)
    ranks[order] = np.arange(deciding.height, dtype=np.uint32)
    return _numbered(deciding[c.KEY], order, keys[order]), pl.Series(ranks)


def _numbered(names: pl.Series, order: npt.NDArray[np.int64], keys: npt.NDArray[np.uint64]) -> pl.Series:
    """The keys, of which those that stand again in the order end in `-2`, `-3`, ..."""
    at = np.arange(keys.size)
    again = np.append(False, keys[1:] == keys[:-1])
    first = np.maximum.accumulate(np.where(again, 0, at))
    repeats = order[again]
    told = [f"{names[int(row)]}-{number}" for row, number in zip(repeats, (at - first + 1)[again], strict=True)]
    return names.scatter(repeats, pl.Series(told, dtype=pl.String)) if told else names
