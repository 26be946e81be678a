"""What the files of a run hold of its records: those that were kept, and the bytes of those that were dropped."""

from collections.abc import Iterable, Iterator
from functools import cache

from curate.errors import InputError, UnknownName
from curate.files.outputs import CELLS, kind_of
from curate.files.source import Source
from curate.files.sources import open_source
from curate.records.known import Known, Reading, known_as
from curate.report.left import Left, Row
from curate.report.said import NOT_AS_WRITTEN, Held


class Holding:
    """The records of a run, as its files hold them."""

    def __init__(self, left: Left) -> None:
        self.left = left
        self._known = cache(self._known_of)
        self._source = cache(self._source_at)

    def of_dropped(self, row: Row) -> Held | None:
        """A record by its line in `dropped.jsonl`; None where that can not be read."""
        raw, known = row["raw"].encode(), self._known(row["file"])
        if known is None:
            return Held(None, None, raw)
        try:
            if not known.delimited:
                return Held(known, known.value(raw, None), raw)
            # Only what was kept tells the names of the columns.
            source = self._source(self.left.inputs[row["file"]]["outputs"][0])
            return Held(known, known.value(raw, source.cells(raw)), raw) if source else None
        except NOT_AS_WRITTEN:
            return None

    def of_kept(self, rows: Iterable[Row]) -> Iterator[tuple[str, Held]]:
        """By key, records by their lines in `lineage.jsonl`, as far as they are there; each file is read once."""
        wanted: dict[tuple[str, str], dict[int, str]] = {}
        for row in rows:
            wanted.setdefault((row["output"], row["file"]), {})[row["output_row"]] = row["key"]
        for (output, file), keys in wanted.items():
            source = self._source(output)
            if source:
                yield from ((keys[row], held) for row, held in _picked(source, self._known(file), keys))

    def _source_at(self, output: str) -> Source | None:
        """A file of what was kept; None where its owner took it away."""
        try:
            return open_source(str(self.left.folder / output))
        except (InputError, OSError):
            return None

    def _known_of(self, file: str) -> Known | None:
        """How records of an input are read; None for a format of the user's own, which is not loaded here."""
        made_from = self.left.inputs[file]
        reading = Reading(made_from["format"], made_from["map"])
        try:
            return known_as(reading, delimited=kind_of(made_from["outputs"][0]) in CELLS)
        except UnknownName:
            return None


def _picked(source: Source, known: Known | None, rows: Iterable[int]) -> Iterator[tuple[int, Held]]:
    """The records in these rows of a source, which is read no farther than the last of them."""
    left_over = sorted(rows, reverse=True)
    for cut in source.cuts():
        while left_over and left_over[-1] < cut.first_row + len(cut.raws):
            row = left_over.pop()
            at = row - cut.first_row
            given = cut.values[at] if cut.values is not None else None
            try:
                yield row, Held(known, known.value(cut.raws[at], given) if known else None, cut.raws[at])
            except NOT_AS_WRITTEN:
                continue
        if not left_over:
            return
