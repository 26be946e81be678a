"""From the slices of a source to validated records, and rejects with every reason."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from curate.clock import Clock
from curate.files.shelf import InMemory, Shelf
from curate.files.slices import Cut
from curate.files.source import Source
from curate.files.tables import as_json
from curate.progress import Tell, silent
from curate.records.formats.base import Misshapen
from curate.records.frame import FrameBuilder, Parsed
from curate.records.known import Known, Reading, known_in
from curate.records.records import Input, Records
from curate.records.rejects import Reject, cut_badly, rejected
from curate.records.strict_json import NotStrict
from curate.records.turns import Conversation


def read_sources(
    sources: tuple[Source, ...], reading: Reading, tell: Tell = silent, *, shelf: Shelf | None = None
) -> Records:
    """Read every record of every source; what can not be read is rejected with its reasons.

    What records say is laid on a shelf in parts; without one it is held in memory.

    Raises:
        InputError: a source can not be read, or its format not be told.
        UnknownName: there is no format of this name.
    """
    clock, builder, rejects = Clock(), FrameBuilder(shelf or InMemory()), list[Reject]()
    inputs: list[Input] = []
    for number, source in enumerate(sources):
        known = known_in(source, reading)
        before, read, stamp = len(rejects), 0, source.stamp()
        for cut in source.cuts():
            with _uncollected():
                builder.add(number, cut, parse(number, cut, known, rejects.append))
            read += len(cut.raws)
            tell(f"reading {source.name}", read, None)
        inputs.append(Input(source, known, read, len(rejects) - before, stamp))
    index, parts = builder.build()
    clock.lap("read", sum(each.read for each in inputs))
    return Records(index, parts, tuple(rejects), tuple(inputs), clock.timings[0])


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of reference cycles: rows have none, and the search takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def parse(source: int, cut: Cut, known: Known, reject: Callable[[Reject], None]) -> Parsed:
    """The records of a cut that can be read; the others are rejected."""
    rows = known.values(cut)
    if not cut.troubles and (texts := known.format.texts(rows)):
        return Parsed(range(len(rows)), texts, known.about(rows))
    positions: list[int] = []
    said: list[Conversation] = []
    is_row, conversation, troubles = known.format.is_row, known.format.conversation, cut.troubles
    for position, row in enumerate(rows):
        if position in troubles:
            reject(cut_badly(source, cut.slice(position)))
            continue
        try:
            if not is_row(row):
                refuse(known, row)
            said.append(conversation(row))
        except (ValidationError, Misshapen, NotStrict) as error:
            piece = cut.slice(position)
            piece = piece if piece.raw else piece._replace(raw=as_json(row))
            reject(rejected(source, piece, error, row))
        else:
            positions.append(position)
    rows = rows if len(positions) == len(rows) else [rows[position] for position in positions]
    return Parsed(positions, said, known.about(rows))


def refuse(known: Known, row: object) -> None:
    """Say what is wrong with what is no row.

    Raises:
        NotStrict, ValidationError: always.
    """
    if isinstance(row, NotStrict):
        raise row
    known.format.must_be_row(row)
