"""The elements of a JSON array, each of which is a record.

Nothing is parsed: a string-aware scan for brackets cuts the array, also one that an object holds.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

from curate.files.slices import BOM, CHUNK, MAX_RECORD, SHOWN, Cut, too_long

HOLDERS = ("data", "rows", "records", "examples", "samples", "items", "train", "dataset")
"""Names under which an object may hold the array of records."""

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_SCALAR = _STRING + rb'|[^\s"{}\[\],]+'
_HOLDER = re.compile(
    rb"\s*\{(?:\s*" + _STRING + rb"\s*:\s*(?:" + _SCALAR + rb"|\{[^{}\[\]]*\})\s*,)*\s*"
    rb'"(' + "|".join(HOLDERS).encode() + rb')"\s*:\s*\[(?=\s*[{\]])',
    re.DOTALL,
)


_NAMED_ARRAY = re.compile(_STRING + rb"\s*:\s*\[\s*\{", re.DOTALL)


def held_array(head: bytes) -> tuple[str, int] | None:
    """The name and the position of the array that an object opens with, if it holds one of records."""
    found = _HOLDER.match(head)
    return (found[1].decode(), found.end() - 1) if found else None


def element_cuts(stream: BinaryIO, *, limit: int = MAX_RECORD) -> Iterator[Cut]:
    """Each element of the JSON array that the stream holds, or that an object in it holds.

    An element that never closes is given up to the next line that opens an element with the same indentation,
    where there is one; reading goes on there.
    """
    return iter(_ArrayScan(stream, limit))


_NOTHING = "there is nothing between two commas, or after the last one"
_ANOTHER = "the object holds another array, which is not read; give each array a file of its own"
_UNCLOSED = "it is not closed before the next one, or before the file ends"

_CONTINUATION = 0x80
"""What the first two bits of every byte of a character but the first are, in UTF-8."""

Positions = npt.NDArray[np.int64]


class _Structure(NamedTuple):
    """Where elements end in a stretch of text that begins between two of them."""

    commas: list[int]
    end: int | None
    """Where the array closes; None if that is not in this stretch."""


def _structure(text: bytes) -> _Structure:
    """Brackets and commas that stand in no string, with their depth, in array operations."""
    data = np.frombuffer(text, np.uint8)
    marks = np.flatnonzero(_MARKS[data])
    outside = marks[np.searchsorted(_quotes(data), marks) % 2 == 0]
    sums = np.cumsum(_DEEPER[data[outside]], dtype=np.int64)
    floor = np.minimum(np.minimum.accumulate(sums), 0) if sums.size else sums
    # A bracket that closes nothing is the end of the array if it is square; else a slip in its element.
    closed = np.flatnonzero((np.diff(floor, prepend=0) < 0) & (data[outside] == _CLOSING))
    end = int(outside[closed[0]]) if closed.size else None
    shallow = outside[(sums == floor) & (data[outside] == _COMMA)]
    commas = shallow if end is None else shallow[shallow < end]
    return _Structure(commas.tolist(), end)


def _quotes(data: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Positions of the quotes that open or close a string: those behind an even number of backslashes."""
    quotes = np.flatnonzero(data == _QUOTE)
    escaped = np.zeros(quotes.size, dtype=bool)
    behind, reach = np.arange(quotes.size), 1
    while (behind := behind[(quotes[behind] >= reach) & (data[quotes[behind] - reach] == _BACKSLASH)]).size:
        escaped[behind] = reach % 2 == 1
        reach += 1
    return quotes[~escaped]


_QUOTE, _BACKSLASH, _COMMA, _CLOSING, _NEWLINE = b'"\\,]\n'
_MARKS = np.isin(np.arange(256), list(b"{}[],"))
_DEEPER = np.zeros(256, np.int8)
_DEEPER[list(b"{[")] = 1
_DEEPER[list(b"}]")] = -1


class _ArrayScan:
    """The state of one pass over an array: what is buffered, and where it stands in the stream."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self.stream = stream
        self.limit = limit
        self.buffer = b""
        self.base = 0
        self.line = 1
        self.margin = 0
        """Code points on the same line before the buffer begins."""
        self.row = 1
        self.ended = False
        self.held = False

    def __iter__(self) -> Iterator[Cut]:
        self._open()
        closed = False
        while not closed:
            structure = _structure(self.buffer)
            yield self._cut(structure)
            closed = structure.end is not None
            if closed:
                yield from self._after_the_end()
            elif self.ended or len(self.buffer) > self.limit:
                broken, resumed = self._give_up()
                yield broken
                closed = not resumed
            else:
                self._fill()

    def _open(self) -> None:
        self._fill()
        start = len(BOM) if self.buffer.startswith(BOM) else 0
        self._advance(start)
        self.margin = 0
        self._skip_blanks()
        holder = held_array(self.buffer[: 1 << 16])
        self.held = holder is not None
        self._advance((holder[1] if holder else self.buffer.index(b"[")) + 1)

    def _fill(self) -> None:
        # As much again as is waiting, so that one huge element is not rescanned for every chunk.
        more = self.stream.read(max(CHUNK, len(self.buffer)))
        self.buffer += more
        self.ended = not more

    def _skip_blanks(self) -> None:
        while not self.ended and not self.buffer.strip():
            self._advance(len(self.buffer))
            self._fill()
        self._advance(len(self.buffer) - len(self.buffer.lstrip()))

    def _advance(self, count: int) -> None:
        over = self.buffer[:count]
        newline = over.rfind(b"\n")
        behind = len(over[newline + 1 :].decode("utf-8", "replace"))
        self.margin = behind if newline >= 0 else self.margin + behind
        self.line += over.count(b"\n")
        self.base += count
        self.buffer = self.buffer[count:]

    def _cut(self, structure: _Structure) -> Cut:
        """The whole elements in the buffer, which then begins behind them."""
        ends = structure.commas if structure.end is None else [*structure.commas, structure.end]
        starts = [0, *(end + 1 for end in ends[:-1])][: len(ends)]
        pieces = [self.buffer[start:end] for start, end in zip(starts, ends, strict=True)]
        if structure.end is not None and self.row == 1 and len(pieces) == 1 and not pieces[0].strip():
            pieces, starts = [], []  # an empty array, not an empty element
        bare = [piece.lstrip() for piece in pieces]
        leads = [len(piece) - len(rest) for piece, rest in zip(pieces, bare, strict=True)]
        lines, margins = self._places(np.array(starts, np.int64), np.array(leads, np.int64))
        offsets = [self.base + start + lead for start, lead in zip(starts, leads, strict=True)]
        raws = [rest.rstrip() for rest in bare]
        troubles = {at: _NOTHING for at, raw in enumerate(raws) if not raw}
        cut = Cut(self.row, lines, offsets, raws, troubles, margins=margins)
        self.row += len(raws)
        self._advance(ends[-1] + 1 if ends else 0)
        return cut

    def _places(self, starts: Positions, leads: Positions) -> tuple[list[int], list[int]]:
        """The line of each element behind its leading blanks, and the code points before it on that line."""
        data = np.frombuffer(self.buffer, np.uint8)
        newlines = np.flatnonzero(data == _NEWLINE)
        at = starts + leads
        before = np.searchsorted(newlines, at)
        opened = np.append(0, newlines + 1)[before]
        margins = at - opened
        if (opened < starts).any():
            # More than blanks stand before some element on its line: bytes are not code points there.
            points = np.append(0, np.cumsum((data & 0xC0) != _CONTINUATION))
            margins = points[at] - points[opened]
        return (self.line + before).tolist(), (margins + np.where(before == 0, self.margin, 0)).tolist()

    def _after_the_end(self) -> Iterator[Cut]:
        """What follows the array is a reject, unless it is the end of the object that holds the array."""
        if self.held:
            if self._holds_another():
                yield self._one(self.buffer[:SHOWN].rstrip(), _ANOTHER)
            return
        self._skip_blanks()
        if self.buffer:
            while not self.ended and len(self.buffer) < SHOWN:
                self._fill()
            yield self._one(self.buffer[:SHOWN].rstrip(), "there is more text after the end of the array")

    def _holds_another(self) -> bool:
        """Whether the object goes on with another array of objects; the buffer then begins with its name."""
        while not (found := _NAMED_ARRAY.search(self.buffer)):
            if self.ended:
                return False
            self._advance(max(0, len(self.buffer) - SHOWN))
            self._fill()
        self._advance(found.start())
        return True

    def _give_up(self) -> tuple[Cut, bool]:
        """Reject the unclosed element; tell whether reading can go on behind it."""
        bare = self.buffer.lstrip()
        if not bare:
            return Cut(self.row, [], [], []), False
        lead = self.buffer[: len(self.buffer) - len(bare)]
        end = len(self.buffer)
        if b"\n" in lead:
            same_indentation = re.escape(lead[lead.rindex(b"\n") :]) + rb"(?=[{\[])"
            again = re.compile(same_indentation).search(self.buffer, len(lead) + 1)
            end = again.start() if again else end
        raw = self.buffer[len(lead) : end].rstrip().rstrip(b",")
        resumed = end < len(self.buffer)
        endless = not resumed and not self.ended
        self._advance(len(lead))
        broken = self._one(raw[:SHOWN], too_long(self.limit)) if endless else self._one(raw, _UNCLOSED)
        self._advance(end - len(lead))
        return broken, resumed

    def _one(self, raw: bytes, trouble: str) -> Cut:
        """One troubled element, which stands at the beginning of the buffer."""
        self.row += 1
        return Cut(self.row - 1, [self.line], [self.base], [raw], {0: trouble}, margins=[self.margin])
