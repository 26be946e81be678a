"""Changes to what records say: which text or field, from what to what, and what becomes of the record."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

import polars as pl

from curate.records import columns as c
from curate.records.formats.base import Row
from curate.records.formats.mapped import steps_of
from curate.records.message_lists import series
from curate.records.records import Input, Records
from curate.records.turns import joined, json_text, pieces

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

_OF_TEXT = (c.CONTENT, c.PATH, c.JOINTS)
"""What a change of a text may make another of a message."""
_TYPES = {field.name: cast("pl.DataType", field.dtype) for field in c.MESSAGE.fields}


class Edit(NamedTuple):
    """One change."""

    rank: int
    path: str
    before: Any
    after: Any


def frame_of(edits: Iterable[Edit]) -> pl.DataFrame:
    """Changes as a frame."""
    rows = [(rank, path, json_text(before), json_text(after)) for rank, path, before, after in edits]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def changed(frame: pl.DataFrame, edits: pl.DataFrame, types: pl.DataFrame) -> pl.DataFrame:
    """The records that changes are made of, as they are afterwards, in the order of the frame. Keys stay.

    `types` are the kinds of prompt that they say they are, by `rank`.
    """
    after = by_record(edits)
    own = frame.filter(pl.col(c.RANK).is_in(edits[c.RANK].implode()))
    said = [_said(own.select(c.RANK, name), after) for name in (c.MESSAGES, c.REJECTED)]
    return own.with_columns(said).update(types, on=c.RANK, include_nulls=True)


def by_record(edits: pl.DataFrame) -> dict[int, dict[str, Any]]:
    """By rank, what stands at each path in the end."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for rank, path, after in edits.select(c.RANK, c.PATH, AFTER).iter_rows():
        found[rank][path] = json.loads(after)
    return found


def _said(lists: pl.DataFrame, after: Mapping[int, Mapping[str, Any]]) -> pl.Series:
    """The messages of each record, after changes of their texts; all else of them stays in its columns."""
    name = lists.columns[-1]
    messages = lists.filter(pl.col(name).list.len() > 0).explode(name).unnest(name)
    texts = messages.select(c.RANK, c.ROLE, *_OF_TEXT).iter_rows()
    now = list(zip(*(_text(after[rank], *text) for rank, *text in texts), strict=True))
    columns = zip(_OF_TEXT, now, strict=False)
    changed = messages.with_columns(series(own, list(to), _TYPES[own], len(messages)) for own, to in columns)
    grouped = changed.group_by(c.RANK, maintain_order=True).agg(pl.struct(*_TYPES).alias(name))
    told = lists.join(grouped, on=c.RANK, how="left", maintain_order="left", suffix="_now")
    return told.select(pl.coalesce(f"{name}_now", name).alias(name)).to_series()


def _text(
    after: Mapping[str, Any], role: str, content: str | None, path: str, joints: list[int] | None
) -> tuple[str | None, str, list[int] | None]:
    """A text, where it stands and of what it is joined, after changes."""
    if content is None:
        return content, path, joints
    texts = pieces(path, joints, content)
    if after.keys().isdisjoint(own for own, _ in texts):
        return content, path, joints
    first, *others = ((own, after.get(own, text)) for own, text in texts)
    turn = joined(role, first, *others)
    return turn.content, turn.path, list(turn.joints) or None


def edits_of(edits: pl.DataFrame, path: str) -> pl.DataFrame:
    """The changes of the field in which a path begins."""
    field = steps_of(path)[0]
    return edits.filter(pl.Series([steps_of(each)[0] == field for each in edits[c.PATH]], dtype=pl.Boolean))


def edits_among(records: Records, ranks: pl.Series) -> pl.DataFrame:
    """The changes that were made so far of the records with these ranks."""
    edits = NONE if records.edits is None else records.edits
    return edits.filter(pl.col(c.RANK).is_in(ranks.unique().implode()))


class OwnRows:
    """Records as their owner wrote them, read once from the first to the last."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._cuts = ((number, each, cut) for number, each in enumerate(inputs) for cut in each.source.cuts())
        self._here = next(self._cuts, None)

    def of(self, index: pl.DataFrame) -> Iterator[tuple[int, Row]]:
        """Rank and content of some records, all of which stand behind those that were asked for before."""
        left = {(source, row): rank for source, row, rank in index.select(c.SOURCE, c.ROW, c.RANK).iter_rows()}
        while left and self._here:
            number, each, cut = self._here
            rows = range(cut.first_row, cut.first_row + len(cut.raws))
            wanted = [at for at, row in enumerate(rows) if (number, row) in left]
            for at, value in zip(wanted, each.known.values(cut.only(wanted)), strict=True):
                yield left.pop((number, rows[at])), value
            if left:
                self._here = next(self._cuts, None)


def fields_after(row: Row, after: Sequence[tuple[str, Any]]) -> Row:
    """The fields of a row in which these values come to stand at their paths, one after the other; whole."""
    changed = {name: row.get(name) for name in (str(steps_in(row, path)[0]) for path, _ in after)}
    for path, value in after:
        changed = _put(changed, steps_in(row, path), value)
    return changed


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
