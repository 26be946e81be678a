"""What a response says again and again."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.facts.base import Fact
from curate.progress import Tell
from curate.records import columns as c
from curate.words.pattern import WORD

STRETCH = 8
"""Words of the shortest stretch that is looked for; twice as many characters of a script without spaces."""
OFTEN = 4
"""Fewer times are never counted: people do repeat themselves."""
LEAST_DIFFERENT = 3
"""Words that differ in such a stretch; laughter has fewer."""
LOOP = 4
"""A word that is never said twice, this often in succession, is a loop."""
NEVER_TWICE = frozenset(
    (
        "the",
        "of",
        "and",
        "to",
        "is",
        "in",
        "that",
        "with",
        "for",
        "it",
        "der",
        "die",
        "und",
        "que",
        "el",
        "les",
        "et",
    )
)
LETTERS = 40
"""One letter this often is a loop: a cry is shorter."""
CODE = r"(?s)```.*?(?:```|\z)|`[^`\n]*`"
_PART, _FEW = 20_000, 1_000
"""Messages whose words are looked through at once, and those whose places are."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_BUCKETS = 22
"""Bits of a hash by which runs are counted before they are grouped."""
_TEXT, _WORD, _RUN = "text", "word", "run"

REPETITION_TYPE = pl.Struct({"times": pl.UInt32, "first": pl.UInt32, "last": pl.UInt32})

Hashes = npt.NDArray[np.uint64]


_FIRST_UNSPACED = "\u0e01"
"""The first letter of the scripts that put no spaces between words; a letter from there on is a word by itself."""


class Repetition(NamedTuple):
    """What is said again and again, with nothing between."""

    times: int
    """How often the stretch that is said most often is."""
    first: int
    """The position of the first word that is part of it."""
    last: int
    """The position of the last one."""


def repetition(words: Sequence[str]) -> Repetition | None:
    """What a text says again and again; None if it says nothing often."""
    return _loop(words) or _stretches(words)


def _loop(words: Sequence[str]) -> Repetition | None:
    """A function word that follows itself, or one letter for a word."""
    at = 0
    for word, group in groupby(words):
        times = len(list(group))
        if times >= LOOP and word in NEVER_TWICE:
            return Repetition(times, at, at + times - 1)
        if len(word) >= LETTERS and len(set(word)) == 1:
            return Repetition(len(word), at, at + times - 1)
        at += times
    return None


def _stretches(words: Sequence[str]) -> Repetition | None:
    unspaced = sum(len(word) == 1 and word >= _FIRST_UNSPACED for word in words)
    size = STRETCH * 2 if unspaced * 2 > len(words) else STRETCH
    places: dict[tuple[str, ...], list[int]] = {}
    for start in range(len(words) - size + 1):
        starts = places.setdefault(tuple(words[start : start + size]), [])
        if not starts or start - starts[-1] >= size // 2:
            starts.append(start)
    for run, starts in places.items():
        if len(starts) >= OFTEN and len(set(run)) >= LEAST_DIFFERENT and (found := _in_a_row(words, starts)):
            return found
    return None


def _in_a_row(words: Sequence[str], starts: Sequence[int]) -> Repetition | None:
    """Where what lies between one start and the next is the same, often enough in succession.

    In a list whose items differ in a word, it is not.
    """
    first = starts[0]
    for one, other, third in zip(starts, starts[1:], starts[2:], strict=False):
        if words[one:other] != words[other:third]:
            first = other
        elif third - first >= (OFTEN - 1) * (period := other - one):
            last = third
            while last < len(words) and words[last] == words[last - period]:
                last += 1
            return Repetition((last - first) // period, first, last - 1)
    return None


def words_of(texts: Sequence[str]) -> Iterator[list[str]]:
    """Of each text its words outside of code, in lower case."""
    for first in range(0, len(texts), _FEW):
        part = pl.DataFrame({_TEXT: texts[first : first + _FEW]}, schema={_TEXT: pl.String})
        for words in part.select(_words(pl.col(_TEXT))).to_series():
            yield words.to_list()


def _words(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(CODE, " ").str.to_lowercase().str.extract_all(WORD)


def _runs(words: Hashes) -> Hashes:
    """A hash for each run of words, in which their order counts."""
    count = max(0, len(words) - STRETCH + 1)
    state = np.zeros(count, np.uint64)
    for step in range(STRETCH):
        state = (state ^ words[step : step + count]) * _MIX
        state ^= state >> np.uint64(29)
    return state


def _crowded(runs: pl.DataFrame) -> pl.Series:
    """Whether a run can stand often in its text: few buckets hold several runs, and only those are grouped."""
    texts = runs[_TEXT].to_numpy().astype(np.uint64)
    buckets = (((runs[_RUN].to_numpy() ^ (texts * _MIX)) * _MIX) >> np.uint64(64 - _BUCKETS)).astype(np.int64)
    return pl.Series(np.bincount(buckets)[buckets] >= OFTEN)


def _candidates(words: pl.DataFrame) -> list[int]:
    """Texts worth a closer look: the hash of a run stands often enough, or a word follows itself or is long."""
    runs = pl.Series(_RUN, _runs(words[_WORD].hash().to_numpy())).extend_constant(0, STRETCH - 1)
    whole = (pl.col(_TEXT) == pl.col(_TEXT).shift(1 - STRETCH)).fill_null(value=False)
    placed = words.select(_TEXT, runs.head(words.height), whole.alias("whole"))
    again = placed.filter(pl.col("whole") & _crowded(placed)).group_by(_TEXT, _RUN).len()
    often = again.filter(pl.col("len") >= OFTEN).select(_TEXT)
    same = pl.all_horizontal(pl.col(_WORD) == pl.col(_WORD).shift(step) for step in range(1, LOOP))
    loops = words.filter(same).select(_TEXT)
    long = words.filter(pl.col(_WORD).str.len_chars() >= LETTERS).select(_TEXT)
    return pl.concat([often, loops, long]).to_series().unique().sort().to_list()


def repetitions(messages: pl.DataFrame, tell: Tell) -> pl.Series:
    """What each response says again and again; null where it says nothing often."""
    worth = c.is_response() & (c.words() > 0)
    said = messages.select(pl.when(worth).then(c.text())).to_series()
    found: list[dict[str, object] | None] = [None] * len(said)
    for first in range(0, len(said), _PART):
        tell("looking for repetition", first, len(said))
        part = said.slice(first, _PART).alias("said").to_frame().with_row_index(_TEXT).drop_nulls()
        listed = part.select(_TEXT, _words(pl.col("said")).alias(_WORD))
        by_text = dict(zip(listed[_TEXT], listed[_WORD], strict=True))
        for text in _candidates(listed.explode(_WORD)):
            told = repetition(by_text[text].to_list())
            found[first + text] = told._asdict() if told else None
    return pl.Series(found, dtype=REPETITION_TYPE)


REPETITION = Fact("repetition", "message", repetitions, needs=("words",))
