"""Where findings stand in a message, and the message for a person to look at, with those places in view."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from curate.checks.privacy import not_to_quote
from curate.report.left import Row
from curate.report.said import Said
from curate.report.standing import READ


class Mark(NamedTuple):
    """A stretch of a text that a check found, in code points."""

    start: int
    end: int
    codes: tuple[str, ...]


def marks_in(message: Said, findings: Iterable[Row]) -> list[Mark]:
    """The places of findings that are in this message, as stretches of its text, in order."""
    found: dict[tuple[int, int], dict[str, None]] = {}
    begins = dict(_begins(message))
    for finding in findings:
        for place in finding["places"]:
            begin = begins.get(place["path"])
            if begin is not None:
                stretch = (begin + place["start"], min(begin + place["end"], len(message.text)))
                found.setdefault(stretch, {})[finding["code"]] = None
    ordered = sorted(found, key=lambda stretch: (stretch[0], -stretch[1]))
    return [Mark(*stretch, tuple(found[stretch])) for stretch in ordered]


def _begins(message: Said) -> Iterable[tuple[str, int]]:
    """Where in the text of a message each text begins that it was joined from, by the path of that text."""
    if not message.joints:
        return [(message.path, 0)]
    return zip(message.path.split("+"), (0, *message.joints), strict=True)


class Shown(NamedTuple):
    """A text that may be shown to others, and the marks in it."""

    text: str
    marks: list[Mark]


class Marked(NamedTuple):
    """A message that may be shown to others, and the marks in its text."""

    role: str
    part: str
    path: str
    text: str
    marks: list[Mark]


def marked(messages: Iterable[Said], findings: Sequence[Row] = ()) -> list[Marked]:
    """Messages as they were read, with the places of what was found as the input stood."""
    at_read = [each for each in findings if each["at"] == READ]
    return [
        Marked(each.role, each.part, each.path, *shown_to_others(each.text, marks_in(each, at_read)))
        for each in messages
    ]


def shown_to_others(text: str, marks: Sequence[Mark] = ()) -> Shown:
    """A text in which `[EMAIL]` stands for an address, and so on; its marks move along."""
    private = not_to_quote(text)
    if not private:
        return Shown(text, list(marks))
    pieces, swaps, at, length = list[str](), list[_Swap](), 0, 0
    for each in private:
        before, word = text[at : each.start], f"[{each.kind}]"
        pieces += [before, word]
        length += len(before)
        swaps.append(_Swap(each.start, each.end, length, length + len(word)))
        length, at = length + len(word), each.end
    moved = [Mark(_moved(swaps, mark.start), _moved(swaps, mark.end, end=True), mark.codes) for mark in marks]
    return Shown("".join((*pieces, text[at:])), moved)


class _Swap(NamedTuple):
    """A stretch of a text, and where the word stands that is put in its place."""

    start: int
    end: int
    new_start: int
    new_end: int


def _moved(swaps: Sequence[_Swap], at: int, *, end: bool = False) -> int:
    """Where a position is when words stand for stretches; inside of one, at that side of the word."""
    number = bisect_right(swaps, at - end, key=lambda swap: swap.start) - 1
    if number < 0:
        return at
    swap = swaps[number]
    if at >= swap.end:
        return swap.new_end + at - swap.end
    return swap.new_end if end else swap.new_start
