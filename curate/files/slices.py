"""A byte stream cut into the records it holds, each with its exact place.

Nothing is parsed here: a slice is the very bytes of one line, or of one element of a JSON array.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

BOM = b"\xef\xbb\xbf"
CHUNK = 1 << 20
MAX_RECORD = 1 << 27
"""Largest record that is read, in bytes: a longer one is far more likely a file of another kind."""


class Slice(NamedTuple):
    """Where one record stands in its source, and its bytes."""

    row: int
    line: int
    offset: int
    raw: bytes
    trouble: str = ""
    """Why this is not one whole record, where the cut itself shows it."""


def lines(stream: BinaryIO, *, limit: int = MAX_RECORD) -> Iterator[Slice]:
    r"""Each line that is not blank. Only `\n` ends a line, so U+2028 inside a string cuts nothing."""
    offset = row = number = 0
    while line := stream.readline(limit + 1):
        number += 1
        start, length = offset, len(line)
        too_long = length > limit and not line.endswith(b"\n")
        if too_long:
            length += _rest_of_line(stream)
        offset += length
        if number == 1 and line.startswith(BOM):
            line, start = line[len(BOM) :], len(BOM)
        raw = line.rstrip(b"\r\n")
        if raw.strip() or too_long:
            row += 1
            trouble = f"it is longer than {limit:,} bytes; only its start is kept here" if too_long else ""
            yield Slice(row, number, start, raw[:1000] if too_long else raw, trouble)


def _rest_of_line(stream: BinaryIO) -> int:
    length = 0
    while more := stream.readline(CHUNK):
        length += len(more)
        if more.endswith(b"\n"):
            break
    return length


_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_TOKEN = re.compile(
    rb"\{(?:[^\"{}\[\]]++|" + _STRING + rb")*+\}"  # an object with nothing nested, in one match
    rb"|" + _STRING + rb'|[{}\[\],"]',
    re.DOTALL,
)


def elements(stream: BinaryIO) -> Iterator[Slice]:
    """Each element of the JSON array that the stream holds.

    A string-aware scan for brackets. An element that never closes is given up to the next line that opens
    an element with the same indentation, where there is one; reading goes on there.
    """
    return iter(_ArrayScan(stream))


class _ArrayScan:
    """The state of one pass over an array: what is buffered, and where it stands in the stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.buffer = b""
        self.base = 0
        self.line = 1
        self.row = 0
        self.ended = False

    def __iter__(self) -> Iterator[Slice]:
        self._open()
        closed = False
        while not closed:
            found, closed, used = self._scan()
            yield from found
            self._advance(used)
            if closed:
                yield from self._after_the_end()
            elif self.ended:
                broken, resumed = self._give_up()
                yield from broken
                closed = not resumed
            else:
                self._fill()

    def _open(self) -> None:
        self._fill()
        start = len(BOM) if self.buffer.startswith(BOM) else 0
        self._advance(self.buffer.index(b"[", start) + 1)

    def _fill(self) -> None:
        # As much again as is waiting, so that one huge element is not rescanned for every chunk.
        more = self.stream.read(max(CHUNK, len(self.buffer)))
        self.buffer += more
        self.ended = not more

    def _advance(self, count: int) -> None:
        self.line += self.buffer.count(b"\n", 0, count)
        self.base += count
        self.buffer = self.buffer[count:]

    def _scan(self) -> tuple[list[Slice], bool, int]:
        """The whole elements in the buffer, whether the array closed, and how many bytes they took."""
        found: list[Slice] = []
        depth, start, line = 0, 0, self.line
        for token in _TOKEN.finditer(self.buffer):
            mark = token.group() if token.end() - token.start() == 1 else b""
            if mark == b'"':
                break
            if depth == 0 and mark in (b",", b"]") and mark:
                piece = self._cut(start, token.start(), line, last=mark == b"]")
                found.extend(piece)
                line += self.buffer.count(b"\n", start, token.end())
                start = token.end()
                if mark == b"]":
                    return found, True, start
            elif mark in (b"{", b"[") and mark:
                depth += 1
            elif mark in (b"}", b"]") and mark:
                depth -= 1
        return found, False, start

    def _cut(self, start: int, end: int, line: int, *, last: bool) -> Iterator[Slice]:
        raw = self.buffer[start:end]
        bare = raw.lstrip()
        if not bare and last and self.row == 0:
            return
        self.row += 1
        lead = len(raw) - len(bare)
        trouble = "" if bare else "there is nothing between two commas, or after the last one"
        at = line + raw.count(b"\n", 0, lead)
        yield Slice(self.row, at, self.base + start + lead, bare.rstrip(), trouble)

    def _after_the_end(self) -> Iterator[Slice]:
        while not self.ended:
            self._fill()
        rest = self.buffer.lstrip()
        if rest:
            self.row += 1
            self._advance(len(self.buffer) - len(rest))
            yield Slice(
                self.row, self.line, self.base, rest.rstrip(), "there is more text after the end of the array"
            )

    def _give_up(self) -> tuple[list[Slice], bool]:
        """Reject the unclosed element; tell whether reading can go on behind it."""
        bare = self.buffer.lstrip()
        if not bare:
            return [], False
        lead = self.buffer[: len(self.buffer) - len(bare)]
        trouble = "it is not closed before the next one, or before the file ends"
        end = len(self.buffer)
        if b"\n" in lead:
            again = re.compile(re.escape(lead[lead.rindex(b"\n") :]) + rb"(?=[{\[])").search(
                self.buffer, len(lead) + 1
            )
            end = again.start() if again else end
        self.row += 1
        line = self.line + lead.count(b"\n")
        raw = self.buffer[len(lead) : end].rstrip().rstrip(b",")
        resumed = end < len(self.buffer)
        piece = Slice(self.row, line, self.base + len(lead), raw, trouble)
        self._advance(end)
        return [piece], resumed
