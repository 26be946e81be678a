"""What was read of a set, laid on the shelf that holds its parts, so that it need not be read again."""

import json
from collections.abc import Iterable, Sequence

import polars as pl

from curate.clock import Clock
from curate.files.shelf import Shelf
from curate.files.source import Source
from curate.records.known import Reading, known_in
from curate.records.parts import parts_of
from curate.records.records import Input, Records
from curate.records.rejects import Problem, Reject

READ = "read"
_REJECTS = {
    "code": pl.String,
    "source": pl.UInt32,
    "row": pl.UInt32,
    "line": pl.UInt32,
    "offset": pl.UInt64,
    "column": pl.UInt32,
    "problems": pl.String,
    "raw": pl.Binary,
}


def lay_records(records: Records, shelf: Shelf) -> None:
    """Lay down all that was read but for the parts, which lie there already."""
    parts = [(part.names[0], len(part.ranks)) for part in records.parts]
    shelf.put(
        READ,
        {
            "index": records.index,
            "parts": pl.DataFrame(parts, schema={"name": pl.String, "height": pl.UInt32}, orient="row"),
            "rejects": frame_of_rejects(records.rejects),
            "inputs": pl.DataFrame({"read": [each.read for each in records.inputs]}),
        },
    )


def read_before(sources: Sequence[Source], reading: Reading, shelf: Shelf) -> Records | None:
    """What was read of these sources before, if it lies there. They must not have changed since."""
    if READ not in shelf:
        return None
    clock = Clock()
    index, parts, rejects, counts = (shelf.get(READ, name) for name in ("index", "parts", "rejects", "inputs"))
    told = rejects_in(rejects)
    inputs = tuple(
        Input(source, known_in(source, reading), read, sum(each.source == number for each in told), source.stamp())
        for number, (source, read) in enumerate(zip(sources, counts["read"], strict=True))
    )
    clock.lap("read", sum(counts["read"]))
    laid = parts_of(shelf, parts["name"].to_list(), parts["height"].to_list(), index["rank"])
    return Records(index, laid, told, inputs, clock.timings[0])


def frame_of_rejects(rejects: Iterable[Reject]) -> pl.DataFrame:
    """Rejects as they are laid down."""
    rows = [each._replace(problems=json.dumps(each.problems)) for each in rejects]  # type: ignore[arg-type]
    return pl.DataFrame(rows, schema=_REJECTS, orient="row")


def rejects_in(frame: pl.DataFrame) -> tuple[Reject, ...]:
    """The same rejects again."""
    return tuple(_reject(*row) for row in frame.iter_rows())


def _reject(*columns: object) -> Reject:
    code, source, row, line, offset, column, problems, raw = columns
    named = tuple(Problem(*each) for each in json.loads(str(problems)))
    return Reject(code, source, row, line, offset, column, named, raw)  # type: ignore[arg-type]
