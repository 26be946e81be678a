"""Changes to what records say: which text or field, from what to what, and what becomes of the record."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import polars as pl

from curate.errors import UnknownName
from curate.records import columns as c
from curate.records.fields import typed
from curate.records.formats.base import Row
from curate.records.formats.mapped import steps_of
from curate.records.known import TYPE_LABELS
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


def changed(frame: pl.DataFrame, edits: pl.DataFrame) -> pl.DataFrame:
    """The records that edits change, as they are afterwards, in the order of the frame. Keys stay."""
    after = _by_record(edits)
    own = frame.filter(pl.col(c.RANK).is_in(edits[c.RANK].implode()))
    rows = list(own.select(c.RANK, c.MESSAGES, c.REJECTED, c.TYPE).iter_rows())
    types = [_label(after[rank], label) for rank, _, _, label in rows]
    return own.with_columns(
        pl.Series(c.MESSAGES, [_said(said, after[rank]) for rank, said, _, _ in rows], dtype=c.SCHEMA[c.MESSAGES]),
        pl.Series(c.REJECTED, [_said(said, after[rank]) for rank, _, said, _ in rows], dtype=c.SCHEMA[c.REJECTED]),
        pl.Series(c.TYPE, types, dtype=pl.String),
    )


def _by_record(edits: pl.DataFrame) -> dict[int, dict[str, Any]]:
    """By rank, what stands at each path in the end."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for rank, path, after in edits.select(c.RANK, c.PATH, AFTER).iter_rows():
        found[rank][path] = json.loads(after)
    return found


def _label(after: Mapping[str, Any], label: str | None) -> str | None:
    told = [after[name] for name in TYPE_LABELS if name in after]
    return told[0] if told else label


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


def changed_fields(records: Records, edits: pl.DataFrame) -> list[dict[int, Row]]:
    """For each input, by row: the fields of the user's own record that are another afterwards, whole."""
    after = _by_record(edits)
    found: list[dict[int, Row]] = []
    for number, each in enumerate(records.inputs):
        own = records.frame.filter((pl.col(c.SOURCE) == number) & pl.col(c.RANK).is_in(edits[c.RANK].implode()))
        rank = dict(own.select(c.ROW, c.RANK).iter_rows())
        found.append({})
        for cut in each.source.cuts() if rank else ():
            for position, row in enumerate(each.known.values(cut)):
                place = cut.first_row + position
                if place in rank:
                    found[number][place] = _fields(row, after[rank[place]])
    return found


def _fields(row: Row, after: Mapping[str, Any]) -> Row:
    whole = row
    touched: dict[str, None] = {}
    for path, value in after.items():
        steps = (path,) if path in row else steps_of(path)
        whole = _put(whole, steps, value)
        touched[str(steps[0])] = None
    return {name: whole[name] for name in touched}


def _put(value: Any, steps: tuple[str | int, ...], new: Any) -> Any:  # noqa: ANN401  JSON is anything
    """A copy of a value in which another one stands at the end of some steps."""
    if not steps:
        return new
    step, rest = steps[0], steps[1:]
    if isinstance(value, list):
        number = int(step)
        return [_put(each, rest, new) if at == number else each for at, each in enumerate(value)]
    held = value if isinstance(value, dict) else {}
    return {**held, str(step): _put(held.get(str(step)), rest, new)}


def with_edits(field: Callable[[str], pl.DataFrame], edits: pl.DataFrame) -> Callable[[str], pl.DataFrame]:
    """The fields of records after edits, from the fields before them."""

    def after(name: str) -> pl.DataFrame:
        own = edits.filter(pl.col(c.PATH) == name)
        if own.is_empty():
            return field(name)
        new = {rank: json.loads(value) for rank, value in own.select(c.RANK, AFTER).iter_rows()}
        try:
            before = field(name)
        except UnknownName:
            before = pl.DataFrame(
                {c.RANK: new.keys(), "value": [None] * len(new)}, schema_overrides={c.RANK: pl.UInt32}
            )
        values = [new.get(rank, value) for rank, value in before.iter_rows()]
        return before.select(c.RANK, typed(values).alias("value"))

    return after
