"""REP: responses that say the same again and again."""

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from curate.checks.base import RowCheck
from curate.checks.wording import prompt_has, signs_of_code
from curate.facts.repetition import repetition, words_of
from curate.records.columns import fact, is_response, text, where

ASKS_FOR_REFRAIN = (
    r"(?i)\b(?:song|lyrics?|poem|poetry|verses?|chorus|refrain|rap|rhyme|lullaby|chant|hymn|carol|mantra|limerick"
    r"|ballad|repeat\w*|over and over|\w+ times|gedicht|lied|strophe|wiederhol\w*|canci[oó]n|poema|letra|repite"
    r"|repetir)\b|歌|诗|詩|重复|重複|副歌"
)
"""A prompt whose right answer may say the same again and again."""


class LoopingRepetition(RowCheck, code="REP001"):
    """The response says the same stretch of words again and again.

    Why it matters: it is the mark of a model that ran in circles, and a model that learns from it will run in
    circles too. Found are eight words or more (sixteen characters in a script without spaces) that stand at least
    four times with the same between them, or nothing; a function word four times in a row; and one letter forty
    times. Passed are code, tables, lists whose items differ, laughter, and a response to a prompt that asks
    for a song, a poem, or for repetition.

    Found: assistant: "The ferry leaves at noon from the old pier. The ferry leaves at noon from the old pier.
    The ferry leaves at noon from the old pier. The ferry leaves at noon from the old pier."

    Passes: assistant: "The ferry to Lismore leaves at noon from the old pier. The ferry to Kerrera leaves at one
    from the slip. The ferry to Mull leaves at two from the new pier."
    """

    def flag(self) -> pl.Expr:
        """Said often, in prose, where nobody asked for it."""
        told = fact("repetition").struct.field
        again = told("times").is_not_null()
        again &= ~signs_of_code(where(again, text()))
        found = is_response() & again
        return found & ~prompt_has(ASKS_FOR_REFRAIN, found)

    def message(self) -> pl.Expr:
        """How often."""
        return pl.format("says the same {} times", fact("repetition").struct.field("times"))

    def score(self) -> pl.Expr:
        """How often the stretch stands in the response."""
        return fact("repetition").struct.field("times").cast(pl.Float64)

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """From the first to the last word of what is said again."""
        return next(self.spans_of([text]))

    def spans_of(self, texts: Sequence[str]) -> Iterator[Iterable[tuple[int, int]]]:
        """Of many texts, since to look for words in one takes a millisecond to prepare."""
        return map(_spans, words_of(texts), texts)


def _spans(words: list[str], text: str) -> list[tuple[int, int]]:
    told = repetition(words)
    if told is None:
        return []
    places = list(_places(words, text))
    return [(places[told.first][0], places[told.last][1])]


def _places(words: list[str], text: str) -> Iterator[tuple[int, int]]:
    """Where each word stands; words in code are no words."""
    lowered, at = text.lower(), 0
    for word in words:
        start = max(at, lowered.find(word, at))
        at = start + len(word)
        yield min(start, len(text)), min(at, len(text))
