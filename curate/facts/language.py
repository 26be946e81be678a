"""The language of each response, and of the prompt that it answers."""

import polars as pl

from curate.facts.base import Fact
from curate.progress import Tell
from curate.records import columns as c


def response_language(messages: pl.DataFrame, tell: Tell) -> pl.Series:
    """What is told of each response: `lang`, `confidence`, `script` ...; null on every other message."""
    return told_of(messages.select(pl.when(c.is_response()).then(c.text())).to_series(), tell)


def prompt_language(messages: pl.DataFrame, tell: Tell) -> pl.Series:
    """The same of the user's turn before each response; null on every other message.

    It is told only where the response's own language is.
    """
    known = c.is_response() & (c.fact("language").struct.field("confidence") > 0)
    asked = pl.when(c.role() == "user").then(c.text()).shift(1).over(c.RECORD, c.BRANCH)
    return told_of(messages.select(pl.when(known).then(asked)).to_series(), tell)


def told_of(texts: pl.Series, tell: Tell) -> pl.Series:
    """What is told of the language of each text; null for null."""
    from curate.langid.identify import identify

    tell("telling languages", 0, texts.len())
    return identify(texts)


LANGUAGE = Fact("language", "message", response_language)
PROMPT_LANGUAGE = Fact("prompt-language", "message", prompt_language, needs=("language",))
