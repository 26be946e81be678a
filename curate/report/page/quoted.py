"""Text of a record for a page: private data unnamed, what nobody can see spelled out, on one line, short."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from curate.checks.privacy import unquoted
from curate.report.marks import Mark, shown_to_others
from curate.report.spelled import spelled

LONGEST = 200
"""Characters of one record that are quoted in one place."""
CUT = "…"
_BLANKS = re.compile(r"[ \t\r\n\xa0]+")
_AROUND = 10_000
"""Characters on each side of a quote in which something private may begin or end: no key is longer."""


class Piece(NamedTuple):
    """A part of a quote."""

    text: str
    marked: bool


def plain(text: object, length: int = LONGEST) -> str:
    """A name, or what a check says, as it can stand on a page; a long one is cut."""
    whole = str(text)
    near = 2 * length
    line = _visible(unquoted(whole, 0, near)).strip()
    if len(whole) <= near and len(line) <= length:
        return line
    return line[: length - 1].rstrip() + CUT


def quoted(text: str, marks: Sequence[Mark] = (), length: int = LONGEST) -> list[Piece]:
    """A stretch of a text around the first mark, or its beginning; no longer than so many characters."""
    before = max(0, marks[0].start - length - _AROUND) if marks else 0
    behind = (marks[0].start if marks else 0) + length + _AROUND
    inside = [Mark(each.start - before, each.end - before, each.codes) for each in marks if each.start < behind]
    near, moved = shown_to_others(text[before:behind], inside)
    start = max(0, moved[0].start - length // 3) if moved else 0
    end = start + length
    cut = [Piece(CUT, marked=False)] if before + start else []
    more = end < len(near) or behind < len(text)
    return [*cut, *fitting(_marked(near, start, end, moved), length, more=more)]


def _marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    """A stretch in pieces that begin and end where marks do."""
    at = start
    for mark in marks:
        opens, closes = max(at, mark.start), min(end, mark.end)
        if opens < closes:
            yield from (Piece(text[at:opens], marked=False), Piece(text[opens:closes], marked=True))
            at = closes
    yield Piece(text[at:end], marked=False)


def fitting(pieces: Iterable[Piece], length: int, *, more: bool = False) -> list[Piece]:
    """As much as fits once all is spelled out; an ellipsis stands for the rest."""
    made, left = list[Piece](), length
    for text, marked in pieces:
        line = _visible(text)
        made.append(Piece(line[:left], marked))
        more = more or len(line) > left
        left -= len(made[-1].text)
    if more:
        made.append(Piece(CUT, marked=False))
    return [each for each in made if each.text]


def _visible(text: str) -> str:
    return spelled(_BLANKS.sub(" ", text))
