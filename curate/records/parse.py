"""From sources to validated records, and rejects."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from curate.clock import Clock
from curate.files.digest import digest_of_bytes
from curate.files.shelf import InMemory, Shelf
from curate.files.source import Source
from curate.files.texts import TextFile
from curate.progress import Tell, silent
from curate.records.cut_rows import parse
from curate.records.frame import Base, FrameBuilder
from curate.records.known import Known, Reading, known_in
from curate.records.readings import Readings, kept_of, moved
from curate.records.records import Input, Records
from curate.records.rejects import Reject
from curate.records.unread import Lines, said_in


def read_sources(
    sources: tuple[Source, ...],
    reading: Reading,
    tell: Tell = silent,
    *,
    shelf: Shelf | None = None,
    readings: Readings | None = None,
) -> Records:
    """Read every record of every source; what can not be read is rejected with its reasons.

    What records say is laid on a shelf in parts; without one it is held in memory. What is known from earlier
    `readings` is not read again, unless what it says is asked of the shelf, which then must be a late one.

    Raises:
        InputError: a source can not be read, or its format not be told.
        UnknownName: there is no format of this name.
    """
    clock, rejects, inputs = Clock(), list[Reject](), list[Input]()
    with FrameBuilder(shelf or InMemory(), said_in) as builder:
        for number, source in enumerate(sources):
            known = known_in(source, reading)
            before, read, stamp = len(rejects), 0, source.stamp()
            for count in _Reader(number, source, known, builder, rejects).read(readings):
                read += count
                tell(f"reading {source.name}", read, None)
            inputs.append(Input(source, known, read, len(rejects) - before, stamp))
        if readings:
            readings.keep()
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

    def read(self, readings: Readings | None) -> Iterator[int]:
        """Read all of it; tells again and again how many records more."""
        if readings and isinstance(self.source, TextFile) and self.source.container == "lines":
            yield from self._stretches(self.source, readings)
            return
        for cut in self.source.cuts():
            with _uncollected():
                self.builder.add(self.number, cut, parse(self.number, cut, self.known, self.rejects.append))
            yield len(cut.raws)

    def _stretches(self, source: TextFile, readings: Readings) -> Iterator[int]:
        """Lines are read unless the same were read before, wherever they stood."""
        base = Base(self.number)
        for stretch in source.stretches():
            digest = digest_of_bytes(stretch.data)
            lines = Lines(source, self.known, (0, stretch.offset, len(stretch.data)), digest)
            kept = None if stretch.endless else readings.get(self.known, digest)
            if kept is None:
                with _uncollected():
                    kept, said = kept_of(replace(stretch, offset=0), self.known)
                lines = lines.at_hand(said)
                if not stretch.endless:
                    readings.add(self.known, digest, kept)
            base = base._replace(offset=stretch.offset)
            self.rejects.extend(moved(each, base) for each in kept.rejects)
            self.builder.take(kept.indexed, lines.of(kept.indexed.height), base)
            yield kept.rows
            base = base._replace(row=base.row + kept.rows, line=base.line + kept.lines)


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
