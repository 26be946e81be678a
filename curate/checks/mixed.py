"""LNG003: responses that go over from one language to another."""

from typing import Any, ClassVar

import polars as pl
from pydantic import Field

from curate.checks.base import RowCheck
from curate.checks.language import ABOUT_LANGUAGE, ASKS_FOR_LANGUAGE
from curate.checks.wording import prompt_has
from curate.facts.passages import passage_languages
from curate.langid.families import NOT_LATIN
from curate.langid.names import USUAL, BackendName
from curate.records.columns import is_response

LEAST_PASSAGES = 2
"""Between two languages in Latin letters one passage may be told wrongly."""


class MixedLanguages(RowCheck, code="LNG003", preview=True):
    """The response changes its language on the way.

    Why it matters: a model that learns from it changes languages too, and whoever reads it may know only one.
    Each passage of some sentences, of 80 letters at least, is told by itself, code left out. The language with
    most letters is that of the response; those of all others together are measured. Languages that are told apart
    badly count as one, and beside another one in Latin letters it takes two passages. A prompt that asks for a
    translation, names a language, or is about words, may get any.

    Found: user: "How do I keep basil alive in winter?" assistant: a paragraph in English, and behind it one with
    other advice in Chinese.

    Passes: a paragraph in English that calls basil by its name in Chinese.
    """

    max_share: float = Field(0.2, ge=0, lt=1)
    """Of the letters of all passages whose language can be told, this share may be in other languages."""
    backend: BackendName = USUAL
    """Who tells languages, as for LNG001."""
    exempt_types: ClassVar[tuple[str, ...]] = ("translation",)

    def flag(self) -> pl.Expr:
        """Enough in another language, in a record that did not ask for it."""
        found = is_response() & (self.score() > self.max_share).fill_null(value=False)
        return found & ~prompt_has(rf"{ASKS_FOR_LANGUAGE}|{ABOUT_LANGUAGE}", found)

    def message(self) -> pl.Expr:
        """Which languages, the one with most letters first."""
        others = self._others().list.eval(pl.element().struct.field("lang")).list.join(" and ")
        return pl.format("in {} and {}", self._told().list.first().struct.field("lang"), others)

    def score(self) -> pl.Expr:
        """The share of letters in other languages than that of most."""
        first = self._told().list.first().struct.field("letters")
        others = self._others().list.eval(pl.element().struct.field("letters")).list.sum()
        return others / (first + others)

    def passing(self, score: float, message: str) -> dict[str, Any]:  # noqa: ARG002  the score says it
        """A larger share."""
        return {"max_share": min(int(score * 1000) + 1, 999) / 1000}

    def _told(self) -> pl.Expr:
        return passage_languages(self.backend)

    def _others(self) -> pl.Expr:
        """The languages beside the one of most letters, as far as they can be told from it."""
        field = pl.element().struct.field
        sure = (field("passages") >= LEAST_PASSAGES) | field("lang").is_in(NOT_LATIN)
        return self._told().list.slice(1).list.eval(pl.element().filter(sure))
