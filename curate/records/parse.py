"""From the slices of a cut to what its records say, and rejects with every reason."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from curate.errors import CurateError
from curate.files.slices import Cut, Slice
from curate.files.tables import as_json
from curate.provenance import is_own
from curate.records.formats.base import Misshapen
from curate.records.frame import Parsed
from curate.records.known import Known
from curate.records.rejects import Reject, cut_badly, misread, rejected
from curate.records.strict_json import NotStrict
from curate.records.turns import Conversation


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
        except Exception as error:
            reject(_unread(source, cut.slice(position), known, row, error))
        else:
            positions.append(position)
    rows = rows if len(positions) == len(rows) else [rows[position] for position in positions]
    return Parsed(positions, said, known.about(rows))


def _unread(source: int, piece: Slice, known: Known, row: object, error: Exception) -> Reject:
    """The reject of a row that its format can not read.

    An error in a format of our own is none, nor is what no row is to blame for.
    """
    piece = piece if piece.raw else piece._replace(raw=as_json(row))
    if isinstance(error, ValidationError | Misshapen | NotStrict):
        return rejected(source, piece, error, row)
    if is_own(known.format) or isinstance(error, CurateError | MemoryError):
        raise error
    return misread(source, piece, known.format, error)


def refuse(known: Known, row: object) -> None:
    """Say what is wrong with what is no row.

    Raises:
        NotStrict, ValidationError: always.
    """
    if isinstance(row, NotStrict):
        raise row
    known.format.must_be_row(row)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of reference cycles: rows have none, and the search takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
