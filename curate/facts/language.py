"""The language of each response, and of the prompt that it answers, by the backend that tells it."""

from typing import get_args

import polars as pl

from curate.facts.base import Fact
from curate.langid.names import USUAL, BackendName
from curate.progress import Tell
from curate.records import columns as c

LANGUAGE, PROMPT_LANGUAGE = "language", "prompt-language"


def told_by(fact: str, backend: BackendName) -> str:
    """The name of the fact of this kind that holds what a backend tells."""
    return fact if backend == USUAL else f"{fact}-by-{backend}"


def language(backend: BackendName = USUAL) -> pl.Expr:
    """What a backend tells of the language of a response: `lang`, `confidence`, `script` ...; null of others."""
    return c.fact(told_by(LANGUAGE, backend))


def prompt_language(backend: BackendName = USUAL) -> pl.Expr:
    """The same of the user's turn before each response, where the response's own language is told."""
    return c.fact(told_by(PROMPT_LANGUAGE, backend))


def languages_of(texts: pl.Series, backend: BackendName, tell: Tell) -> pl.Series:
    """What a backend tells of the language of each text; null for null."""
    from curate.langid.backends import BACKENDS

    tell("telling languages", 0, texts.len())
    return BACKENDS[backend].identify(texts)


def _of_responses(backend: BackendName) -> Fact:
    def compute(messages: pl.DataFrame, tell: Tell) -> pl.Series:
        said = messages.select(pl.when(c.is_response()).then(c.text())).to_series()
        return languages_of(said, backend, tell)

    return Fact(told_by(LANGUAGE, backend), "message", compute)


def _of_prompts(backend: BackendName) -> Fact:
    def compute(messages: pl.DataFrame, tell: Tell) -> pl.Series:
        known = c.is_response() & (language(backend).struct.field("confidence") > 0)
        asked = pl.when(c.role() == "user").then(c.text()).shift(1).over(c.RECORD, c.BRANCH)
        return languages_of(messages.select(pl.when(known).then(asked)).to_series(), backend, tell)

    needs = (told_by(LANGUAGE, backend),)
    return Fact(told_by(PROMPT_LANGUAGE, backend), "message", compute, needs=needs)


LANGUAGES = tuple(make(backend) for backend in get_args(BackendName) for make in (_of_responses, _of_prompts))
