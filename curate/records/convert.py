"""Records in another shape. What that shape can not carry is a loss, and never a silent one."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple

import polars as pl

from curate.files.outputs import CELLS, TABLES, TEXTS, Kind, cells_again, frame_of
from curate.files.slices import Cut
from curate.files.values import in_json, present, same
from curate.records.cells import cells_as_values
from curate.records.formats import RecordFormat
from curate.records.formats.base import Row
from curate.records.formats.chat import with_text_arguments
from curate.records.key import content_key
from curate.records.losses import READS_DIFFERENTLY, Loss, Losses, Lost, differences, told, would_lose
from curate.records.records import Input, Records
from curate.records.turns import Conversation, Turn, json_text


def table_of(records: Records, target: RecordFormat[Any], *, lossy: bool) -> pl.DataFrame:
    """Records as a frame whose rows are in this format.

    Raises:
        WouldLose: something would be lost, and `lossy` does not allow it.
        UsageError: no table can hold them.
    """
    shape = Shape(target, "arrow", lambda: spoken(records))
    if shape.losses and not lossy:
        raise would_lose(shape.losses, target.name)
    return frame_of(map(shape.piece, spoken(records)))


class Spoken(NamedTuple):
    """One record on its way into another shape."""

    file: str
    row: int
    format: RecordFormat[Any]
    said: Conversation
    unknown: Row
    """Fields that its format does not explain."""
    hidden: tuple[str, ...]
    """Fields in whose place `--map` puts another value."""
    source: Row
    """The row as it was read, with what `--map` puts into it."""
    raw: bytes
    """Its very bytes; none where a row holds it, or where something was put into it."""


def spoken(records: Records) -> Iterator[Spoken]:
    """What each record of a set says, read once more from its source, in the order of the input."""
    changes = records.changes()
    for number, each in enumerate(records.inputs):
        wanted = {row for row, _, _ in records.places(number)}
        for cut in each.source.cuts():
            for position in range(len(cut.raws)):
                if (row := cut.first_row + position) in wanted:
                    yield _spoken(each, cut, position, changes[number].get(row))


def _spoken(of: Input, cut: Cut, position: int, changed: Row | None) -> Spoken:
    file, known = of.source.name, of.known
    raw, given = cut.raws[position], None if cut.values is None else cut.values[position]
    row = {**known.value(raw, given), **(changed or {})}
    own, unknown = known.format.unknown(row), known.unknown(row)
    put = {name: value for name, value in unknown.items() if name not in own or own[name] is not value}
    return Spoken(
        file=file,
        row=cut.first_row + position,
        format=known.format,
        said=known.format.conversation(row),
        unknown=unknown,
        hidden=tuple(name for name in put if name in own and not same(own[name], put[name])),
        source={**row, **put} if put else row,
        raw=raw if cut.values is None and not put and not changed else b"",
    )


class Shape:
    """A format and a kind of file to write in, and what is lost there; made from a first look at all records."""

    def __init__(self, target: RecordFormat[Any], kind: Kind, records: Callable[[], Iterable[Spoken]]) -> None:
        self.target = target
        self.kind = kind
        self.plain = True
        """Whether prompts and responses are texts where the format may also hold messages."""
        self.fields: dict[str, None] = {}
        """Every field of any row, in the order in which they come up."""
        self.beyond_text: dict[str, None] = {}
        """What any record holds beside the texts of user and assistant, in words."""
        self._losses = Losses()
        if not self._surveyed(records()):
            # One record that is more than two texts decides how all are written, so also what others lose.
            self.plain = False
            self._surveyed(records())

    def _surveyed(self, records: Iterable[Spoken]) -> bool:
        """Look at every record; false at the first that is not plain where all before it were."""
        self.fields, self.beyond_text, self._losses = {}, {}, Losses()
        for each in records:
            if self.plain and not is_plain(each.said):
                return False
            row, lost = self.row(each)
            self.fields |= dict.fromkeys(row)
            self.beyond_text |= dict.fromkeys(beyond_text(each.said))
            self._losses.add(each.file, each.row, lost)
        return True

    @property
    def losses(self) -> list[Loss]:
        """What is lost, the most frequent first."""
        return self._losses.in_order()

    def piece(self, each: Spoken) -> Row | bytes:
        """A record in this shape, or its very bytes where they are in it already."""
        return each.raw if self._keeps_bytes(each) else self._made(each)[0]

    def _keeps_bytes(self, each: Spoken) -> bool:
        return bool(each.raw) and self._is_there(each) and self.kind in TEXTS

    def _is_there(self, each: Spoken) -> bool:
        """Whether a record is in the format already; a format of the user's own may have the same name."""
        return type(each.format) is type(self.target)

    def row(self, each: Spoken) -> tuple[Row, list[Lost]]:
        """A record in this shape, and what it loses there."""
        if self._keeps_bytes(each):
            return each.source, []
        row, lost, beside = self._made(each)
        lost += [*beside, *self._changed(each, row, lost, beside)]
        lost += [Lost(name, "a field in whose place --map puts another value") for name in each.hidden]
        return row, lost

    def _made(self, each: Spoken) -> tuple[Row, list[Lost], list[Lost]]:
        """A record in this shape, what it can not say there, and which of its other fields have no place."""
        losses, beside = list[str](), list[Lost]()
        row = each.source
        if not self._is_there(each):
            row = self.target.written(each.said, losses, plain=self.plain)
            beside += self._carry(each.unknown, row)
        row = typed(row, self.target.fields) if self.kind in TABLES else in_json(row)
        return row, told(losses), beside

    def _carry(self, unknown: Row, row: Row) -> Iterator[Lost]:
        """Put into a row the fields that no format explains."""
        for name, value in unknown.items():
            wider = {**row, name: value}
            free = name not in self.target.fields
            if free or (name in self.target.unknown(wider) and self.target.fits(wider)):
                row[name] = value
            elif value is not None:
                yield Lost(name, f"a field that means something else in the format {self.target.name}")

    def _changed(self, each: Spoken, row: Row, lost: list[Lost], beside: list[Lost]) -> Iterator[Lost]:
        """What says something else when the row is read back from where it is written."""
        first = each.said.turns[0].path
        stored = self._stored(row)
        if stored is None or not self.target.fits(stored):
            yield Lost(first, "something that can not be read back")
            return
        again = self.target.conversation(stored)
        if not lost:
            differs = list(differences(each.said, again))
            yield from differs
            if not differs and content_key(again) != content_key(each.said):
                yield Lost(first, READS_DIFFERENTLY)
        told_of = {path for path, _ in beside}
        unknown = self.target.unknown(stored)
        for name, value in each.unknown.items():
            nothing = self.kind in CELLS and value == ""
            if name not in told_of and not nothing and not same(value, unknown.get(name)):
                yield Lost(name, self._no_place)

    def _stored(self, row: Row) -> Row | None:
        """A row as it is read from this kind of file; None where it can not be."""
        if self.kind in CELLS:
            cells = cells_again(row, self.kind)
            return None if cells is None else cells_as_values(self.target, cells)
        return present(row) if self.kind in TABLES else row

    @property
    def _no_place(self) -> str:
        return (
            "a value that is no text, in a cell of text"
            if self.kind in CELLS
            else "a value that JSON has no word for"
        )


def beyond_text(said: Conversation) -> Iterator[str]:
    """What a record holds beside the texts of user and assistant, in words."""
    for turn in (*said.turns, *(said.rejected or ())):
        yield from _beyond_text(turn)
    if said.tools:
        yield "tools"
    if said.rejected is not None:
        yield "two responses"
    if said.label is not None:
        yield "a label"


def _beyond_text(turn: Turn) -> Iterator[str]:
    if turn.tool_calls:
        yield "a tool call"
    elif (turn.more or {}).get("content") is not None:
        yield "content in parts"
    elif turn.content is None:
        yield "a message without text"
    if turn.role not in ("user", "assistant"):
        yield f"a message of the {turn.role}"


def typed(row: Row, fields: Collection[str]) -> Row:
    """A row whose tools and arguments of calls are JSON text: in a table each would get the fields of all."""
    row = {name: value for name, value in row.items() if value is not None}
    row |= {name: _typed_turns(row[name]) for name in fields if name in row}
    if "tools" in fields and isinstance(row.get("tools"), list):
        row["tools"] = json_text(row["tools"])
    return row


def _typed_turns(value: Any) -> Any:  # noqa: ANN401  JSON is anything
    turns = value if isinstance(value, list) else [value]
    if all(isinstance(each, dict) and "role" in each for each in turns):
        messages = list(map(with_text_arguments, turns))
        return messages if isinstance(value, list) else messages[0]
    return value


def is_plain(said: Conversation) -> bool:
    """Whether a record is one text of a user and one response to it, or two of which one was chosen."""
    turns = [*said.turns, *(said.rejected or [])]
    roles = ["user", *["assistant"] * (len(turns) - 1)]
    return (
        len(said.turns) == 2  # noqa: PLR2004  a prompt and a response
        and said.chosen <= 1
        and len(said.rejected or [""]) == 1
        and not said.tools
        and [turn.role for turn in turns] == roles
        and all(turn.content is not None and not turn.more and not turn.foreign for turn in turns)
    )
