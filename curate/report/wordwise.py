"""Two texts compared word by word, without what is long and the same in both."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_WORD = re.compile(rf"([{_UNSPACED}]|[^\s{_UNSPACED}]+)(\s*)")
"""A word with the white space behind it; a character of a script that puts no spaces between words."""
HEAD, TAIL = 14, 10
"""Words of a long run that are shown."""
_MANY = 2_000
"""Words from which on the commonest are not looked at in comparing, which would take long."""
_TOO_MANY = 20_000
"""Words from which on what stands between the first and the last difference counts as one."""

Words = Sequence[tuple[str, str]]


class Run(NamedTuple):
    """A run of words that are the same in both texts, or that take each other's place."""

    same: bool
    one: str
    other: str


def words_of(text: str) -> list[tuple[str, str]]:
    """The words of a text, each with the white space behind it."""
    return _WORD.findall(text)


def runs(one: str, other: str) -> list[Run]:
    """Both texts in runs of words; a long run is told without its middle."""
    return [Run(same, _abridged(left), _abridged(right)) for same, left, right in _runs(one, other)]


def around_changes(one: str, other: str) -> list[Run]:
    """The same, and of what both begin and end with no more than what stands beside a difference."""
    every = list(_runs(one, other))
    told = [Run(same, _abridged(left), _abridged(right)) for same, left, right in every]
    if len(told) > 1 and every[0][0]:
        told[0] = told[0]._replace(one=_last(every[0][1]))
    if len(told) > 1 and every[-1][0]:
        told[-1] = told[-1]._replace(one=_first(every[-1][1]))
    return told


def every_run(one: str, other: str) -> list[Run]:
    """Both texts in runs of words, all of them."""
    return [Run(same, _joined(left), _joined(right)) for same, left, right in _runs(one, other)]


def _runs(one: str, other: str) -> Iterator[tuple[bool, Words, Words]]:
    left, right = words_of(one), words_of(other)
    for same, (a, b), (x, y) in _matched([word for word, _ in left], [word for word, _ in right]):
        yield same, left[a:b], right[x:y]


def _matched(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """Stretches of words of both sides, in order; what both begin and end with is not compared again."""
    head = _alike(left, right)
    tail = _alike(left[head:][::-1], right[head:][::-1])
    inner = (left[head : len(left) - tail], right[head : len(right) - tail])
    if head:
        yield True, (0, head), (0, head)
    many = max(map(len, inner))
    if many > _TOO_MANY:
        yield False, (head, head + len(inner[0])), (head, head + len(inner[1]))
    elif many:
        matcher = SequenceMatcher(None, *inner, autojunk=many > _MANY)
        for kind, a, b, x, y in matcher.get_opcodes():
            yield kind == "equal", (head + a, head + b), (head + x, head + y)
    if tail:
        yield True, (len(left) - tail, len(left)), (len(right) - tail, len(right))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _joined(words: Words) -> str:
    return "".join(word + (" " if space else "") for word, space in words)


def _abridged(words: Words) -> str:
    left_out = len(words) - HEAD - TAIL
    if left_out <= TAIL:
        return _joined(words)
    return f"{_joined(words[:HEAD]).rstrip()} [{left_out:,} words] {_joined(words[-TAIL:])}"


def _first(words: Words) -> str:
    left_out = len(words) - HEAD
    return _joined(words) if left_out <= TAIL else f"{_joined(words[:HEAD]).rstrip()} [{left_out:,} words]"


def _last(words: Words) -> str:
    left_out = len(words) - TAIL
    return _joined(words) if left_out <= TAIL else f"[{left_out:,} words] {_joined(words[-TAIL:])}"
