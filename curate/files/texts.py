"""Files of text that hold records: lines, arrays, and cells between commas or tabs; plain or compressed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal

from curate.errors import InputError
from curate.files.array import element_cuts, held_array
from curate.files.delimited import header_lines, header_of, row_cuts
from curate.files.inputs import STDIN
from curate.files.lines import line_cuts
from curate.files.packed import Packing, unpacked
from curate.files.slices import CHUNK, Cut
from curate.files.source import UNCHANGED, FileSource, Place
from curate.files.values import Row
from curate.files.written import cell_of, cells_line, json_with

Container = Literal["lines", "array", "csv", "tsv"]
ENDINGS: dict[Container, str] = {"lines": ".jsonl", "array": ".json", "csv": ".csv", "tsv": ".tsv"}
DELIMITERS = {"csv": ",", "tsv": "\t"}
_HEADER = re.compile(rb"\w+(?:,\w+)+\s*|\w+(?:\t\w+)+\s*")
"""What a piped table opens with, which has no ending: plain names between commas, or between tabs."""
_CELLS = re.compile(r"\.(csv|tsv)(\.gz|\.zst)?$", re.IGNORECASE)


@dataclass(frozen=True)
class TextFile(FileSource):
    """A file of text. Every record has a line, an offset and its very bytes."""

    name: str
    path: Path
    container: Container
    packing: Packing

    def cuts(self) -> Iterator[Cut]:
        """The records, in order, some at a time."""
        with unpacked(self.path, self.name, self.packing) as stream:
            if self.container == "lines":
                yield from line_cuts(stream)
            elif self.container == "array":
                yield from element_cuts(stream)
            else:
                self._must_name_its_columns()
                yield from row_cuts(stream, DELIMITERS[self.container])

    def pick(self, places: Iterable[Place]) -> Iterator[bytes]:
        """The very bytes at each place. One pass, bounded memory."""
        with unpacked(self.path, self.name, self.packing) as stream:
            position = 0
            for _, offset, length in places:
                _skip(stream, offset - position)
                yield stream.read(length)
                position = offset + length

    def cells(self, raw: bytes) -> dict[str, str] | None:
        """The cells of a record, by the names in the header; None where a record is JSON text."""
        if self.container not in DELIMITERS:
            return None
        return self._cells(self._header(), raw)

    def _header(self) -> bytes:
        """The line that names the columns, with its line end; nothing where records are JSON text."""
        if self.container not in DELIMITERS:
            return b""
        with unpacked(self.path, self.name, self.packing) as stream:
            return header_lines(stream, DELIMITERS[self.container])

    def _cells(self, header: bytes, raw: bytes) -> dict[str, str]:
        alone = header.removesuffix(b"\n").removesuffix(b"\r") + b"\n" + raw
        (cut,) = row_cuts(BytesIO(alone), DELIMITERS[self.container])
        return dict(cut.values[0]) if cut.values else {}

    def save(self, places: Sequence[Place], file: BinaryIO, changed: Mapping[int, Row] = UNCHANGED) -> None:
        """The very bytes of these records, in the container and between the line ends that they came in.

        Where a record is changed, all lines end alike.
        """
        if self.container == "array":
            file.write(b"[")
            for number, raw in enumerate(self._raws(places, changed)):
                file.write((b",\n" if number else b"\n") + raw)
            file.write(b"\n]\n")
            return
        if any(row in changed for row, _, _ in places):
            file.write(self._header())
            file.writelines(raw + b"\n" for raw in self._raws(places, changed))
            return
        with unpacked(self.path, self.name, self.packing) as stream:
            position = 0
            if self.container in DELIMITERS:
                header = header_lines(stream, DELIMITERS[self.container])
                file.write(header)
                position = len(header)
            for start, end in _runs(places):
                _skip(stream, start - position)
                _copy(stream, file, end - start)
                file.write(b"\r\n" if stream.read(1) == b"\r" else b"\n")
                position = end + 1

    def _raws(self, places: Sequence[Place], changed: Mapping[int, Row]) -> Iterator[bytes]:
        """The bytes of each record, made anew where it is changed."""
        header = self._header()
        for (row, _, _), raw in zip(places, self.pick(places), strict=True):
            if row not in changed:
                yield raw
            elif header:
                told = {name: cell_of(value) for name, value in changed[row].items()}
                cells = {**self._cells(header, raw), **told}
                yield cells_line(list(cells.values()), DELIMITERS[self.container])
            else:
                yield json_with(raw, changed[row])

    @property
    def ending(self) -> str:
        """The file name ending that its own container is written with."""
        return ENDINGS[self.container] + (f".{self.packing}" if self.packing else "")

    def _must_name_its_columns(self) -> None:
        with unpacked(self.path, self.name, self.packing) as stream:
            names, trouble = header_of(stream, DELIMITERS[self.container])
        if trouble:
            raise InputError(
                f"{self.name}: its header can not be read: {trouble}.",
                hint="The first line names the columns; mend it.",
            )
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise InputError(
                f"{self.name}: two columns are called {twice[0]!r}.",
                hint="Rename one in the header line, so that each cell has a name of its own.",
            )


def _runs(places: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """Stretches of the file, in which only the end of a line stands between one record and the next."""
    start = end = -2
    for _, offset, length in places:
        if offset != end + 1:
            if start >= 0:
                yield start, end
            start = offset
        end = offset + length
    if start >= 0:
        yield start, end


def _skip(stream: BinaryIO, count: int) -> None:
    while count > 0:
        count -= len(stream.read(min(count, CHUNK))) or count


def _copy(stream: BinaryIO, file: BinaryIO, count: int) -> None:
    while count > 0 and (block := stream.read(min(count, CHUNK))):
        file.write(block)
        count -= len(block)


def container_of(name: str, head: bytes) -> Container:
    """How a file of text holds its records, by its name and by what it opens with."""
    if cells := _CELLS.search(name):
        return "csv" if cells[1].lower() == "csv" else "tsv"
    first, _, rest = head.partition(b"\n")
    if name == STDIN and _HEADER.fullmatch(first):
        return "tsv" if b"\t" in first else "csv"
    if head.startswith(b"["):
        # A `[` opens an array, unless what it opens is closed on a first line that others follow.
        closed = first.rstrip().endswith(b"]") and first.count(b"[") == first.count(b"]")
        return "lines" if closed and rest.lstrip()[:1] in (b"[", b"{") else "array"
    if head.startswith(b"{"):
        closed = first.rstrip().endswith(b"}") and first.count(b"{") == first.count(b"}")
        return "array" if held_array(head) and not (closed and rest.strip()) else "lines"
    return "lines"
