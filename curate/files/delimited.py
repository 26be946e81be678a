"""Rows of comma- or tab-separated text (RFC 4180), each of which is a record."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from curate.files.slices import BOM, CHUNK, MAX_RECORD, SHOWN, TOGETHER, Cut, too_long

MOST_LINES = 10_000
"""Lines that one cell is followed over; a quote that closes nowhere near is a slip of the pen."""
AGAIN = 4
"""How often the bytes of a file are read again, on the whole, to read on behind quotes that do not close."""


def row_cuts(stream: BinaryIO, delimiter: str, *, limit: int = MAX_RECORD) -> Iterator[Cut]:
    """Each row below the header, with its cells by the header's names.

    A row that has too few or too many cells, or whose quotes do not close, is given up to its next line.
    """
    with _huge_cells():
        yield from _Rows(stream, delimiter, limit).cuts()


def header_lines(stream: BinaryIO, delimiter: str) -> bytes:
    """The very bytes above the first row, and the stream behind them."""
    with _huge_cells():
        return _Rows(stream, delimiter).open()


def header_of(stream: BinaryIO, delimiter: str) -> tuple[list[str], str]:
    """The names in the header, and what is wrong with it."""
    with _huge_cells():
        rows = _Rows(stream, delimiter)
        rows.open()
        return rows.header, rows.trouble


_TWICE = "write a quote inside a quoted cell twice"
_SAID = {
    "unexpected end": f'a cell opens with " and is not closed; {_TWICE}',
    "new-line character": "a carriage return stands in a cell without quotes; put the cell in quotes",
    "field larger than": "a cell is longer than any record may be",
}
"""What the parser says, in words that tell how to mend it."""


@contextmanager
def _huge_cells() -> Iterator[None]:
    # The module has one limit for all its users; ours is put back.
    before = csv.field_size_limit(MAX_RECORD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _is_utf_8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


class _Rows:
    """One pass over a file: lines that wait to be read again, and where the next one stands."""

    def __init__(self, stream: BinaryIO, delimiter: str, limit: int = MAX_RECORD) -> None:
        self.stream = stream
        self.delimiter = delimiter
        self.limit = limit
        self.waiting: list[bytes] = []
        self.taken: list[bytes] = []
        self.left_out: dict[int, int] = {}
        """By the number of a line over the limit: how many bytes of it are not kept."""
        self.line, self.offset, self.row = 1, 0, 1
        self.read = self.again = 0
        self.header: list[str] = []
        self.trouble = ""
        """What is wrong with the header."""

    def open(self) -> bytes:
        """Read the header, which is the first line that is not blank."""
        first = self._next_line()
        over = BOM if first.startswith(BOM) else b""
        first = first[len(over) :]
        self.offset = len(over)
        while first and first.isspace():
            over += first
            self.offset, self.line = len(over), self.line + 1
            first = self._next_line()
        self.waiting = [first] if first else []
        self.header, self.trouble = self._cells()
        lines = b"".join(self.taken)
        self._use(len(self.taken))
        if not _is_utf_8(lines):
            self.trouble = self.trouble or "it is not UTF-8; if the file is in another encoding, iconv converts it"
        return over + lines

    def cuts(self) -> Iterator[Cut]:
        self.open()
        while self.waiting or self._wait():
            yield self._some()

    def _some(self) -> Cut:
        cut = Cut(self.row, [], [], [], {}, [])
        size = 0
        while len(cut.raws) < TOGETHER and size < CHUNK and (self.waiting or self._wait()):
            cells, trouble = self._cells()
            raw = b"".join(self.taken).rstrip(b"\r\n")
            size += len(raw)
            if raw:
                self._add(cut, raw, cells, trouble)
            else:
                self._use(1)
        return cut

    def _add(self, cut: Cut, raw: bytes, cells: list[str], trouble: str) -> None:
        wrong = trouble or self._wrong(cells)
        lines = 1 if wrong and self._may_go_back() else len(self.taken)
        if wrong:
            cut.troubles[len(cut.raws)] = wrong
            raw = b"".join(self.taken[:lines]).rstrip(b"\r\n")
        cut.lines.append(self.line)
        cut.offsets.append(self.offset)
        cut.raws.append(raw)
        if cut.values is not None:
            cut.values.append(dict(zip(self.header, cells, strict=False)))
        self._use(lines)
        self.row += 1

    def _wrong(self, cells: list[str]) -> str:
        if len(cells) == len(self.header):
            return ""
        cell = "cell" if len(cells) == 1 else "cells"
        return (
            f"it has {len(cells)} {cell} where the header has {len(self.header)} ({', '.join(self.header)[:80]})"
        )

    def _may_go_back(self) -> bool:
        self.again += sum(map(len, self.taken[1:]))
        return self.again <= AGAIN * max(self.read, CHUNK)

    def _cells(self) -> tuple[list[str], str]:
        """The cells of the next row, over as many lines as its quotes span, and what is wrong with it."""
        self.taken = []
        if self.line in self.left_out:
            self.taken = self.waiting[:1]
            return [], too_long(self.limit)
        try:
            return next(csv.reader(self._lines(), delimiter=self.delimiter, strict=True), []), ""
        except csv.Error as error:
            return [], next((said for about, said in _SAID.items() if about in str(error)), f"{error}; {_TWICE}")

    def _lines(self) -> Iterator[str]:
        size = 0
        while len(self.taken) < MOST_LINES and (len(self.taken) < len(self.waiting) or self._wait()):
            line = self.waiting[len(self.taken)]
            size += len(line)
            if self.taken and (size > self.limit or self.line + len(self.taken) in self.left_out):
                return
            self.taken.append(line)
            yield line.decode("utf-8", "surrogateescape")

    def _wait(self) -> bool:
        line = self._next_line()
        if line:
            self.waiting.append(line)
        return bool(line)

    def _next_line(self) -> bytes:
        line = self.stream.readline(self.limit + 1)
        self.read += len(line)
        if len(line) > self.limit and not line.endswith(b"\n"):
            kept = line[: min(self.limit, SHOWN)]
            self.left_out[self.line + len(self.waiting)] = len(line) - len(kept) + self._skip_line()
            return kept
        return line

    def _skip_line(self) -> int:
        """Go to the end of the line."""
        skipped = 0
        while more := self.stream.readline(CHUNK):
            skipped += len(more)
            if more.endswith(b"\n"):
                break
        return skipped

    def _use(self, lines: int) -> None:
        """Go on behind so many of the waiting lines."""
        used = self.waiting[:lines]
        self.offset += sum(map(len, used))
        for number in range(self.line, self.line + len(used)) if self.left_out else ():
            self.offset += self.left_out.pop(number, 0)
        self.line += len(used)
        del self.waiting[:lines]
