"""A set in another shape: what was written, and what that shape could not carry."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from curate.errors import WouldLose
from curate.files.outputs import Kind, Piece, write_rows
from curate.progress import Tell, silent
from curate.records.convert import Loss, Shape, spoken
from curate.records.formats import RecordFormat
from curate.records.records import Records

SHOWN = 8
"""Kinds of loss that are told one by one."""
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
    calls: bool
    """Whether tools are called."""
    fields: tuple[str, ...]
    """Every field of any record."""
    written: int
    unreadable: int
    """Records that were left out since they can not be read."""
    losses: tuple[Loss, ...]
    """What the shape could not carry, and was left out."""

    def __repr__(self) -> str:
        lost = f", {len(self.losses)} kinds of loss" if self.losses else ""
        return f"Converted({self.written:,} records as {self.format} to {self.out}{lost})"


def converted(records: Records, target: Target, *, lossy: bool, tell: Tell = silent) -> Converted:
    """Write a set in another shape.

    Raises:
        WouldLose: something would be lost, and `lossy` does not allow it; nothing is written.
        UsageError: the file can not be written.
    """
    shape = Shape(target.format, target.kind, spoken(records))
    if not lossy and (shape.losses or records.rejects):
        raise _would_lose(records, shape)

    def pieces() -> Iterator[Piece]:
        for number, each in enumerate(spoken(records)):
            if number % TOLD_EVERY == 0:
                tell(f"writing {target.out}", number, len(records))
            yield shape.piece(each)

    fields = tuple(shape.fields)
    write_rows(target.out, pieces, fields)
    return Converted(
        out=target.out,
        format=target.format.name,
        plain=shape.plain,
        calls=shape.calls,
        fields=fields,
        written=len(records),
        unreadable=len(records.rejects),
        losses=tuple(shape.losses),
    )


def _would_lose(records: Records, shape: Shape) -> WouldLose:
    told = [loss_line(loss) for loss in shape.losses[:SHOWN]]
    if left := shape.losses[SHOWN:]:
        told.append(f"... and {len(left)} kinds more")
    if records.rejects:
        first = records.rejects[0]
        file = records.inputs[first.source].source.name
        told.append(f"{len(records.rejects):,} x a record that can not be read; first in {file}, row {first.row}")
    what = f"the format {shape.target.name} in this kind of file can not carry all of it; nothing was written:"
    hint = "--lossy leaves these out. The format messages carries everything."
    return WouldLose("\n".join([what, *told]), hint=hint)


def loss_line(loss: Loss) -> str:
    """One kind of loss, with its number and its first place."""
    where = f"{loss.file}, row {loss.row}" + (f", {loss.path}" if loss.path else "")
    return f"{loss.records:,} x {loss.what}; first in {where}"
