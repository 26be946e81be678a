"""From the slices of a source to validated records, and rejects with every reason."""

from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError

from curate.clock import Clock
from curate.files.slices import Slice
from curate.files.sources import Source
from curate.progress import Tell
from curate.records.detect import SAMPLED, Detected, detect
from curate.records.formats import RecordFormat, format_called
from curate.records.frame import FrameBuilder
from curate.records.records import Input, Records
from curate.records.rejects import Reject, cut_badly, invalid, not_strict
from curate.records.strict_json import NotStrict, check_strictly, suspicious

AUTO = "auto"
TOLD_EVERY = 2_000


def read_sources(sources: tuple[Source, ...], format_name: str, tell: Tell) -> Records:
    """Read every record of every source; what can not be read is rejected with its reasons.

    Raises:
        InputError: a source can not be read, or its format not be told.
        UnknownName: there is no format of this name.
    """
    clock, builder, rejects = Clock(), FrameBuilder(), list[Reject]()
    inputs: list[Input] = []
    for number, source in enumerate(sources):
        detected = _detect(source, format_name)
        before = len(rejects)
        read, digest = 0, source.digest()
        for piece in source.slices():
            read += 1
            reject = _parse(number, piece, detected.format, builder)
            if reject:
                rejects.append(reject)
            if read % TOLD_EVERY == 0:
                tell(f"reading {source.name}", read, None)
        inputs.append(Input(source, detected.format.name, detected.reason, read, len(rejects) - before, digest))
    frame = builder.build()
    clock.lap("read", sum(each.read for each in inputs))
    return Records(frame, tuple(rejects), tuple(inputs), clock.timings[0])


def _detect(source: Source, format_name: str) -> Detected:
    if format_name != AUTO:
        return Detected(format_called(format_name), "as told")
    return detect(source.name, (piece.raw for piece in islice(source.slices(), SAMPLED)))


def _parse(source: int, piece: Slice, known: RecordFormat[Any], builder: FrameBuilder) -> Reject | None:
    if piece.trouble:
        return cut_badly(source, piece)
    try:
        row: BaseModel = known.row.__pydantic_validator__.validate_json(piece.raw)
        if suspicious(piece.raw, row):
            check_strictly(piece.raw)
    except ValidationError as error:
        return invalid(source, piece, error)
    except NotStrict as error:
        return not_strict(source, piece, error)
    builder.add(source, piece, known.conversation(row), row.__pydantic_extra__ or {})
    return None
