"""LEN: texts too short to teach, or too long to be trained on whole."""

from typing import Any

import polars as pl
from pydantic import Field

from curate.checks.base import RowCheck
from curate.checks.requests import falls_short
from curate.checks.template import TOKENS
from curate.records.columns import (
    BRANCH,
    RECORD,
    TURN,
    is_prompt,
    is_response,
    prompt_text,
    record_type,
    system_text,
    text,
    where,
    words,
)
from curate.words.pattern import UNSPACED, WORD

TERSE_TYPES = (
    "classification",
    "closed_qa",
    "extraction",
    "information_extraction",
    "math_reasoning",
    "rewriting",
    "translation",
)
"""Prompt types whose right answer may be one word."""


MOST_TOKENS = 4
TOKENS_AT_END = rf"(?:\s*(?:{TOKENS})){{1,{MOST_TOKENS}}}\s*$"
"""What a chat template left behind a response; it says nothing, and is another problem."""


class ShortResponse(RowCheck, code="LEN001"):
    """The response has too few words to teach anything.

    Why it matters: a set with many of them teaches the model to be curt. Many prompts are right to get one word,
    so it is found only where the user's last turn asks for more (explain, write, why, how do I, ...; English,
    Chinese, Spanish, German and Arabic are known), or where it answers nothing ("ok.", "done", "see above"). Of a
    long turn only the first and the last line or sentence are taken for the request. Passed are yes or no to a
    question for it, a sentiment where one is asked for, a response with a digit or a sign of code, one that stands
    word for word in the prompt, as a choice does, and a record whose own label is a type that may be terse. A
    character of a script without spaces counts as one word; a chat template's token at the end as none.

    Found: user: "Explain how a canal lock lifts a boat." assistant: "ok."

    Passes: user: "Is this review positive or negative? I loved every minute." assistant: "Positive"
    """

    min_words: int = Field(3, ge=1)
    """A response with fewer words is found."""
    terse_types: tuple[str, ...] = TERSE_TYPES
    """Types, by the record's own label, whose responses may be of any length."""

    def glance(self) -> pl.Expr:
        """Fewer words than the least, in a record whose own type may not be terse."""
        return self._is_short() & ~record_type().is_in(self.terse_types).fill_null(value=False)

    def flag(self) -> pl.Expr:
        """Few words that are not the answer asked for, nor stand word for word in what their record gives."""
        few, said = self.glance(), self._said()
        number = said.str.contains(r"\p{N}|[{}()\[\];=\\+*^$]|\s[<>|]\s")
        short = few & ~number & falls_short(said, few)
        return short & ~_stands_in_prompt(said, short)

    def message(self) -> pl.Expr:
        """How many words there are."""
        return pl.format("{} of at least {} words", self._words(), pl.lit(self.min_words))

    def score(self) -> pl.Expr:
        """Words in the response."""
        return self._words().cast(pl.Float64)

    def passing(self, score: float, message: str) -> dict[str, Any]:  # noqa: ARG002  the score says it
        """A limit of as many words as there are."""
        return {"min_words": int(score)}

    def _said(self) -> pl.Expr:
        """A short response without its tokens; nothing in place of others."""
        return where(self._is_short(), text()).str.replace(TOKENS_AT_END, "")

    def _is_short(self) -> pl.Expr:
        return self._may_be_few() & (self._words() < self.min_words)

    def _may_be_few(self) -> pl.Expr:
        """A response that is short at least without its tokens, so that only few are searched for them."""
        return is_response() & words().is_between(1, self.min_words - 1 + MOST_TOKENS)

    def _words(self) -> pl.Expr:
        tokens = where(self._may_be_few(), text()).str.extract(TOKENS_AT_END, 0)
        return words() - tokens.str.count_matches(WORD).fill_null(0)


def _plain(expression: pl.Expr) -> pl.Expr:
    """Lower-case words between single spaces."""
    apart = expression.str.to_lowercase().str.replace_all(rf"([{UNSPACED}])", " $1 ")
    return pl.format(" {} ", apart.str.replace_all(r"[^\p{L}\p{N}\p{M}]+", " ").str.strip_chars(" "))


def _stands_in_prompt(said: pl.Expr, left: pl.Expr) -> pl.Expr:
    """Whether a response is, word for word, part of what its record gives; asked only of what is left."""
    given = pl.concat_str(system_text(), prompt_text(), separator="\n", ignore_nulls=True)
    return _plain(where(left, given)).str.contains(_plain(said), literal=True)


class LongResponse(RowCheck, code="LEN002"):
    """The response has so many words that a trainer is likely to cut it off.

    Why it matters: a response that is cut in training teaches the model not to finish. The limit is in words;
    a token limit needs the tokenizer of your model.

    Found: a response of 3,400 words, pasted from a report.

    Passes: a response of 400 words.
    """

    max_words: int = Field(2000, ge=1)
    """A response with more words is found."""

    def flag(self) -> pl.Expr:
        """More words than the most."""
        return is_response() & (words() > self.max_words)

    def message(self) -> pl.Expr:
        """How many words there are."""
        return pl.format("{} of at most {} words", words(), pl.lit(self.max_words))

    def score(self) -> pl.Expr:
        """Words in the response."""
        return words().cast(pl.Float64)

    def passing(self, score: float, message: str) -> dict[str, Any]:  # noqa: ARG002  the score says it
        """A limit of as many words as there are."""
        return {"max_words": int(score)}


class LongPrompt(RowCheck, code="LEN003"):
    """The prompt has so many words that hardly any room is left for the response.

    Why it matters: trainers cut from the end, so a long prompt costs the response, the only part that is
    learned from. All messages before the response count, but for the system message.

    Found: a prompt with a server log of 5,000 words pasted behind the question.

    Passes: a prompt with a page of text to summarise.
    """

    max_words: int = Field(2000, ge=1)
    """A prompt with more words is found."""

    def flag(self) -> pl.Expr:
        """The longest message of a prompt that has more words than the most."""
        return is_prompt() & (self._prompt_words() > self.max_words) & self._is_longest()

    def message(self) -> pl.Expr:
        """How many words there are."""
        return pl.format("{} of at most {} words", self.score().cast(pl.UInt32), pl.lit(self.max_words))

    def score(self) -> pl.Expr:
        """Words in the prompt."""
        return self._prompt_words().cast(pl.Float64)

    def passing(self, score: float, message: str) -> dict[str, Any]:  # noqa: ARG002  the score says it
        """A limit of as many words as there are."""
        return {"max_words": int(score)}

    def _prompt_words(self) -> pl.Expr:
        # Both responses of a preference answer one prompt, which stands in the table once for each.
        return words().filter(is_prompt()).sum().over(RECORD, BRANCH)

    def _is_longest(self) -> pl.Expr:
        longest = words().filter(is_prompt()).arg_max()
        return pl.col(TURN) == pl.col(TURN).filter(is_prompt()).get(longest).over(RECORD, BRANCH)
