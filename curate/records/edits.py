"""Changes to what records say: which text or field, from what to what, and what becomes of the record."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce
from typing import Any, NamedTuple

import polars as pl

from curate.records import columns as c
from curate.records.formats.base import Row
from curate.records.formats.mapped import steps_of
from curate.records.records import Records
from curate.records.turns import joined, pieces

BEFORE, AFTER = "before", "after"

SCHEMA: dict[str, pl.DataType] = {
    c.RANK: pl.UInt32(),
    c.PATH: pl.String(),
    BEFORE: pl.String(),
    AFTER: pl.String(),
}
"""One row for each change of one text or field, which goes by its path in the user's own record. What stood there
before and what stands there after are JSON text."""

NONE = pl.DataFrame(schema=SCHEMA)


class Edit(NamedTuple):
    """One change."""

    rank: int
    path: str
    before: Any
    after: Any


def frame_of(edits: Iterable[Edit]) -> pl.DataFrame:
    """Changes as a frame."""
    rows = [(rank, path, json.dumps(before), json.dumps(after)) for rank, path, before, after in edits]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def changed(frame: pl.DataFrame, edits: pl.DataFrame, types: Mapping[int, str | None]) -> pl.DataFrame:
    """The records that changes are made of, as they are afterwards, in the order of the frame. Keys stay.

    `types` are the kinds of prompt that they say they are.
    """
    after = by_record(edits)
    own = frame.filter(pl.col(c.RANK).is_in(edits[c.RANK].implode()))
    rows = list(own.select(c.RANK, c.MESSAGES, c.REJECTED).iter_rows())
    labels = [types[rank] for rank, _, _ in rows]
    return own.with_columns(
        pl.Series(c.MESSAGES, [_said(said, after[rank]) for rank, said, _ in rows], dtype=c.SCHEMA[c.MESSAGES]),
        pl.Series(c.REJECTED, [_said(said, after[rank]) for rank, _, said in rows], dtype=c.SCHEMA[c.REJECTED]),
        pl.Series(c.TYPE, labels, dtype=pl.String),
    )


def by_record(edits: pl.DataFrame) -> dict[int, dict[str, Any]]:
    """By rank, what stands at each path in the end."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for rank, path, after in edits.select(c.RANK, c.PATH, AFTER).iter_rows():
        found[rank][path] = json.loads(after)
    return found


def _said(messages: list[Row] | None, after: Mapping[str, Any]) -> list[Row] | None:
    return None if messages is None else [_message(message, after) for message in messages]


def _message(message: Row, after: Mapping[str, Any]) -> Row:
    if message[c.CONTENT] is None:
        return message
    texts = pieces(message[c.PATH], message[c.JOINTS], message[c.CONTENT])
    if after.keys().isdisjoint(path for path, _ in texts):
        return message
    first, *others = ((path, after.get(path, text)) for path, text in texts)
    turn = joined(message[c.ROLE], first, *others)
    return {**message, c.CONTENT: turn.content, c.PATH: turn.path, c.JOINTS: list(turn.joints) or None}


def edits_of(edits: pl.DataFrame, path: str) -> pl.DataFrame:
    """The changes of the field in which a path begins."""
    field = steps_of(path)[0]
    return edits.filter(pl.Series([steps_of(each)[0] == field for each in edits[c.PATH]], dtype=pl.Boolean))


def changed_fields(records: Records, number: int, edits: pl.DataFrame) -> dict[int, Row]:
    """Of one input, by row: the fields of the user's own record that are another afterwards, whole."""
    after = by_record(edits)
    return {place: _fields(row, after[rank]) for place, rank, row in own_rows(records, number, after)}


def own_rows(records: Records, number: int, ranks: Collection[int]) -> Iterator[tuple[int, int, Row]]:
    """Row, rank and content of some records of one input, as they were read."""
    each = records.inputs[number]
    own = records.index.filter((pl.col(c.SOURCE) == number) & pl.col(c.RANK).is_in(list(ranks)))
    rank = dict(own.select(c.ROW, c.RANK).iter_rows())
    for cut in each.source.cuts() if rank else ():
        places = range(cut.first_row, cut.first_row + len(cut.raws))
        if rank.keys().isdisjoint(places):
            continue
        for place, row in zip(places, each.known.values(cut), strict=True):
            if place in rank:
                yield place, rank[place], row


def _fields(row: Row, after: Mapping[str, Any]) -> Row:
    whole = reduce(lambda whole, edit: with_value(whole, *edit), after.items(), row)
    return {name: whole[name] for name in dict.fromkeys(str(steps_in(row, path)[0]) for path in after)}


def steps_in(row: Row, path: str) -> tuple[str | int, ...]:
    """The steps to what stands at a path; a name with dots in it is taken whole first."""
    return (path,) if path in row else steps_of(path)


def with_value(row: Row, path: str, new: Any) -> Row:  # noqa: ANN401  JSON is anything
    """A copy of a row in which another value stands at a path."""
    whole: Row = _put(row, steps_in(row, path), new)
    return whole


def _put(value: Any, steps: tuple[str | int, ...], new: Any) -> Any:  # noqa: ANN401  JSON is anything
    if not steps:
        return new
    step, rest = steps[0], steps[1:]
    if isinstance(value, list):
        number = int(step)
        return [_put(each, rest, new) if at == number else each for at, each in enumerate(value)]
    held = value if isinstance(value, dict) else {}
    return {**held, str(step): _put(held.get(str(step)), rest, new)}
