"""The language of each response, and of the prompt that it answers, by the backend that tells it."""

from typing import get_args

import polars as pl

from curate.facts.base import Fact
from curate.langid.names import UND, USUAL, ZXX, BackendName
from curate.progress import Tell
from curate.records import columns as c

LANGUAGE, PROMPT_LANGUAGE = "language", "prompt-language"


def told_by(fact: str, backend: BackendName) -> str:
    """The name of the fact of this kind that holds what a backend tells."""
    return fact if backend == USUAL else f"{fact}-by-{backend}"


def language(backend: BackendName = USUAL) -> pl.Expr:
    """What a backend tells of the language of a response: `lang`, `confidence`, `script` ...; null of others.

    A response that is too short to tell one has the language of its record, and `by_record` says so.
    """
    return c.fact(told_by(LANGUAGE, backend))


def prompt_language(backend: BackendName = USUAL) -> pl.Expr:
    """The same of the user's turn before each response, where the response itself tells its language."""
    return c.fact(told_by(PROMPT_LANGUAGE, backend))


def languages_of(texts: pl.Series, backend: BackendName, tell: Tell) -> pl.Series:
    """What a backend tells of the language of each text; null for null."""
    from curate.langid.backends import BACKENDS

    tell("telling languages", 0, texts.len())
    return BACKENDS[backend].identify(texts)


def _of_responses(backend: BackendName) -> Fact:
    def compute(messages: pl.DataFrame, tell: Tell) -> pl.Series:
        said = messages.select(pl.when(c.is_response()).then(c.text())).to_series()
        own = languages_of(said, backend, tell)
        told = messages.select(c.RECORD, c.BRANCH).with_columns(own.alias(_OWN))
        records = told.filter(_is_too_short()).select(c.RECORD, c.BRANCH)
        every = told.join(
            _of_records(messages.join(records, on=_RECORDS, how="semi"), backend, tell),
            on=_RECORDS,
            how="left",
            maintain_order="left",
        )
        return every.select(_with_that_of_the_record()).to_series()

    return Fact(told_by(LANGUAGE, backend), "message", compute)


_RECORDS = [c.RECORD, c.BRANCH]
_OWN, _WHOLE = "own", "whole"
_WITH_HAN = ["Jpan", "Kore"]
"""Scripts in which a short text may be written in Han characters alone."""


def _is_too_short() -> pl.Expr:
    """Whether a response has letters, and too few words to tell a language."""
    own = pl.col(_OWN).struct.field
    return (own("lang") == UND) & (own("confidence") == 0) & (own("letters") > 0)


def _of_records(messages: pl.DataFrame, backend: BackendName, tell: Tell) -> pl.DataFrame:
    """What is told of all that is said in each record, but by the system and by tools."""
    said = messages.filter(c.role().is_in(["user", "assistant"])).select(*_RECORDS, c.text().alias(_WHOLE))
    # As lists first, since polars joins the texts of one group after the other.
    whole = (
        said.group_by(_RECORDS, maintain_order=True)
        .agg(_WHOLE)
        .with_columns(pl.col(_WHOLE).list.join("\n", ignore_nulls=True))
    )
    return whole.with_columns(languages_of(whole[_WHOLE], backend, tell).alias(_WHOLE))


def _with_that_of_the_record() -> pl.Expr:
    """What is told of a response, with the language of its record where that is written in the same script."""
    own, whole = pl.col(_OWN).struct.field, pl.col(_WHOLE).struct.field
    same = (own("script") == whole("script")) | ((own("script") == "Hani") & whole("script").is_in(_WITH_HAN))
    taken = (_is_too_short() & same & ~whole("lang").is_in([UND, ZXX])).fill_null(value=False)
    lang, sure = (pl.when(taken).then(whole(each)).otherwise(own(each)) for each in ("lang", "confidence"))
    told = pl.col(_OWN).struct.with_fields(lang.alias("lang"), sure.alias("confidence"), taken.alias("by_record"))
    return pl.when(pl.col(_OWN).is_not_null()).then(told)


def _of_prompts(backend: BackendName) -> Fact:
    def compute(messages: pl.DataFrame, tell: Tell) -> pl.Series:
        own = language(backend).struct.field
        known = c.is_response() & (own("confidence") > 0) & ~own("by_record")
        asked = pl.when(c.role() == "user").then(c.text()).shift(1).over(c.RECORD, c.BRANCH)
        return languages_of(messages.select(pl.when(known).then(asked)).to_series(), backend, tell)

    needs = (told_by(LANGUAGE, backend),)
    return Fact(told_by(PROMPT_LANGUAGE, backend), "message", compute, needs=needs)


LANGUAGES = tuple(make(backend) for backend in get_args(BackendName) for make in (_of_responses, _of_prompts))
