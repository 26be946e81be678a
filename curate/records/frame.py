"""Validated records as one polars frame, built from flat columns."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.files.slices import Cut
from curate.files.tables import as_json
from curate.records import columns as c
from curate.records.key import content_key, raw_hashes, texts_keys
from curate.records.known import About
from curate.records.message_lists import lists_of_texts, lists_of_turns, series
from curate.records.texts import Texts
from curate.records.turns import Conversation, Turn

_RAW_HASH = "_raw_hash"
_DECIDING = (c.KEY, _RAW_HASH, c.SOURCE, c.ROW)
"""What decides the rank of a record, the most important first."""


class Parsed(NamedTuple):
    """The records of one cut that could be read."""

    positions: Sequence[int]
    """In the cut."""
    said: list[Conversation] | Texts
    about: About


class FrameBuilder:
    """Takes what records say cut by cut and gives it back as a frame."""

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
    at, said, about = parsed
    raws = cut.raws if cut.values is None or cut.lines else [as_json(value) for value in cut.values]
    raws = raws if len(at) == len(raws) else [raws[position] for position in at]
    columns: dict[str, Any] = {
        c.ID: about.ids,
        c.TYPE: about.types,
        c.IGNORED: about.ignored,
        c.SOURCE: pl.Series([source], dtype=pl.UInt32).new_from_index(0, len(at)),
        c.ROW: pl.Series(np.asarray(at, np.uint32) + np.uint32(cut.first_row)),
        c.LINE: _chosen(cut.lines, at),
        c.OFFSET: _chosen(cut.offsets, at),
        c.LENGTH: list(map(len, raws)) if cut.lines else None,
        _RAW_HASH: raw_hashes(raws),
        **(_of_texts(said) if isinstance(said, Texts) else _of_conversations(said)),
    }
    schema = {name: dtype for name, dtype in c.SCHEMA.items() if name != c.RANK} | {_RAW_HASH: pl.UInt64()}
    return pl.DataFrame([_column(name, columns.get(name), dtype, len(at)) for name, dtype in schema.items()])


def _column(name: str, values: pl.Series | list[Any] | None, dtype: pl.DataType, height: int) -> pl.Series:
    return values.alias(name) if isinstance(values, pl.Series) else series(name, values, dtype, height)


def _of_texts(texts: Texts) -> dict[str, Any]:
    return {c.KEY: texts_keys(texts), c.MESSAGES: lists_of_texts(texts)}


def _of_conversations(said: list[Conversation]) -> dict[str, Any]:
    return {
        c.KEY: list(map(content_key, said)),
        c.MESSAGES: lists_of_turns([each.turns for each in said]),
        c.TOOLS: [each.tools for each in said],
        c.REJECTED: _rejected([each.rejected for each in said]),
        c.CHOSEN: [each.chosen or None for each in said],
        c.LABEL: [each.label for each in said],
    }


def _chosen(column: list[int], positions: Sequence[int]) -> list[int] | None:
    """The values at these positions; none where the source has rows only."""
    if not column:
        return None
    return column if len(positions) == len(column) else [column[position] for position in positions]


def _rejected(spoken: list[list[Turn] | None]) -> pl.Series | None:
    if not any(spoken):
        return None
    lists = lists_of_turns([each or [Turn("", None, "")] for each in spoken])
    absent = pl.Series([each is None for each in spoken])
    return pl.select(pl.when(~absent).then(lists)).to_series()


def _ranked(deciding: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Rank all by key, equal keys by the hash of the whole record, then by position; tell equal keys apart."""
    keys = deciding[c.KEY].str.to_integer(base=16, dtype=pl.UInt64).to_numpy()
    order = np.argsort(keys, kind="stable")
    again = np.append(False, keys[order[1:]] == keys[order[:-1]])
    tied = again | np.append(again[1:], False)
    # Few keys stand twice: only among those does anything else decide.
    rest = [deciding[name].to_numpy()[order[tied]] for name in _DECIDING[:0:-1]]
    order[tied] = order[tied][np.lexsort((*rest, keys[order[tied]]))]
    ranks = np.empty(deciding.height, np.uint32)
    ranks[order] = np.arange(deciding.height, dtype=np.uint32)
    return _numbered(deciding[c.KEY], order, again), pl.Series(ranks)


def _numbered(names: pl.Series, order: npt.NDArray[np.int64], again: npt.NDArray[np.bool_]) -> pl.Series:
    """The keys, of which those that stand again in the order end in `-2`, `-3`, ..."""
    at = np.arange(order.size)
    first = np.maximum.accumulate(np.where(again, 0, at))
    repeats = order[again]
    told = [f"{names[int(row)]}-{number}" for row, number in zip(repeats, (at - first + 1)[again], strict=True)]
    return names.scatter(repeats, pl.Series(told, dtype=pl.String)) if told else names
