"""Lines, each of which is a record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zlib import crc32

import numpy as np

from curate.files.slices import BOM, CHUNK, MAX_RECORD, SHOWN, Cut, too_long

_SOUGHT = 8
"""The end of a stretch is sought in its last part of so many."""
_TOLD_BY = 64
"""Bytes at the end of a line that are hashed."""


@dataclass(frozen=True)
class Stretch:
    """Some lines of a stream, whole, and where they begin."""

    offset: int
    data: bytes
    endless: bool = False
    """Whether these are no lines, but the start of one that is too long; nothing, if that is blank."""

    def cut(self, row: int = 1, line: int = 1, *, limit: int = MAX_RECORD) -> tuple[Cut, int]:
        """The records of the lines, from this row and line on, and how many of the lines are ended."""
        if not self.endless:
            return _cut(self.data, (row, line, self.offset), limit)
        if not self.data:
            return Cut(row, [], [], []), 1
        return Cut(row, [line], [self.offset], [self.data[: _kept(limit)]], {0: too_long(limit)}), 1


def line_cuts(stream: BinaryIO, *, limit: int = MAX_RECORD) -> Iterator[Cut]:
    r"""Each line that is not blank. Only `\n` ends a line, so U+2028 inside a string cuts nothing."""
    row, line = 1, 1
    for stretch in stretches(stream, limit=limit):
        cut, ended = stretch.cut(row, line, limit=limit)
        yield cut
        row, line = row + len(cut.raws), line + ended


def stretches(stream: BinaryIO, *, limit: int = MAX_RECORD) -> Iterator[Stretch]:
    """All lines, some at a time, in stretches that soon are the same again behind a line that is another."""
    offset = 0
    head = stream.read(len(BOM))
    if head == BOM:
        offset, head = len(BOM), b""
    while block := head + (more := stream.read(max(1, min(CHUNK, limit) - len(head)))):
        # Whole lines only: the last one is read to its end, or to the limit.
        rest = b"" if block.endswith(b"\n") else stream.readline(limit + 1)
        whole, endless = block + rest, b""
        if len(rest) > limit and not rest.endswith(b"\n"):
            before, newline, endless = whole.rpartition(b"\n")
            whole = before + newline
        end = _end(whole) if more and not endless else len(whole)
        whole, head = whole[:end], whole[end:]
        yield Stretch(offset, whole)
        offset += len(whole)
        if endless:
            length, blank = _rest_of_line(stream)
            yield Stretch(offset, b"" if blank and endless.isspace() else endless, endless=True)
            offset += len(endless) + length


def _end(lines: bytes) -> int:
    """Where a stretch of these lines ends: behind that one of the last lines whose own end has the least hash.

    What stands some bytes further on than it did ends there, too, so that all behind it is cut as before.
    """
    first = lines.find(b"\n", len(lines) - CHUNK // _SOUGHT) + 1
    if len(lines) < CHUNK or not first:
        return len(lines)
    ends, at = [len(lines)], first
    while at and at < len(lines):
        ends.append(at)
        at = lines.find(b"\n", at) + 1
    return min(ends, key=lambda end: (crc32(lines[max(0, end - _TOLD_BY) : end]), end))


def _cut(data: bytes, start: tuple[int, int, int], limit: int) -> tuple[Cut, int]:
    """The records of some lines, and how many of the lines are ended."""
    row, line, offset = start
    raws = data.split(b"\n")
    ended = len(raws) - 1
    if not raws[-1]:
        raws.pop()
    lengths = np.fromiter(map(len, raws), np.int64, len(raws))
    offsets = (np.cumsum(lengths + 1) - lengths - 1 + offset).tolist()
    numbers = list(range(line, line + len(raws)))
    # But for one sign of a line end: whether a line is too long may be told before its end is known.
    over = [at for at in np.flatnonzero(lengths > limit).tolist() if len(raws[at].removesuffix(b"\r")) > limit]
    if b"\r" in data:
        raws = [raw.rstrip(b"\r") for raw in raws]
    if not all(raws) or any(map(bytes.isspace, raws)):
        full = [at for at, raw in enumerate(raws) if raw and not raw.isspace()]
        raws = [raws[at] for at in full]
        offsets, numbers = [offsets[at] for at in full], [numbers[at] for at in full]
        long = set(over)
        over = [place for place, at in enumerate(full) if at in long]
    troubles = dict.fromkeys(over, too_long(limit))
    for at in troubles:
        raws[at] = raws[at][: _kept(limit)]
    return Cut(row, numbers, offsets, raws, troubles), ended


def _kept(limit: int) -> int:
    """How much is kept of a line over the limit, however it was read."""
    return min(limit, SHOWN)


def _rest_of_line(stream: BinaryIO) -> tuple[int, bool]:
    """The length of what is left of a line, and whether all of that is blank."""
    length, blank = 0, True
    while more := stream.readline(CHUNK):
        length += len(more)
        blank = blank and more.isspace()
        if more.endswith(b"\n"):
            break
    return length, blank
