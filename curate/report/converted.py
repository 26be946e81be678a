"""A set in another shape: what is written, and what that shape can not carry."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from curate.errors import InputError, WouldLose
from curate.files.outputs import Kind, Piece, write_rows
from curate.files.sources import must_not_replace
from curate.progress import Tell, silent
from curate.records.convert import Shape, spoken
from curate.records.formats import RecordFormat
from curate.records.losses import Loss, would_lose
from curate.records.records import Records

TOLD_EVERY = 2_000


class Target(NamedTuple):
    """What to write: a format, in a kind of file, under a name."""

    format: RecordFormat[Any]
    kind: Kind
    out: str


@dataclass(frozen=True)
class Converted:
    """What was written."""

    out: str
    format: str
    plain: bool
    """Whether prompts and responses are texts where the format may also hold messages."""
    fields: tuple[str, ...]
    """Every field that any record has there."""
    beyond_text: tuple[str, ...]
    """What some records hold beside the texts of user and assistant, in words."""
    written: int
    unreadable: int
    """Records that were left out since they can not be read."""
    losses: tuple[Loss, ...]
    """What the shape could not carry, and was left out."""
    info: str = ""
    """The file that tells a trainer of this one."""

    def __repr__(self) -> str:
        kinds = "kind" if len(self.losses) == 1 else "kinds"
        lost = f", {len(self.losses)} {kinds} of loss" if self.losses else ""
        return f"Converted({self.written:,} records as {self.format} to {self.out}{lost})"


class Conversion:
    """A set that was looked at, and can be written in another shape."""

    def __init__(self, records: Records, target: Target, *, lossy: bool = False) -> None:
        """Look at every record.

        Raises:
            InputError: no record can be read.
            UsageError: what is lost would be lost for good, since what is to be written is what was read.
            WouldLose: something would be lost, and `lossy` does not allow it.
        """
        if records.rejects and not len(records):
            raise InputError(
                f"no record can be read, of {records.read:,} in all; nothing was written.",
                hint=f"curate check says why; the first: {records.rejects[0].message}",
            )
        if lossy:
            must_not_replace(Path(target.out), records.sources)
        self.records = records
        self.target = target
        with records.as_read():
            self.shape = Shape(target.format, target.kind, lambda: spoken(records))
        if not lossy and (self.shape.losses or records.rejects):
            raise self._refusal()

    @property
    def made(self) -> Converted:
        """What is written."""
        return Converted(
            out=self.target.out,
            format=self.target.format.name,
            plain=self.shape.plain,
            fields=tuple(self.shape.fields),
            beyond_text=tuple(self.shape.beyond_text),
            written=len(self.records),
            unreadable=len(self.records.rejects),
            losses=tuple(self.shape.losses),
        )

    def write(self, tell: Tell = silent) -> None:
        """Write it, whole or not at all.

        Raises:
            UsageError: the file can not be written, or no table can hold the records.
            InputError: an input is no longer what it was when it was read.
        """
        with self.records.as_read():
            write_rows(self.target.out, lambda: self._pieces(tell), tuple(self.shape.fields))

    def _pieces(self, tell: Tell) -> Iterator[Piece]:
        for number, each in enumerate(spoken(self.records)):
            if number % TOLD_EVERY == 0:
                tell(f"writing {self.target.out}", number, len(self.records))
            yield self.shape.piece(each)
        self.records.must_be_as_read()

    def _refusal(self) -> WouldLose:
        unreadable = []
        if rejects := self.records.rejects:
            file = self.records.inputs[rejects[0].source].source.name
            unreadable = [
                f"{len(rejects):,} x a record that can not be read; first in {file}, row {rejects[0].row}"
            ]
        return would_lose(self.shape.losses, self.target.format.name, unreadable)
