"""The messages of records as one polars column, grouped from flat columns.

Building it from dictionaries costs ten times as much.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, cast

import numpy as np
import polars as pl

from curate.records import columns as c
from curate.records.texts import Texts
from curate.records.turns import Turn, beyond, json_text, text_or_none

_INDEX = "_index"


def series(name: str, values: list[Any] | None, dtype: pl.DataType, height: int) -> pl.Series:
    """A column; one in which nothing is known costs nothing."""
    if not values or (values[0] is None and values.count(None) == len(values)):
        return pl.Series(name, [None], dtype=dtype).new_from_index(0, height)
    return pl.Series(name, values, dtype=dtype)


def lists_of_turns(spoken: Sequence[list[Turn]]) -> pl.Series:
    """The turns of each record as a list of messages."""
    turns = [turn for each in spoken for turn in each]
    return _lists(_fields(turns), len(turns), list(map(len, spoken)))


def lists_of_texts(texts: Texts) -> pl.Series:
    """The texts of each record as a list of messages."""
    fields: dict[str, list[Any]] = {
        c.ROLE: texts.roles,
        c.CONTENT: texts.contents,
        c.PATH: texts.paths,
        c.JOINTS: texts.joints,
    }
    return _lists(fields, len(texts.contents), texts.counts)


def _lists(fields: Mapping[str, list[Any]], height: int, counts: list[int]) -> pl.Series:
    types = {field.name: cast("pl.DataType", field.dtype) for field in c.MESSAGE.fields}
    flat = pl.DataFrame([series(name, fields.get(name), dtype, height) for name, dtype in types.items()])
    return _grouped(flat.to_struct(), counts)


def _grouped(values: pl.Series, counts: list[int]) -> pl.Series:
    """Lists of so many of the values, one after the other."""
    if len(set(counts)) == 1:
        # Most sets are of one prompt and one response each, for which nothing has to be looked for.
        return values.reshape((-1, counts[0])).cast(pl.List(values.dtype))
    index = pl.Series(np.repeat(np.arange(len(counts)), counts))
    table = pl.DataFrame([index.alias(_INDEX), values.alias(c.MESSAGES)])
    return table.group_by(_INDEX, maintain_order=True).agg(c.MESSAGES)[c.MESSAGES]


def _fields(turns: list[Turn]) -> dict[str, list[Any]]:
    always = (c.ROLE, c.CONTENT, c.PATH)
    fields: dict[str, list[Any]] = {name: list(map(attrgetter(name), turns)) for name in always}
    # Most turns hold nothing but their text; then there is nothing more to look for in any.
    if any(map(attrgetter("joints"), turns)):
        fields[c.JOINTS] = [list(turn.joints) or None for turn in turns]
    if any(map(attrgetter("more"), turns)):
        fields |= _beyond_texts([turn if turn.more else None for turn in turns])
    return fields


def _beyond_texts(turns: list[Turn | None]) -> dict[str, list[str | None]]:
    return {
        c.TOOL_CALLS: [json_text(turn.tool_calls) if turn and turn.tool_calls else None for turn in turns],
        c.BEYOND: [beyond(turn) if turn else None for turn in turns],
        c.TOOL_CALL_ID: _texts(turns, "tool_call_id"),
        c.NAME: _texts(turns, "name"),
    }


def _texts(turns: Iterable[Turn | None], field: str) -> list[str | None]:
    return [text_or_none((turn.more or {}).get(field)) if turn else None for turn in turns]
