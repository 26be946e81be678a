"""TOK: what a tokenizer, its chat template and a context make of records. Only where a tokenizer is named."""

import re
from abc import ABC
from collections.abc import Iterable
from typing import Any

import polars as pl
from pydantic import Field

from curate.checks.base import RowCheck
from curate.facts.tokens import PROMPT, REFUSED, RESPONSE, conversations_by, special_token, tokens
from curate.records.columns import is_response

CONTEXT = 1_024
"""Tokens of a record that TRL trains on, where nobody sets it."""
_USUAL = {"1k": 1_024, "2k": 2_048, "4k": 4_096}


class TokenCheck(RowCheck, ABC):
    """A check that needs a tokenizer, from the extra `measure`."""

    tokenizer: str = ""
    """Of which model: `smollm2-135m`, a folder, or the id of a model on the hub. Nothing is looked at without."""

    def is_unset(self) -> bool:
        """Every model has another tokenizer."""
        return not self.tokenizer

    def not_applicable(self) -> str:
        """Nothing is known of tokens without a tokenizer."""
        return "" if self.tokenizer else 'no tokenizer is named; name one, such as tokenizer = "smollm2-135m"'

    def also_reads(self) -> str:
        """The tokenizer itself, and what reads it."""
        return conversations_by(self.tokenizer).digest() if self.tokenizer else ""

    def _prompt(self) -> pl.Expr:
        return tokens(self.tokenizer).struct.field(PROMPT).cast(pl.Int64)

    def _response(self) -> pl.Expr:
        return tokens(self.tokenizer).struct.field(RESPONSE).cast(pl.Int64)

    def _lost(self, context: int) -> pl.Expr:
        """Tokens of a response that are cut off."""
        beyond = self._prompt() + self._response() - context
        return pl.min_horizontal(beyond.clip(lower_bound=0), self._response())


class OverContext(TokenCheck, code="TOK001"):
    """The record has more tokens than a trainer reads, so that the end of the response is never learned.

    Why it matters: trainers cut at the end. A response without its end, and without the token that ends its turn,
    teaches the model not to stop. Tokens are those of the model's own template; the message says how many of the
    response would be lost with a context of 1k, 2k and 4k tokens. A record of which nothing is left to learn is
    TOK002.

    Found: context = 1024: a summary of 300 tokens behind an article of 900.

    Passes: context = 2048: the same.
    """

    context: int = Field(CONTEXT, ge=1)
    """Tokens of a record that the trainer reads: `max_length` of TRL, `cutoff_len` of LLaMA-Factory."""
    max_lost: float = Field(0.0, ge=0, le=1)
    """A share of the response that may be lost."""

    def flag(self) -> pl.Expr:
        """A response of which some is lost, and some is left."""
        lost = self._lost(self.context)
        return is_response() & (lost > 0) & (lost < self._response()) & (self.score() > self.max_lost)

    def message(self) -> pl.Expr:
        """How many tokens are lost, here and with the usual contexts."""
        usual = [self._lost(each) for each in _USUAL.values()]
        told = "{} of {} response tokens are lost at {}; " + ", ".join(f"{{}} at {name}" for name in _USUAL)
        return pl.format(told, self._lost(self.context), self._response(), pl.lit(self.context), *usual)

    def score(self) -> pl.Expr:
        """The share of the response that is lost."""
        return self._lost(self.context) / self._response()

    def passing(self, score: float, message: str) -> dict[str, Any]:  # noqa: ARG002  the score says it
        """As large a share may be lost."""
        return {"max_lost": score}


class NoTrainableToken(TokenCheck, code="TOK002", severity="error"):
    """Not one token of the response is left within the context.

    Why it matters: the prompt alone fills what the trainer reads. TRL leaves such a record out without a
    word; elsewhere a batch of them has a loss that is no number, which ends the training or ruins it.

    Found: context = 1024: a question behind a log of 1,500 tokens.

    Passes: context = 2048: the same.
    """

    context: int = Field(CONTEXT, ge=1)
    """Tokens of a record that the trainer reads."""

    def flag(self) -> pl.Expr:
        """A prompt that leaves no room, or a response without a token."""
        return is_response() & (self._lost(self.context) >= self._response())

    def message(self) -> pl.Expr:
        """How long the prompt is."""
        told = pl.format("the prompt has {} tokens, where {} are read", self._prompt(), pl.lit(self.context))
        return pl.when(self._response() > 0).then(told).otherwise(pl.lit("the response has no token"))

    def score(self) -> pl.Expr:
        """Tokens of the prompt; null where it is not what is wrong."""
        return pl.when(self._response() > 0).then(self._prompt()).cast(pl.Float64)

    def passing(self, score: float | None, message: str) -> dict[str, Any]:  # noqa: ARG002  the score says it
        """A context with room for one token behind the prompt."""
        return {} if score is None else {"context": int(score) + 1}


class RefusedByTemplate(TokenCheck, code="TOK003", severity="error"):
    """The model's chat template makes no prompt and response of the record.

    Why it matters: a trainer stops at such a record, hours after the start if it stands far behind. Some templates
    ask for turns that alternate, some know no system message, some fail on a message without text. One that says
    the prompt otherwise once it is answered is told too: what is learned then is not what is asked for later.

    Found: a template that knows no system turn: system: "Be brief." user: "What is a fjord?" ...

    Passes: the same record without the system message.
    """

    def flag(self) -> pl.Expr:
        """A record that the template refuses."""
        return is_response() & self._reason().is_not_null()

    def message(self) -> pl.Expr:
        """What the template says."""
        return self._reason().str.replace_all(r"\s+", " ").str.head(200)

    def _reason(self) -> pl.Expr:
        return tokens(self.tokenizer).struct.field(REFUSED)


class SpecialToken(TokenCheck, code="TOK004"):
    """The text holds a special token of the tokenizer, written out.

    Why it matters: the tokenizer reads it as the sign itself and not as text. An end of turn in the middle of a
    response teaches the model to stop there, a start of turn puts words into the mouth of another speaker, and a
    user who writes one can do the same to the model later. TPL001 looks for what templates of any model leave
    behind; this check asks the tokenizer that the set is trained with.

    Found: a tokenizer of ChatML: "End your turn with <|im_end|> and wait."

    Passes: the same text with the tokenizer of a model that knows no such token.
    """

    def flag(self) -> pl.Expr:
        """A text with such a token."""
        return special_token(self.tokenizer).is_not_null()

    def message(self) -> pl.Expr:
        """Which one."""
        return pl.format("{} is a special token", special_token(self.tokenizer))

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """Where they stand."""
        special = conversations_by(self.tokenizer).special
        return (found.span() for found in re.finditer("|".join(map(re.escape, special)), text))
