"""LEN: responses of a length that is unusual where they stand."""

from math import ceil
from typing import Any, ClassVar

import polars as pl
from pydantic import Field

from curate.checks.base import SetCheck
from curate.checks.length import TERSE_TYPES
from curate.findings import MESSAGE, RANK, RELATED, SCORE
from curate.records.columns import TYPE, fact, last_asked, response_speaker, response_text, where
from curate.words.pattern import UNSPACED

_SCRIPT, _WORDS, _USUAL, _ASKED = "script", "words", "usual", "asks-for-few"
_LOOKED_AT = 400
"""Characters of a response by which its script is told."""
_OF_NORMAL = 1.4826
"""What makes the median deviation that of a normal spread."""
_LEAST_SPREAD = 0.3
"""Of the logarithm of words: where nearly all are of one length, a third more or less is still usual."""
_LABEL = 40
"""Characters of a label that a message names."""
_FEW = 30
"""Words up to which it is looked whether a response was asked for few."""
ASKS_FOR_FEW = (
    r"(?i)\bhow (?:many|much|long|old|far|tall|big|large|high|deep|wide|heavy|fast|often)\b|\bstands? for\b"
    r"|\babbreviat|\bwh(?:at|ich) (?:year|month|day|date|time|city|country|state|continent|colou?r|number)\b"
    r"|\bwhat(?:['’]s| is| was| are| were) the (?:[\w'’-]+ ){0,3}(?:capital|name|number|age|height|length|size"
    r"|width|depth|weight|population|area|currency|language|title|author|date|year|colou?r|symbol|abbreviation"
    r"|temperature|distance|speed|price|cost|sum|product|square root|highest|largest|longest|tallest|smallest"
    r"|biggest|deepest|oldest|fastest|opposite|plural|president|king|queen|founder|nickname)\b"
    r"|\bwie (?:viele?|lange|alt|hoch|weit)\b|\bwofür steht\b|\bcuánt[oa]s?\b|多少|几[个年次]|缩写|首都"
)
"""A last turn of the user that a number, a name or a sentence answers."""


class UnusualLength(SetCheck, code="LEN004", severity="info"):
    """The response is far shorter or longer than the others of its type and script in this set.

    Why it matters: what takes all others a line rarely takes a page, and what takes them a paragraph is rarely
    said in a word: it may be a passage that was copied, an answer to something else, or a wrong label. The usual
    length is the median of the responses with the same label of a type and in the same kind of script, in the
    set itself; how far one is from it is measured in robust standard deviations of the logarithm of words. Groups
    of few records are left alone, and so are records without a type, short responses where they may be terse, and
    short responses to "how many", "what does it stand for" or "what is the capital of".

    Found: type: "summarization", response of 1,400 words, where half of 300 summaries have 40 to 90

    Passes: type: "summarization", response of 15 words, in the same set
    """

    twins: ClassVar[bool] = False

    max_deviations: float = Field(3.5, gt=0)
    """Responses farther from the usual length are found."""
    min_records: int = Field(50, ge=3)
    """The fewest records of a type and script that make a length usual."""
    terse_types: tuple[str, ...] = TERSE_TYPES
    """Types, by the record's own label, whose responses may be as short as they like."""

    def facts(self) -> tuple[str, ...]:
        """The length of each response."""
        return ("response-words",)

    def keys(self, part: pl.DataFrame) -> pl.DataFrame:
        """The type, the script and the length of each response."""
        whole = part.filter(
            (response_speaker() == "assistant") & (fact("response-words") > 0) & pl.col(TYPE).is_not_null()
        )
        few = fact("response-words") <= _FEW
        asked = where(few, last_asked()).str.contains(ASKS_FOR_FEW).fill_null(value=False)
        return whole.select(
            RANK, TYPE, _script().alias(_SCRIPT), fact("response-words").alias(_WORDS), asked.alias(_ASKED)
        )

    def decide(self, keys: pl.DataFrame) -> pl.DataFrame:
        """All that are farther from the median of their group than the limit."""
        log = pl.col(_WORDS).log()
        group = (TYPE, _SCRIPT)
        usual = log.median().over(group)
        spread = (log - usual).abs().median().over(group) * _OF_NORMAL
        deviations = (log - usual) / spread.clip(lower_bound=_LEAST_SPREAD)
        may_be_short = (deviations < 0) & (pl.col(TYPE).is_in(self.terse_types) | pl.col(_ASKED))
        unusual = (deviations.abs() > self.max_deviations) & ~may_be_short
        words = usual.exp().round(0).cast(pl.Int64)
        found = keys.with_columns(deviations.alias(SCORE), words.alias(_USUAL)).filter(
            unusual & (pl.len().over(group) >= self.min_records)
        )
        many = pl.when(pl.col(_WORDS) == 1).then(pl.lit("1 word")).otherwise(pl.format("{} words", _WORDS))
        are = pl.when(pl.col(_USUAL) == 1).then(pl.lit("is")).otherwise(pl.lit("are"))
        kind = pl.col(TYPE).str.head(_LABEL)
        message = pl.format("{}, where {} {} usual for the type {}", many, _USUAL, are, kind)
        return found.select(RANK, pl.lit(None, dtype=pl.UInt32).alias(RELATED), SCORE, message.alias(MESSAGE))

    def passing(self, score: float, message: str) -> dict[str, Any]:  # noqa: ARG002  the score says it
        """A limit that is not nearer to the usual length than the response, in full hundredths."""
        return {"max_deviations": ceil(abs(score) * 100) / 100}


def _script() -> pl.Expr:
    """The kind of script of a response, as far as words are of different lengths in it."""
    beginning = response_text().str.head(_LOOKED_AT)
    letters = beginning.str.count_matches(r"\p{L}")
    most = {
        "unspaced": beginning.str.count_matches(rf"[{UNSPACED}]") * 2 > letters,
        "arabic": beginning.str.count_matches(r"\p{Arabic}") * 2 > letters,
        "cyrillic": beginning.str.count_matches(r"\p{Cyrillic}") * 2 > letters,
    }
    told = pl.lit("other")
    for name, is_most in most.items():
        told = pl.when(is_most).then(pl.lit(name)).otherwise(told)
    return told
