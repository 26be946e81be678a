"""Rows of comma- or tab-separated text (RFC 4180), each of which is a record."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from curate.files.slices import BOM, CHUNK, MAX_RECORD, TOGETHER, Cut

MOST_LINES = 10_000
"""Lines that one cell is followed over; a quote that closes nowhere near is a slip of the pen."""
AGAIN = 4
"""How often the bytes of a file are read again, on the whole, to read on behind quotes that do not close."""


def row_cuts(stream: BinaryIO, delimiter: str) -> Iterator[Cut]:
    """Each row below the header, with its cells by the header's names.

    A row that has too few or too many cells, or whose quotes do not close, is given up to its next line.
    """
    with _huge_cells():
        yield from _Rows(stream, delimiter).cuts()


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


@contextmanager
def _huge_cells() -> Iterator[None]:
    # The module has one limit for all its users; ours is put back.
    before = csv.field_size_limit(MAX_RECORD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class _Rows:
    """One pass over a file: lines that wait to be read again, and where the next one stands."""

    def __init__(self, stream: BinaryIO, delimiter: str) -> None:
        self.stream = stream
        self.delimiter = delimiter
        self.waiting: list[bytes] = []
        self.taken: list[bytes] = []
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
        try:
            return next(csv.reader(self._lines(), delimiter=self.delimiter, strict=True), []), ""
        except csv.Error as error:
            closes = "unexpected end" not in str(error)
            reason = str(error) if closes else 'a cell opens with " and is not closed'
            return [], f"{reason}; write a quote inside a quoted cell twice"

    def _lines(self) -> Iterator[str]:
        while len(self.taken) < MOST_LINES and (self.waiting or self._wait()):
            line = self.waiting[len(self.taken)] if len(self.taken) < len(self.waiting) else self._next_line()
            if not line:
                return
            if len(self.taken) >= len(self.waiting):
                self.waiting.append(line)
            self.taken.append(line)
            yield line.decode("utf-8", "surrogateescape")

    def _wait(self) -> bool:
        line = self._next_line()
        if line:
            self.waiting.append(line)
        return bool(line)

    def _next_line(self) -> bytes:
        line = self.stream.readline(MAX_RECORD)
        self.read += len(line)
        return line

    def _use(self, lines: int) -> None:
        """Go on behind so many of the waiting lines."""
        used = self.waiting[:lines]
        self.offset += sum(map(len, used))
        self.line += len(used)
        del self.waiting[:lines]
