"""DUP: prompts that are answered twice, and responses that are given twice."""

import re
from typing import ClassVar

import polars as pl
from pydantic import Field

from curate.checks.base import SetCheck
from curate.facts.similarity import PROMPT, RESPONSE, digest
from curate.findings import MESSAGE, RANK, RELATED, SCORE
from curate.records.columns import LABEL, REJECTED, TYPE, fact, last_asked, response_text
from curate.words.pattern import UNSPACED

CLOSED_TYPES = (
    "classification",
    "closed_qa",
    "extraction",
    "information_extraction",
    "math_reasoning",
)
"""Prompt types with one right answer."""

_SHORT, _CLOSED = "short", "closed"
_ASKED = "asked"
_SEEN = 400
"""Characters from each end of a prompt by which it is told whether it is like another."""
_WORD = re.compile(r"\w+")
_LONGER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]|[^\W_]{4,}")
"""A word that says what a prompt is about, more likely than not; a character of a script without spaces."""


class AnotherResponse(SetCheck, code="DUP003", severity="info"):
    """The prompt is that of another record, and the response is not.

    Why it matters: several responses to one prompt are often meant, as several references, and then nothing is to
    be mended: ignore this check for such a set. But whoever counts prompts counts this one twice, and a held-out
    part must not get one of them. The message says where it looks like a contradiction: where the record's own
    label is a type with one right answer, and both responses are short and share no word. Compared are all
    messages before the response, with the system's, and the tools, but for letter case and spacing. The same
    response is an exact duplicate (DUP001) and not found here; neither are responses that are labelled or
    preferred, of which there should be several.

    Found: user: "Which islands lie west of Lisbon?" assistant: "The Azores." beside user: "Which islands lie
    west of Lisbon?" assistant: "Madeira and, much farther out, the Azores."

    Passes: user: "Which islands lie west of Lisbon?" assistant: "The Azores." beside user: "Which islands lie
    west of Rabat?" assistant: "Madeira."
    """

    among: ClassVar[str] = PROMPT
    max_words: int = Field(8, ge=1)
    """Responses with more words are too long to contradict each other in one glance."""
    closed_types: tuple[str, ...] = CLOSED_TYPES
    """Types, by the record's own label, with one right answer."""

    def facts(self) -> tuple[str, ...]:
        """Digests of the record and of its prompt, and the length of the response."""
        return ("digest", "digests-of-parts", "response-words")

    def keys(self, part: pl.DataFrame) -> pl.DataFrame:
        """Both digests of each demonstration, and a response that is short."""
        short = fact("response-words").is_between(1, self.max_words)
        demonstrations = part.filter(pl.col(REJECTED).is_null() & pl.col(LABEL).is_null())
        return demonstrations.select(
            RANK,
            digest().alias("digest"),
            fact("digests-of-parts").struct.field(PROMPT),
            pl.when(short).then(response_text()).alias(_SHORT),
            pl.col(TYPE).is_in(self.closed_types).fill_null(value=False).alias(_CLOSED),
        ).drop_nulls(PROMPT)

    def decide(self, keys: pl.DataFrame) -> pl.DataFrame:
        """All but the first record with a prompt, of those that are no exact duplicates."""
        once = keys.unique("digest", keep="first", maintain_order=True)
        first = pl.col(RANK, _SHORT).first().over(PROMPT).name.prefix("first_")
        found = once.with_columns(first).filter(pl.col(RANK) != pl.col(f"first_{RANK}"))
        told = [
            _told(closed=closed, one=one, other=other)
            for closed, one, other in found.select(_CLOSED, _SHORT, f"first_{_SHORT}").iter_rows()
        ]
        return found.select(
            RANK,
            pl.col(f"first_{RANK}").alias(RELATED),
            pl.lit(None, pl.Float64).alias(SCORE),
            pl.Series(MESSAGE, told, dtype=pl.String),
        )


def _told(*, closed: bool, one: str | None, other: str | None) -> str:
    if closed and one and other and _words(one).isdisjoint(_words(other)):
        return "contradicts the response to the same prompt in another record"
    return "one of several responses to the same prompt"


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


class RepeatedResponse(SetCheck, code="DUP004"):
    """The response is, word for word, that to an unlike prompt in another record, and it is long.

    Why it matters: twenty words do not come twice by chance. One of the prompts has got the response to the other,
    or one that says nothing about either. Compared are the final messages, but for letter case and spacing. The
    prompts are unlike where the user's last messages share few of their longer words, by the share of the one
    with fewer: the same question in other words, or about the same passage, may well have the same response.

    Found: user: "How do I descale a kettle?" and user: "Who painted the ceiling of this chapel?", both with the
    same paragraph on vinegar

    Passes: user: "How do I descale a kettle?" and user: "Is vinegar good for descaling a kettle?", both with the
    same paragraph on vinegar
    """

    among: ClassVar[str] = RESPONSE
    min_words: int = Field(20, ge=1)
    """Shorter responses may well be right twice; two characters of a script without spaces count as one word."""
    max_shared: float = Field(0.25, ge=0, le=1)
    """The largest share of words that unlike prompts have in common."""

    def facts(self) -> tuple[str, ...]:
        """Digests of the parts, and the length of the response."""
        return ("digests-of-parts", "response-words")

    def keys(self, part: pl.DataFrame) -> pl.DataFrame:
        """The digest of each long response, and what it was asked."""
        long = part.filter(fact("response-words") >= self.min_words)
        unspaced = response_text().str.count_matches(rf"[{UNSPACED}]")
        parts = fact("digests-of-parts").struct
        asked = last_asked()
        return (
            long.filter(fact("response-words") - unspaced / 2 >= self.min_words)
            .select(
                RANK, parts.field(RESPONSE), (asked.str.head(_SEEN) + " " + asked.str.tail(_SEEN)).alias(_ASKED)
            )
            .drop_nulls(RESPONSE)
        )

    def decide(self, keys: pl.DataFrame) -> pl.DataFrame:
        """All whose prompt is unlike that of the first record with their response."""
        first = pl.col(RANK, _ASKED).first().over(RESPONSE).name.prefix("first_")
        again = keys.with_columns(first).filter(pl.col(RANK) != pl.col(f"first_{RANK}"))
        unlike = [
            _shared(one or "", other or "") <= self.max_shared
            for one, other in again.select(_ASKED, f"first_{_ASKED}").iter_rows()
        ]
        found = again.filter(pl.Series(unlike, dtype=pl.Boolean))
        message = pl.lit("the same long response is given to an unlike prompt")
        related = pl.col(f"first_{RANK}").alias(RELATED)
        return found.select(RANK, related, pl.lit(None, pl.Float64).alias(SCORE), message.alias(MESSAGE))


def _shared(one: str, other: str) -> float:
    """Of the text with fewer longer words, the share that the other has too; 1 where one has none."""
    words = [set(_LONGER.findall(text.lower())) for text in (one, other)]
    fewer = min(map(len, words))
    return len(words[0] & words[1]) / fewer if fewer else 1.0
