"""Files of text that hold records: lines, arrays, and cells between commas or tabs; plain or compressed."""

import re
from collections.abc import Container as Holds
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, ClassVar, Literal

from curate.errors import InputError
from curate.files.array import element_cuts, held_array
from curate.files.delimited import header_lines, header_of, row_cuts
from curate.files.inputs import STDIN
from curate.files.lines import Stretch, line_cuts, stretches
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
    is_text: ClassVar[bool] = True

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

    def stretches(self) -> Iterator[Stretch]:
        """Of a file of lines all of them, some at a time, not cut into records."""
        with unpacked(self.path, self.name, self.packing) as stream:
            yield from stretches(stream)

    def pick(self, places: Iterable[Place]) -> Iterator[bytes]:
        """The very bytes at each place. One pass, bounded memory."""
        with unpacked(self.path, self.name, self.packing) as stream:
            position = 0
            for _, offset, length in places:
                if self.packing:
                    _skip(stream, offset - position)
                elif offset != position:
                    stream.seek(offset)
                yield stream.read(length)
                position = offset + length

    def cells(self, raw: bytes) -> dict[str, str] | None:
        """The cells of a record, by the names in the header; None where a record is JSON text."""
        if self.container not in DELIMITERS:
            return None
        return _Cells(self.header(), DELIMITERS[self.container]).of(raw)

    def header(self) -> bytes:
        """The line that names the columns, with its line end; nothing where records are JSON text."""
        if self.container not in DELIMITERS:
            return b""
        with unpacked(self.path, self.name, self.packing) as stream:
            return header_lines(stream, DELIMITERS[self.container])

    def save(self, places: Sequence[Place], file: BinaryIO, changed: Mapping[int, Row] = UNCHANGED) -> None:
        """The very bytes of these records, in the container and between the line ends that they came in.

        A record that is changed is made anew. A column that some of them bring is put behind the others.
        """
        if self.container == "array":
            file.write(b"[")
            for number, ((row, _, _), raw) in enumerate(zip(places, self.pick(places), strict=True)):
                made = json_with(raw, changed[row]) if row in changed else raw
                file.write((b",\n" if number else b"\n") + made)
            file.write(b"\n]\n")
            return
        with unpacked(self.path, self.name, self.packing) as stream:
            header = self.header()
            position = _skip(stream, len(header))
            table = _Cells(header, DELIMITERS[self.container]).with_columns(changed, places) if header else None
            file.write(table.header if table else b"")
            anew = dict.fromkeys(row for row, _, _ in places) if table and table.more else changed
            for row, start, end in _runs(places, anew):
                _skip(stream, start - position)
                if row in anew:
                    fields, raw = changed.get(row, {}), stream.read(end - start)
                    file.write(table.made(raw, fields) if table else json_with(raw, fields))
                else:
                    _copy(stream, file, end - start)
                file.write(b"\r\n" if stream.read(1) == b"\r" else b"\n")
                position = end + 1

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


class _Cells:
    """Rows of a table of text, by the names in its header."""

    def __init__(self, header: bytes, delimiter: str, more: Sequence[str] = ()) -> None:
        self.delimiter = delimiter
        self.plain = header.removesuffix(b"\n").removesuffix(b"\r")
        self.end = header[len(self.plain) :] or b"\n"
        self.more = more
        """Columns that the header does not name yet."""

    @property
    def header(self) -> bytes:
        """The line that names the columns."""
        names = cells_line(self.more, self.delimiter) if self.more else b""
        return self.plain + (self.delimiter.encode() + names if names else b"") + self.end

    def with_columns(self, changed: Mapping[int, Row], places: Sequence[Place]) -> "_Cells":
        """The same table, with the columns that changes of these records bring."""
        brought = dict.fromkeys(name for row, _, _ in places for name in changed.get(row, ()))
        known = header_of(BytesIO(self.header), self.delimiter)[0] if brought else []
        return _Cells(self.plain + self.end, self.delimiter, [name for name in brought if name not in known])

    def of(self, raw: bytes) -> dict[str, str]:
        """The cells of one row."""
        (cut,) = row_cuts(BytesIO(self.plain + b"\n" + raw), self.delimiter)
        return dict(cut.values[0]) if cut.values else {}

    def made(self, raw: bytes, fields: Row) -> bytes:
        """A row in which these fields hold something else."""
        if fields.keys() <= set(self.more):
            added = [cell_of(fields.get(name)) for name in self.more]
            return raw + self.delimiter.encode() + cells_line(added, self.delimiter) if added else raw
        told = {name: cell_of(value) for name, value in fields.items()}
        cells = {**self.of(raw), **dict.fromkeys(self.more, ""), **told}
        return cells_line(list(cells.values()), self.delimiter)


def _runs(places: Sequence[Place], anew: Holds[int]) -> Iterator[tuple[int, int, int]]:
    """The first row, begin and end of stretches of the file in which only line ends stand between records.

    A record that is made anew is a stretch of its own.
    """
    first, start, end = -1, -2, -2
    for row, offset, length in places:
        if offset != end + 1 or row in anew or first in anew:
            if start >= 0:
                yield first, start, end
            first, start = row, offset
        end = offset + length
    if start >= 0:
        yield first, start, end


def _skip(stream: BinaryIO, count: int) -> int:
    left = count
    while left > 0:
        left -= len(stream.read(min(left, CHUNK))) or left
    return count


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
