"""Records in another shape. What that shape can not carry is a loss, and never a silent one."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from curate.files.outputs import CELLS, TABLES, TEXTS, Kind, cell_of
from curate.files.slices import Cut
from curate.records.cells import cells_as_values
from curate.records.formats import RecordFormat
from curate.records.formats.base import Row
from curate.records.formats.chat import with_text_arguments
from curate.records.key import content_key
from curate.records.known import Known
from curate.records.records import Records
from curate.records.turns import Conversation, json_text


class Loss(NamedTuple):
    """Something that a shape can not carry: what, in how many records, and where first."""

    what: str
    records: int
    file: str
    row: int
    path: str


class Spoken(NamedTuple):
    """One record on its way into another shape."""

    file: str
    row: int
    format: str
    said: Conversation
    unknown: Row
    """Fields that its format does not explain."""
    source: Row
    """The row as it was read."""
    raw: bytes


def spoken(records: Records) -> Iterator[Spoken]:
    """What each record of a set says, read once more from its source, in the order of the input."""
    for number, each in enumerate(records.inputs):
        wanted = {row for row, _, _ in records.places(number)}
        for cut in each.source.cuts():
            for position in range(len(cut.raws)):
                if cut.first_row + position in wanted:
                    yield _spoken(each.source.name, each.known, cut, position)


def _spoken(file: str, known: Known, cut: Cut, position: int) -> Spoken:
    raw, given = cut.raws[position], None if cut.values is None else cut.values[position]
    row = known.value(raw, given)
    said, unknown = known.format.conversation(row), known.unknown(row)
    own = raw if cut.values is None else b""
    return Spoken(file, cut.first_row + position, known.format.name, said, unknown, row, own)


class Shape:
    """A format and a kind of file to write in, and what is lost there; made from a first look at all records."""

    def __init__(self, target: RecordFormat[Any], kind: Kind, records: Iterable[Spoken]) -> None:
        self.target = target
        self.kind = kind
        self.plain = True
        self.calls = False
        self.fields: dict[str, None] = {}
        """Every field of any row, in the order in which they come up."""
        self._losses: dict[str, Loss] = {}
        for each in records:
            self.plain = self.plain and is_plain(each.said)
            self.calls = self.calls or any(turn.tool_calls for turn in each.said.turns)
            row, losses = self.row(each)
            self.fields |= dict.fromkeys(row)
            for loss in dict.fromkeys(losses):
                self._lose(each, loss)

    @property
    def losses(self) -> list[Loss]:
        """What is lost, the most frequent first."""
        return sorted(self._losses.values(), key=lambda loss: -loss.records)

    def _lose(self, each: Spoken, loss: str) -> None:
        """Count what one record loses, by what it is and not by where it stands."""
        path, _, what = loss.partition(": ")
        before = self._losses.get(what, Loss(what, 0, each.file, each.row, path))
        self._losses[what] = before._replace(records=before.records + 1)

    def piece(self, each: Spoken) -> Row | bytes:
        """A record in this shape, or its very bytes where they are in it already."""
        as_it_is = each.raw and each.format == self.target.name and self.kind in TEXTS
        return each.raw if as_it_is else self.row(each)[0]

    def row(self, each: Spoken) -> tuple[Row, list[str]]:
        """A record in this shape, and what it loses there."""
        losses: list[str] = []
        row = each.source if each.format == self.target.name else self._written(each, losses)
        row = typed(row) if self.kind in TABLES else row
        losses += [] if losses else self._changed(each, row)
        return row, losses

    def _written(self, each: Spoken, losses: list[str]) -> Row:
        row = self.target.written(each.said, losses, plain=self.plain)
        for name, value in each.unknown.items():
            if name in self.target.unknown({**row, name: value}):
                row[name] = value
            else:
                losses.append(f"{name}: a field that means something else in the format {self.target.name}")
        return row

    def _changed(self, each: Spoken, row: Row) -> Iterator[str]:
        """What says something else when the row is read back from where it is written."""
        stored = (
            cells_as_values(self.target, {name: cell_of(row[name]) for name in row}) if self._in_cells else row
        )
        if not self.target.fits(stored):
            yield f"{each.said.turns[0].path}: something that can not be read back"
            return
        if content_key(self.target.conversation(stored)) != content_key(each.said):
            yield f"{each.said.turns[0].path}: something that reads back differently"
        again = self.target.unknown(stored)
        for name, value in each.unknown.items():
            if again.get(name) != value and not (self._in_cells and value in ("", None)):
                yield f"{name}: a value that is no text, in a cell of text"

    @property
    def _in_cells(self) -> bool:
        return self.kind in CELLS


def typed(row: Row) -> Row:
    """A row whose tools and arguments of calls are JSON text: in a table each would get the fields of all."""
    row = {name: _typed_turns(value) for name, value in row.items() if value is not None}
    if isinstance(row.get("tools"), list):
        row["tools"] = json_text(row["tools"])
    return row


def _typed_turns(value: Any) -> Any:  # noqa: ANN401  JSON is anything
    if isinstance(value, list) and all(isinstance(each, dict) and "role" in each for each in value):
        return [with_text_arguments(message) for message in value]
    return value


def is_plain(said: Conversation) -> bool:
    """Whether a record is one text of a user and one response to it, or two of which one was chosen."""
    turns = [*said.turns, *(said.rejected or [])]
    roles = ["user", *["assistant"] * (len(turns) - 1)]
    return (
        len(said.turns) == 2  # noqa: PLR2004  a prompt and a response
        and len(said.rejected or [""]) == 1
        and not said.tools
        and [turn.role for turn in turns] == roles
        and all(turn.content is not None and not turn.more for turn in turns)
    )
