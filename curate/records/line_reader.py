"""Reads the lines of a file, some after the other; what the same bytes gave before is taken from the cache."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

import polars as pl

from curate.errors import CurateError
from curate.files.cache import Cache
from curate.files.digest import digest_of_bytes
from curate.files.lines import Stretch
from curate.files.shelf import OnDisk
from curate.files.texts import TextFile
from curate.records.frame import Base, Said, made_of
from curate.records.known import Known
from curate.records.parse import parse, uncollected
from curate.records.rejects import Reject
from curate.records.stored import frame_of_rejects, rejects_in
from curate.records.unread import Lines

_STRETCHES, _INDEX, _REJECTS = "stretches", "index", "rejects"
_SCHEMA = {"digest": pl.Binary, "rows": pl.UInt32, "lines": pl.UInt32, "records": pl.UInt32}


class LinesRead(NamedTuple):
    """What some lines gave, but for what their records say. Places count from the first of them."""

    indexed: pl.DataFrame
    rows: int
    lines: int
    """How many line ends there are."""
    rejects: tuple[Reject, ...]


def read_lines(stretch: Stretch, known: Known) -> tuple[LinesRead, pl.DataFrame]:
    """Read some lines: what they give, and what their records say."""
    rejects = list[Reject]()
    with uncollected():
        cut, ended = stretch.cut()
        made = made_of(cut, parse(0, cut, known, rejects.append))
    return LinesRead(made.indexed, len(cut.raws), ended, tuple(rejects)), made.texts


def moved(reject: Reject, base: Base) -> Reject:
    """A reject at its place in all of its source."""
    source, row, line, offset = base
    return reject._replace(
        source=source, row=reject.row + row, line=reject.line + line, offset=reject.offset + offset
    )


class LineReader(ABC):
    """A way to read the lines of a file."""

    @abstractmethod
    def read(self, source: TextFile, known: Known) -> Iterator[tuple[LinesRead, Said, int]]:
        """Some lines after the other: what they give, what their records say, and at which byte they begin."""

    def keep(self) -> None:
        """Lay down for another time what was read, where that is done."""
        return


class _Afresh(LineReader):
    """Reads all of them, here and now."""

    def read(self, source: TextFile, known: Known) -> Iterator[tuple[LinesRead, Said, int]]:
        """Stretch by stretch."""
        for stretch in source.stretches():
            yield (*read_lines(replace(stretch, offset=0), known), stretch.offset)


AFRESH = _Afresh()


class CachedReader(LineReader):
    """Takes from the cache what the same lines gave before, and lays there what is read now."""

    def __init__(self, cache: Cache, asked: str) -> None:
        self.cache = cache
        self.asked = asked
        """What it hangs on beside the format: the code."""
        self._formats = dict[str, _OfFormat]()

    def read(self, source: TextFile, known: Known) -> Iterator[tuple[LinesRead, Said, int]]:
        """Stretch by stretch; lines are read unless the same were read before, wherever they stood."""
        for stretch in source.stretches():
            digest = digest_of_bytes(stretch.data)
            lines = Lines(source, known, (0, stretch.offset, len(stretch.data)), digest)
            told = None if stretch.endless else self.get(known, digest)
            if told is None:
                told, said = read_lines(replace(stretch, offset=0), known)
                lines = lines.at_hand(said)
                if not stretch.endless:
                    self.add(known, digest, told)
            yield told, lines.of(told.indexed.height), stretch.offset

    def get(self, known: Known, digest: bytes) -> LinesRead | None:
        """What the stretch with this digest gave, if that lies there."""
        return self._of(known).get(digest)

    def add(self, known: Known, digest: bytes, told: LinesRead) -> None:
        """Keep what a stretch gave for another time."""
        self._of(known).new[digest] = told

    def keep(self) -> None:
        """Lay down what is new."""
        for each in self._formats.values():
            each.keep()

    def _of(self, known: Known) -> "_OfFormat":
        way = repr((self.asked, known.format.name, sorted(known.paths.items())))
        if way not in self._formats:
            shelf = self.cache.shelf(f"read-{sha256(way.encode()).hexdigest()[:32]}")
            self._formats[way] = _OfFormat(self.cache, shelf)
        return self._formats[way]


class _OfFormat:
    """What was read in one format."""

    def __init__(self, cache: Cache, shelf: OnDisk) -> None:
        self.cache = cache
        self.shelf = shelf
        self.new = dict[bytes, LinesRead]()
        self._found = {digest: place for name in self._names() for digest, place in self._places(name)}
        self._opened = dict[str, _Held | None]()

    def get(self, digest: bytes) -> LinesRead | None:
        """What a stretch gave; what can not be read is as good as not there."""
        if digest in self.new or digest not in self._found:
            return self.new.get(digest)
        name, number = self._found[digest]
        if name not in self._opened:
            self._opened[name] = self._held(name)
        held = self._opened[name]
        return held.lines_read(number) if held else None

    def keep(self) -> None:
        """Lay down what is new, all together."""
        if not self.new:
            return
        new = self.new.values()
        rows = [(digest, each.rows, each.lines, each.indexed.height) for digest, each in self.new.items()]
        rejects = (each._replace(source=number) for number, own in enumerate(new) for each in own.rejects)
        frames = {
            _STRETCHES: pl.DataFrame(rows, schema=_SCHEMA, orient="row"),
            _INDEX: pl.concat([each.indexed for each in new]),
            _REJECTS: frame_of_rejects(rejects),
        }
        self.cache.keep(self.shelf, sha256(b"".join(self.new)).hexdigest()[:32], frames)

    def _names(self) -> Sequence[str]:
        try:
            return self.cache.names(self.shelf)
        except OSError:
            return []

    def _places(self, name: str) -> Iterator[tuple[bytes, tuple[str, int]]]:
        """Under which name and number what was read lies, by digest."""
        with suppress(CurateError, OSError):
            digests = self.shelf.get(name, _STRETCHES)["digest"]
            yield from ((digest, (name, number)) for number, digest in enumerate(digests))

    def _held(self, name: str) -> "_Held | None":
        try:
            with suppress(OSError):
                self.cache.used(self.shelf, name)
            return _Held(*(self.shelf.get(name, each) for each in (_STRETCHES, _INDEX, _REJECTS)))
        except (CurateError, OSError):
            return None  # removed by another process, or damaged: it can be read again


class _Held:
    """What lies under one name."""

    def __init__(self, stretches: pl.DataFrame, index: pl.DataFrame, rejects: pl.DataFrame) -> None:
        self.counts = list(stretches.select("rows", "lines", "records").iter_rows())
        self.index = index
        self.starts = [0, *accumulate(stretches["records"])]
        self.rejects = rejects_in(rejects)

    def lines_read(self, number: int) -> LinesRead:
        """What one of the stretches gave."""
        rows, lines, records = self.counts[number]
        own = tuple(each for each in self.rejects if each.source == number) if self.rejects else ()
        return LinesRead(self.index.slice(self.starts[number], records), rows, lines, own)
