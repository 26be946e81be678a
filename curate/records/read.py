"""From sources to validated records, and rejects."""

from collections.abc import Iterator
from dataclasses import dataclass

from curate.clock import Clock
from curate.files.shelf import InMemory, Shelf
from curate.files.source import Source
from curate.files.texts import TextFile
from curate.progress import Tell, silent
from curate.records.frame import Base, FrameBuilder
from curate.records.known import Known, Reading, known_in
from curate.records.line_reader import AFRESH, LineReader, moved
from curate.records.parse import parse, uncollected
from curate.records.records import Input, Records
from curate.records.rejects import Reject
from curate.records.unread import said_in


def read_sources(
    sources: tuple[Source, ...],
    reading: Reading,
    tell: Tell = silent,
    *,
    shelf: Shelf | None = None,
    lines: LineReader = AFRESH,
) -> Records:
    """Read every record of every source; what can not be read is rejected with its reasons.

    What records say is laid on a shelf in parts; without one it is held in memory. Where `lines` knows them from
    before, they are read again only if what they say is asked of the shelf, which then must be a late one.

    Raises:
        InputError: a source can not be read, or its format not be told.
        UnknownName: there is no format of this name.
    """
    clock, rejects, inputs = Clock(), list[Reject](), list[Input]()
    with FrameBuilder(shelf or InMemory(), said_in) as builder:
        for number, source in enumerate(sources):
            known = known_in(source, reading)
            before, read, stamp = len(rejects), 0, source.stamp()
            for count in _Reader(number, source, known, builder, rejects).read(lines):
                read += count
                tell(f"reading {source.name}", read, None)
            inputs.append(Input(source, known, read, len(rejects) - before, stamp))
        lines.keep()
        index, parts = builder.build()
    clock.lap("read", sum(each.read for each in inputs))
    return Records(index, parts, tuple(rejects), tuple(inputs), clock.timings[0])


@dataclass(frozen=True)
class _Reader:
    """Reads one source into what is built."""

    number: int
    source: Source
    known: Known
    builder: FrameBuilder
    rejects: list[Reject]

    def read(self, lines: LineReader) -> Iterator[int]:
        """Read all of it; tells again and again how many records more."""
        if isinstance(self.source, TextFile) and self.source.container == "lines":
            yield from self._lines(self.source, lines)
            return
        for cut in self.source.cuts():
            with uncollected():
                self.builder.add(self.number, cut, parse(self.number, cut, self.known, self.rejects.append))
            yield len(cut.raws)

    def _lines(self, source: TextFile, lines: LineReader) -> Iterator[int]:
        """Some lines after the other."""
        base = Base(self.number)
        for told, said, offset in lines.read(source, self.known):
            base = base._replace(offset=offset)
            self.rejects.extend(moved(each, base) for each in told.rejects)
            self.builder.take(told.indexed, said, base)
            yield told.rows
            base = base._replace(row=base.row + told.rows, line=base.line + told.lines)
