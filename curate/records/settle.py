"""Changes as they are asked for, made fit for the user's own records: where they go, and what stood there."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

import polars as pl

from curate.errors import UsageError
from curate.files.tables import as_json
from curate.files.values import same
from curate.files.written import cell_of
from curate.records import columns as c
from curate.records.edits import (
    Edit,
    OwnRows,
    by_record,
    edits_among,
    fields_after,
    frame_of,
    steps_in,
    with_value,
)
from curate.records.formats.base import Row
from curate.records.formats.mapped import ABOUT, value_at
from curate.records.known import Known
from curate.records.parts import FIELD, VALUE, Part
from curate.records.records import Records
from curate.records.turns import Turn, joined, pieces

Change = tuple[str, Any, Any]
"""A path, what stood there, and what stands there now."""
Asked = Mapping[str, Any]
"""By path, what is to stand there."""


class Settled(NamedTuple):
    """Changes as they are made, and what kind of prompt each changed record says it is afterwards."""

    edits: pl.DataFrame
    types: pl.DataFrame
    """`rank` and `type` of each changed record."""
    fields: pl.DataFrame
    """`rank`, `field` and `value` of the fields of changed records that are another since they were read."""

    @classmethod
    def before(cls, part: Part) -> "Settled | None":
        """The last change of a part, if it was settled in an earlier run, and its texts were laid down."""
        name = part.names[-1]
        return cls(*(part.shelf.get(name, frame) for frame in cls._fields)) if name in part.shelf else None


def settled(records: Records, asked: pl.DataFrame, rows: OwnRows) -> Settled:
    """Changes by the paths of the user's own record, each with what stood there exactly.

    A change that says nothing new, or has no place to stand, is left out. A text that a record says twice is
    changed in both places. `rows` reads the inputs of these records, and is asked for them in their order.

    Raises:
        UsageError: a change is of what the record is made of, and not of a text.
    """
    after = by_record(asked)
    index = records.index.filter(pl.col(c.RANK).is_in(asked[c.RANK].unique().implode()))
    known = {rank: records.inputs[source].known for rank, source in index.select(c.RANK, c.SOURCE).iter_rows()}
    earlier = by_record(edits_among(records, asked[c.RANK]))
    edits: list[Edit] = []
    types: list[tuple[int, str | None]] = []
    told: list[tuple[int, str, str]] = []
    for rank, as_read in rows.of(index):
        before = earlier.get(rank, {})
        row = _with(as_read, before)
        changes = changes_of(known[rank], row, after[rank])
        edits += [Edit(rank, *change) for change in changes]
        fields = fields_after(as_read, [*before.items(), *((path, value) for path, _, value in changes)])
        types.append((rank, known[rank].about([as_read | fields]).types[0]))
        told += [(rank, name, as_json(value, spaced=True).decode()) for name, value in fields.items()]
    return Settled(frame_of(edits), _frame(types, c.TYPE), _frame(told, FIELD, VALUE))


def _frame(rows: Sequence[tuple[int | str | None, ...]], *names: str) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={c.RANK: pl.UInt32} | dict.fromkeys(names, pl.String), orient="row")


def changes_of(known: Known, row: Row, asked: Asked) -> list[Change]:
    """What is to be changed of one record.

    Raises:
        UsageError: it is a part of what the record is made of, and not a text.
    """
    made: list[Change] = []
    for name, value in asked.items():
        path = known.paths.get(name, name) if name in ABOUT else name
        before = value_at(row, path)
        if _has_room(row, steps_in(row, path)) and not _says(known, before, value):
            _must_not_break(known, row, path, value)
            made.append((path, before, value))
    after = {path: value for path, _, value in made}
    repeated = known.format.repeated(row) if made else ()
    return made + [change for turn, again in repeated for change in _again(turn, again, after)]


def _with(row: Row, after: Asked) -> Row:
    return reduce(lambda whole, value: with_value(whole, *value), after.items(), row)


def _has_room(value: Any, steps: tuple[str | int, ...]) -> bool:  # noqa: ANN401  JSON is anything
    """Whether something can stand at the end of these steps without taking the place of what leads there."""
    if not steps or value is None:
        return not any(isinstance(step, int) for step in steps)
    step = steps[0]
    if isinstance(value, dict):
        return isinstance(step, str) and _has_room(value.get(step), steps[1:])
    inside = isinstance(value, list) and str(step).isdigit() and int(step) < len(value)
    return inside and _has_room(value[int(step)], steps[1:])


def _says(known: Known, before: object, after: object) -> bool:
    """Whether a change says nothing new; a cell of a file of text says what its text says."""
    return cell_of(before) == cell_of(after) if known.delimited else same(before, after)


def _must_not_break(known: Known, row: Row, path: str, value: object) -> None:
    """Refuse a change of what the format explains that is no change of a text."""
    if isinstance(value, str) and path in _texts_of(known, row):
        return
    after = with_value(row, path, value)
    explained = steps_in(row, path)[0] in known.format.fields
    beside = same(value_at(known.format.unknown(after), path), value)
    if not beside or (explained and not known.format.fits(after)):
        raise UsageError(
            f"{path} is what a record of the format {known.format.name} is made of; no step can set it.",
            hint="Set a field beside it, or a text to another text.",
        )


def _texts_of(known: Known, row: Row) -> set[str]:
    """The paths of what is said in a record."""
    said = known.format.conversation(row)
    return {each for turn in (*said.turns, *(said.rejected or ())) for each in turn.path.split("+")}


def _again(turn: Turn, again: Turn, after: Asked) -> Iterator[Change]:
    """The changes of a turn that says once more what another one says."""
    if turn.content is None or again.content is None:
        return
    first, *others = ((path, after.get(path, text)) for path, text in pieces(turn.path, turn.joints, turn.content))
    texts = [first[1], *(text for _, text in others)]
    own = pieces(again.path, again.joints, again.content)
    if len(own) == 1:
        texts = [str(joined(turn.role, first, *others).content)]
    for (path, before), now in zip(own, texts, strict=False):
        if before != now:
            yield path, before, now
