"""Lines, each of which is a record."""

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from curate.files.slices import BOM, CHUNK, MAX_RECORD, SHOWN, Cut, too_long


def line_cuts(stream: BinaryIO, *, limit: int = MAX_RECORD) -> Iterator[Cut]:
    r"""Each line that is not blank. Only `\n` ends a line, so U+2028 inside a string cuts nothing."""
    offset, line, row = 0, 1, 1
    head = stream.read(len(BOM))
    if head == BOM:
        offset, head = len(BOM), b""
    while block := head + stream.read(min(CHUNK, limit)):
        head = b""
        # Whole lines only: the last one is read to its end, or to the limit.
        rest = b"" if block.endswith(b"\n") else stream.readline(limit + 1)
        whole, endless = block + rest, b""
        if len(rest) > limit and not rest.endswith(b"\n"):
            before, newline, endless = whole.rpartition(b"\n")
            whole = before + newline
        cut, ended = _cut(whole, (row, line, offset), limit)
        yield cut
        offset, line, row = offset + len(whole), line + ended, row + len(cut.raws)
        if endless:
            length, blank = _rest_of_line(stream)
            if not (blank and endless.isspace()):
                yield Cut(row, [line], [offset], [endless[: _kept(limit)]], {0: too_long(limit)})
                row += 1
            offset, line = offset + len(endless) + length, line + 1


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
