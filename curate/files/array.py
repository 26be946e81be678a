"""The elements of a JSON array, each of which is a record.

Nothing is parsed: a string-aware scan for brackets cuts the array, also one that an object holds.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from curate.files.brackets import Ends, Nesting, Positions, Standing, ends_in
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


# It begins at no quote behind a backslash: from each of many a search would go on to the end.
_NAMED_ARRAY = re.compile(rb"(?<!\\)" + _STRING + rb"\s*:\s*\[\s*\{", re.DOTALL)


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

_NEWLINE = ord("\n")
_HEAD = 1 << 16
"""Bytes in which an object has to open the array that it holds."""
_BLANK = b" \t\n\r"
_BLANKS = re.compile(rb"[ \t\n\r]*")
"""White space as JSON knows it: a form feed belongs to the element, which is then no JSON."""


class _ArrayScan:
    """The state of one pass over an array: what is buffered, and where it stands in the stream."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self.stream = stream
        self.limit = limit
        self.buffer = b""
        self.at = 0
        """Where in the buffer the next element begins; what stands before is done with."""
        self.seen = 0
        """How far the buffer has been looked at."""
        self.standing = Standing()
        self.nesting: Nesting | None = None
        """Of the buffer, where an element in it has been given up."""
        self.base = 0
        self.line = 1
        self.margin = 0
        """Code points on the same line before the next element begins."""
        self.row = 1
        self.ended = False
        self.held = False

    def __iter__(self) -> Iterator[Cut]:
        self._open()
        resumed = True
        while resumed:
            found = self._look()
            yield from self._cuts(found)
            if found.end is not None:
                yield from self._after_the_end()
                return
            if self._is_broken():
                broken, resumed = self._give_up()
                yield broken
            elif self.seen < len(self.buffer):
                self.nesting = None  # what it did not note is looked at now
            else:
                self._fill()

    def _open(self) -> None:
        self._fill()
        start = len(BOM) if self.buffer.startswith(BOM) else 0
        self._advance(start)
        self.margin = 0
        self._skip_blanks()
        while not self.ended and self._waiting() < _HEAD:
            self._fill()
        holder = held_array(self.buffer[self.at : self.at + _HEAD])
        self.held = holder is not None
        self._advance((holder[1] if holder else self.buffer.index(b"[", self.at) - self.at) + 1)
        self.seen = self.at

    def _waiting(self) -> int:
        return len(self.buffer) - self.at

    def _is_broken(self) -> bool:
        """Whether the next element does not end before the file does, or within the limit."""
        if self.nesting and (not self.ended or self.nesting.stop < len(self.buffer)):
            # Behind an element that was given up another one is sooner, so that little is looked at twice.
            return self.nesting.is_far(self.at)
        return self.ended or self._waiting() > self.limit

    def _fill(self) -> None:
        # As much again as is waiting, so that one huge element is not copied for every chunk; but one byte over
        # the limit at most, so that what is given up does not depend on the size of the chunks.
        waiting = self._waiting()
        more = self.stream.read(max(1, min(max(CHUNK, waiting), self.limit + 1 - waiting)))
        self.buffer = self.buffer[self.at :] + more
        self.seen, self.at, self.nesting = max(0, self.seen - self.at), 0, None
        self.ended = not more

    def _look(self) -> Ends:
        """The ends of elements that were not known before."""
        if self.nesting:
            found, self.seen = self.nesting.ends_behind(self.at), self.nesting.stop
        else:
            found, self.seen = ends_in(self.buffer, self.seen, self.standing), len(self.buffer)
        self.standing = found.standing
        return found

    def _skip_blanks(self) -> None:
        while True:
            self._advance(_blanks(self.buffer, self.at) - self.at)
            if self.ended or self._waiting():
                return
            self._fill()

    def _advance(self, count: int, lines: int | None = None) -> None:
        """Go on by so many bytes, in which so many lines end."""
        over = self.buffer[self.at : self.at + count]
        newline = over.rfind(b"\n")
        behind = len(over[newline + 1 :].decode("utf-8", "replace"))
        self.margin = behind if newline >= 0 else self.margin + behind
        self.line += over.count(b"\n") if lines is None else lines
        self.base += len(over)
        self.at += len(over)

    def _cuts(self, found: Ends) -> Iterator[Cut]:
        """The whole elements that end there, some at a time; the next one then begins behind them."""
        ends = found.commas if found.end is None else [*found.commas, found.end]
        if found.end is not None and self.row == 1 and len(ends) == 1 and _blanks(self.buffer, self.at) >= ends[0]:
            self._advance(ends[0] + 1 - self.at)  # an empty array, not an empty element
            return
        done = 0
        while done < len(ends):
            # What was left over and one more chunk go together.
            until = max(done + 1, bisect_left(ends, self.at + 2 * CHUNK, done))
            yield self._cut([end - self.at for end in ends[done:until]])
            done = until

    def _cut(self, ends: list[int]) -> Cut:
        text = self.buffer[self.at : self.at + ends[-1] + 1]
        stops = np.array(ends, np.int64)
        starts = np.append(0, stops[:-1] + 1)
        bare = [text[start:end].lstrip(_BLANK) for start, end in zip(starts.tolist(), ends, strict=True)]
        raws = [rest.rstrip(_BLANK) for rest in bare]
        troubles = {at: _NOTHING for at, raw in enumerate(raws) if not raw}
        for at in [at for at, raw in enumerate(raws) if len(raw) > self.limit]:
            raws[at], troubles[at] = raws[at][:SHOWN], too_long(self.limit)
        begins = stops - np.fromiter(map(len, bare), np.int64, len(bare))
        newlines = np.flatnonzero(np.frombuffer(text, np.uint8) == _NEWLINE)
        lines, margins = self._places(text, newlines, starts, begins)
        cut = Cut(self.row, lines, (begins + self.base).tolist(), raws, troubles, margins=margins)
        self.row += len(raws)
        self._advance(len(text), newlines.size)
        return cut

    def _places(
        self, text: bytes, newlines: Positions, starts: Positions, at: Positions
    ) -> tuple[list[int], list[int]]:
        """The line of each element behind its leading blanks, and the code points before it on that line."""
        before = np.searchsorted(newlines, at)
        opened = np.append(0, newlines + 1)[before]
        margins = at - opened
        if (opened < starts).any():
            # More than blanks stand before some element on its line: bytes are not code points there.
            data = np.frombuffer(text, np.uint8)
            points = np.append(0, np.cumsum((data & 0xC0) != _CONTINUATION))
            margins = points[at] - points[opened]
        return (self.line + before).tolist(), (margins + np.where(before == 0, self.margin, 0)).tolist()

    def _after_the_end(self) -> Iterator[Cut]:
        """What follows the array is a reject, unless it is the end of the object that holds the array."""
        if self.held:
            if self._holds_another():
                yield self._one(self.buffer[self.at : self.at + SHOWN].rstrip(_BLANK), _ANOTHER)
            return
        self._skip_blanks()
        if self._waiting():
            while not self.ended and self._waiting() < SHOWN:
                self._fill()
            rest = self.buffer[self.at : self.at + SHOWN].rstrip(_BLANK)
            yield self._one(rest, "there is more text after the end of the array")

    def _holds_another(self) -> bool:
        """Whether the object goes on with another array of objects, the name of which is then the next."""
        while not (found := _NAMED_ARRAY.search(self.buffer, self.at)):
            if self.ended:
                return False
            self._advance(max(0, self._waiting() - SHOWN))
            self._fill()
        self._advance(found.start() - self.at)
        return True

    def _give_up(self) -> tuple[Cut, bool]:
        """Reject the unclosed element; tell whether reading can go on behind it."""
        start = _blanks(self.buffer, self.at)
        if start == len(self.buffer):
            self._advance(self._waiting())
            return Cut(self.row, [], [], []), not self.ended
        end = self._next_alike(start)
        raw = self.buffer[start:end].rstrip(_BLANK).removesuffix(b",").rstrip(_BLANK)
        resumed = end < len(self.buffer)
        endless = not resumed and (self._waiting() > self.limit or not self.ended)
        self._advance(start - self.at)
        broken = self._one(raw[:SHOWN], too_long(self.limit)) if endless else self._one(raw, _UNCLOSED)
        self._advance(end - self.at)
        return broken, resumed

    def _next_alike(self, start: int) -> int:
        """Where the next line begins that opens an element with the same indentation; else the end."""
        newline = self.buffer.rfind(b"\n", self.at, start)
        if newline < 0:
            return len(self.buffer)
        same_indentation = re.escape(self.buffer[newline:start]) + rb"(?=[{\[])"
        again = re.compile(same_indentation).search(self.buffer, start + 1)
        end = again.start() if again else len(self.buffer)
        if not self.nesting or self.nesting.stop <= end:
            self.nesting = Nesting(self.buffer, end) if again else None
        return end

    def _one(self, raw: bytes, trouble: str) -> Cut:
        """One troubled element, which is the next."""
        self.row += 1
        return Cut(self.row - 1, [self.line], [self.base], [raw], {0: trouble}, margins=[self.margin])


def _blanks(text: bytes, start: int) -> int:
    """Where the blanks from a place on end."""
    found = _BLANKS.match(text, start)
    return found.end() if found else start
