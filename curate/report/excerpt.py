"""A long text for a person to look at: its beginning, its end, and whatever is marked in it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from curate.report.marks import Mark

HEAD, TAIL = 320, 120
"""Characters at the beginning and at the end that are always shown."""
AROUND = 160
"""Characters shown on each side of where a mark begins or ends."""
LEAST_GAP = 100
"""Fewer characters are not worth leaving out."""
MOST_MARKS = 8
"""Marks of one text that are kept in view; of more, the first."""
_SNAP = 20
"""Characters within which a cut moves to the next space."""


Sign = Literal["", "begins", "ends", "stands"]


class Piece(NamedTuple):
    """A part of what is shown."""

    text: str
    codes: tuple[str, ...] = ()
    """The codes whose marks it lies in, or that begin or end here."""
    sign: Sign = ""
    """Whether a mark begins or ends here, or stands between two characters. The text is then empty."""
    left_out: int = 0
    """So many characters are left out here. The text is then empty."""


def excerpt(text: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    """The text in pieces, in order, with every mark opened and closed that is in view."""
    windows = _windows(text, marks)
    shown = [mark for mark in marks if all(_is_in(windows, at) for at in mark[:2])]
    at = 0
    for start, end in windows:
        if start > at:
            yield Piece("", left_out=start - at)
        yield from _marked(text, start, end, shown)
        at = end
    if at < len(text):
        yield Piece("", left_out=len(text) - at)


def _is_in(windows: Iterable[tuple[int, int]], at: int) -> bool:
    return any(start <= at <= end for start, end in windows)


def _windows(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """The stretches that are shown, apart from each other."""
    wanted = [(0, HEAD), (len(text) - TAIL, len(text))]
    for mark in marks[:MOST_MARKS]:
        wanted += [(mark.start - AROUND, mark.start + AROUND), (mark.end - AROUND, mark.end + AROUND)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(len(text), end)) for start, end in wanted):
        if joined and start - joined[-1][1] < LEAST_GAP:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    edges = {at for mark in marks[:MOST_MARKS] for at in mark[:2]}
    return [(_snapped(text, start, -1, edges), _snapped(text, end, 1, edges)) for start, end in joined]


def _snapped(text: str, at: int, step: int, edges: set[int]) -> int:
    """The same place, or the nearest space outward, so that no word is cut."""
    if at in (0, len(text)) or at in edges:
        return at
    for near in range(at, at + step * _SNAP, step):
        if not 0 < near < len(text):
            return max(0, min(near, len(text)))
        if text[near].isspace():
            return near
    return at


def _marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    """A stretch in pieces that begin and end where marks do."""
    own = [mark for mark in marks if mark.start <= end and mark.end >= start]
    edges = sorted({start, end, *(at for mark in own for at in mark[:2] if start <= at <= end)})
    for number, at in enumerate(edges):
        yield from (Piece("", mark.codes, "ends") for mark in reversed(own) if mark.end == at > mark.start)
        for mark in own:
            if mark.start == at:
                yield Piece("", mark.codes, "begins" if mark.end > at else "stands")
        if number + 1 < len(edges):
            inside = (code for mark in own if mark.start <= at < mark.end for code in mark.codes)
            yield Piece(text[at : edges[number + 1]], tuple(dict.fromkeys(inside)))
