"""How long a text is, in words."""

import polars as pl

from curate.facts.base import Fact
from curate.progress import Tell
from curate.records import columns as c
from curate.words.count import words_in


def count_words(messages: pl.DataFrame, _tell: Tell) -> pl.Series:
    """Words in each message; 0 where it has no text."""
    return words_in(messages.select(c.text()).to_series())


WORDS = Fact("words", "message", count_words)


def count_response_words(records: pl.DataFrame, _tell: Tell) -> pl.Series:
    """Words in the final message of each record."""
    return words_in(records.select(c.response_text()).to_series())


RESPONSE_WORDS = Fact("response-words", "record", count_response_words)
