"""Where the elements of a JSON array end: brackets and commas that stand in no string, in array operations."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

BLOCK = 1 << 18
"""Bytes that are looked at together, so that what is noted of them stays in the cache of a core."""
MOST_MARKS = 1 << 24
"""Brackets, commas and quotes that are noted at most, to go on behind an element that never closes."""

_QUOTE, _BACKSLASH, _COMMA, _CLOSING = b'"\\,]'
_IS_MARK = np.zeros(256, dtype=bool)
_IS_MARK[list(b"{}[],")] = True
_CASE = 0xDF
"""Without the bit that tells capital from small letters, `{|}` are `[\\]`, which stand side by side."""
_DEEPER = np.zeros(256, np.int8)
_DEEPER[list(b"{[")] = 1
_DEEPER[list(b"}]")] = -1

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]


class Standing(NamedTuple):
    """Where a place in the text stands: how deep in brackets, in a string or not, behind a backslash or not."""

    depth: int = 0
    inside: bool = False
    escaped: bool = False


class Ends(NamedTuple):
    """Where elements end in a stretch of text that begins in one of them."""

    commas: list[int]
    end: int | None
    """Where the array closes; None if that is not in this stretch."""
    standing: Standing
    """At the end of the stretch."""


def ends_in(text: bytes, start: int, standing: Standing) -> Ends:
    """The ends of elements behind a place of which it is known how it stands. Each byte is looked at once."""
    commas: list[int] = []
    for at in range(start, len(text), BLOCK):
        found = _ends_in_block(text[at : at + BLOCK], standing)
        commas += [at + comma for comma in found.commas]
        standing = found.standing
        if found.end is not None:
            return Ends(commas, at + found.end, standing)
    return Ends(commas, None, standing)


def _ends_in_block(block: bytes, standing: Standing) -> Ends:
    data = np.frombuffer(block, np.uint8)
    quotes, marks, escaped = _noted(data, escaped=standing.escaped)
    outside = marks[(np.searchsorted(quotes, marks) % 2 == 1) == standing.inside]
    sums = np.cumsum(_DEEPER[data[outside]], dtype=np.int64) + standing.depth
    floor = np.minimum(np.minimum.accumulate(sums), 0) if sums.size else sums
    # A bracket that closes nothing is the end of the array if it is square; else a slip in its element.
    closed = np.flatnonzero((np.diff(floor, prepend=0) < 0) & (data[outside] == _CLOSING))
    end = int(outside[closed[0]]) if closed.size else None
    shallow = outside[(sums == floor) & (data[outside] == _COMMA)]
    commas = shallow if end is None else shallow[shallow < end]
    depth = int(sums[-1] - floor[-1]) if sums.size else standing.depth
    return Ends(commas.tolist(), end, Standing(depth, standing.inside != bool(quotes.size % 2), escaped))


def _noted(data: Bytes, *, escaped: bool) -> tuple[Positions, Positions, bool]:
    """Quotes that open or close a string; brackets and commas, in strings or not; how the next byte stands."""
    brackets = (data & _CASE) - ord("[") <= ord("]") - ord("[")
    noted = np.flatnonzero(brackets | (data == _COMMA) | (data == _QUOTE))
    kinds = data[noted]
    quotes, escaped = _unescaped(noted[kinds == _QUOTE], noted[kinds == _BACKSLASH], data.size, escaped=escaped)
    return quotes, noted[_IS_MARK[kinds]], escaped


def _unescaped(quotes: Positions, slashes: Positions, size: int, *, escaped: bool) -> tuple[Positions, bool]:
    """The quotes behind an even number of backslashes; and how the next byte stands."""
    behind = np.zeros(size + 1, dtype=bool)
    behind[0] = escaped
    if slashes.size:
        first = np.flatnonzero(np.diff(slashes, prepend=-2) != 1)
        last = slashes[np.append(first[1:], slashes.size) - 1]
        lengths = last - slashes[first] + 1
        lengths[0] += escaped and slashes[0] == 0
        behind[last[lengths % 2 == 1] + 1] = True
    return quotes[~behind[quotes]], bool(behind[-1])


class Nesting:
    """Brackets, commas and quotes of a text, noted once, so that the ends behind any place are looked up.

    They are noted from a place between two elements on, to the end of the text unless they are very many.
    Without it a text in which very many elements never close would be gone through again for each of them.
    """

    def __init__(self, text: bytes, start: int) -> None:
        quotes, marks, kinds = [], [], []
        self.start, self.stop, self.escaped = start, start, False
        noted = 0
        while self.stop < len(text) and noted < MOST_MARKS:
            data = np.frombuffer(text[self.stop : self.stop + BLOCK], np.uint8)
            found, here, self.escaped = _noted(data, escaped=self.escaped)
            quotes.append((found + self.stop).astype(np.int32))
            marks.append((here + self.stop).astype(np.int32))
            kinds.append(data[here])
            noted += found.size + here.size
            self.stop += data.size
        self.quotes = np.concatenate(quotes)
        everywhere, kind = np.concatenate(marks), np.concatenate(kinds)
        inside = np.searchsorted(self.quotes, everywhere) % 2 == 1
        # Behind a place inside what seemed to be a string, all that seemed to stand in strings stands in none.
        self.sides = (_Side(everywhere[~inside], kind[~inside]), _Side(everywhere[inside], kind[inside]))

    def is_far(self, start: int) -> bool:
        """Whether what begins there and does not end in the noted stretch takes most of it."""
        return 2 * (self.stop - start) > self.stop - self.start

    def ends_behind(self, start: int) -> Ends:
        """The ends of the elements behind a place that stands between two of them."""
        turned = int(np.searchsorted(self.quotes, start)) % 2
        commas, end, depth = self.sides[turned].ends_behind(start)
        return Ends(commas, end, Standing(depth, self.quotes.size % 2 != turned, self.escaped))


class _Side:
    """Brackets and commas in their order, with the depth behind each; looked up by depth, then by order."""

    def __init__(self, marks: npt.NDArray[np.int32], kinds: Bytes) -> None:
        self.marks = marks
        self.kinds = kinds
        self.depths = np.cumsum(_DEEPER[kinds], dtype=np.int32)
        self.lowest = int(self.depths.min(initial=0))
        self.commas = self._by_depth(kinds == _COMMA)
        self.closing = self._by_depth(_DEEPER[kinds] < 0)

    def _by_depth(self, which: npt.NDArray[np.bool_]) -> Positions:
        order = np.flatnonzero(which)
        order += (self.depths[order].astype(np.int64) - self.lowest) << 32
        order.sort()
        return order

    def ends_behind(self, start: int) -> tuple[list[int], int | None, int]:
        """Commas between elements, the end of the array, and the depth at the end of the text."""
        at, size = int(np.searchsorted(self.marks, start)), self.marks.size
        depth = int(self.depths[at - 1]) if at else 0
        commas: list[int] = []
        while True:
            lower = self._first_lower(depth, at)
            commas += self.marks[self._commas(depth, at, lower)].tolist()
            if lower == size:
                return commas, None, int(self.depths[-1]) - depth if size else 0
            if self.kinds[lower] == _CLOSING:
                return commas, int(self.marks[lower]), 0
            depth, at = depth - 1, lower + 1

    def _commas(self, depth: int, start: int, stop: int) -> Positions:
        """Which marks are commas of a depth, from one place in the order to another."""
        key = (depth - self.lowest) << 32
        first, last = np.searchsorted(self.commas, (key + start, key + stop))
        return self.commas[first:last] - key

    def _first_lower(self, depth: int, start: int) -> int:
        """Which mark first goes below a depth, from a place in the order on; how many there are if none does."""
        key = (depth - 1 - self.lowest) << 32
        place = int(np.searchsorted(self.closing, key + start))
        none = self.marks.size
        return min(none, int(self.closing[place]) - key) if place < self.closing.size and key >= 0 else none
