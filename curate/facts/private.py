"""Stretches of text that belong to somebody, and texts without them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import polars as pl

from curate.facts.base import Fact
from curate.progress import Tell
from curate.records import columns as c

COUNT, KINDS = "count", "kinds"
TOLD = pl.Struct({COUNT: pl.UInt32, KINDS: pl.String})

Seen = dict[tuple[str, str], str]
"""By kind and value: what stands for it."""


class Private(NamedTuple):
    """A stretch of text that should not be read by others."""

    start: int
    end: int
    """In code points."""
    kind: str
    """`EMAIL`, `PHONE`, `CARD`, `IBAN`, `SECRET`."""
    value: str
    """The same for two ways to write the same."""


Find = Callable[[str], list[Private]]


def apart(found: Iterable[Private]) -> list[Private]:
    """Without those that overlap an earlier one; of two that begin together the longer stays."""
    kept: list[Private] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def redacted(text: str, find: Find, seen: Seen) -> str:
    """A text in which a placeholder stands for whatever is found: the same for the same value, `[EMAIL_1]`."""
    while found := find(text):
        # With one stretch gone another may show, which it hid before.
        pieces, end = [], 0
        for each in found:
            pieces += [text[end : each.start], _placeholder(text, each, seen)]
            end = each.end
        text = "".join(pieces) + text[end:]
    return text


def _placeholder(text: str, found: Private, seen: Seen) -> str:
    known = (found.kind, found.value)
    if known not in seen:
        number = 1 + sum(kind == found.kind for kind, _ in seen)
        taken = set(seen.values())
        while (name := f"[{found.kind}_{number}]") in text or name in taken:
            number += 1
        seen[known] = name
    return seen[known]


_NEAR = 200
_MAY_BE_PRIVATE = re.compile(r"@|\d{3}|\d[ ()./-]{1,3}\d|[\w+/=-]{16}", re.ASCII)
"""What nothing private is without: a sign of an address, digits near each other, or a long run of signs."""


def discreet(text: str, start: int, end: int, finders: Iterable[Find]) -> str:
    """A part of a text for others to read, in which the kind stands for whatever is private."""
    return "".join(_pieces(text, start, end, private_in(text, start, end, finders)))


def private_in(text: str, start: int, end: int, finders: Iterable[Find]) -> list[Private]:
    """What is private in a text; none is looked for where a part of it, and what is near, can hold none."""
    if not _MAY_BE_PRIVATE.search(text, max(0, start - _NEAR), end + _NEAR):
        return []
    return apart(each for find in finders for each in find(text))


def _pieces(text: str, start: int, end: int, found: Iterable[Private]) -> Iterator[str]:
    for each in found:
        if each.end > start and each.start < end:
            yield text[start : max(start, each.start)]
            yield f"[{each.kind}]"
            start = each.end
    yield text[start:end]


def told(name: str, may_hold: pl.Expr, find: Find, words: dict[str, tuple[str, str]]) -> Fact:
    """A fact of how much there is in each message, and of which kinds; null where there is nothing.

    Only texts that may hold any are looked at. `words` calls one and several of each kind.
    """

    def compute(messages: pl.DataFrame, tell: Tell) -> pl.Series:
        candidate = messages.select(may_hold.fill_null(value=False)).to_series()
        told: list[dict[str, object] | None] = [None] * messages.height
        texts = messages[c.CONTENT].filter(candidate)
        for number, (at, text) in enumerate(zip(candidate.arg_true(), texts, strict=True)):
            if found := find(text):
                told[at] = {COUNT: len(found), KINDS: _counted(found, words)}
            if number % 1000 == 0:
                tell(f"looking for {name}", number, texts.len())
        return pl.Series(told, dtype=TOLD)

    return Fact(name, "message", compute)


def _counted(found: Iterable[Private], words: dict[str, tuple[str, str]]) -> str:
    counts = Counter(each.kind for each in found)
    return ", ".join(f"{count} {words[kind][count > 1]}" for kind, count in counts.items())
