"""How long a text is, in words."""

import polars as pl

from curate.facts.base import Fact
from curate.progress import Tell
from curate.records import columns as c

UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
"""Scripts that put no spaces between words."""

WORD = rf"[{UNSPACED}]|[\p{{L}}\p{{N}}\p{{M}}&&[^{UNSPACED}]][\p{{L}}\p{{N}}\p{{M}}'’_&&[^{UNSPACED}]]*"
"""One word, or one character of a script without spaces."""


def count_words(messages: pl.DataFrame, _tell: Tell) -> pl.Series:
    """Words in each message; 0 where it has no text."""
    return messages.select(c.text().str.count_matches(WORD).fill_null(0)).to_series()


WORDS = Fact("words", "message", count_words)


def count_response_words(records: pl.DataFrame, _tell: Tell) -> pl.Series:
    """Words in the final message of each record."""
    return records.select(c.response_text().str.count_matches(WORD).fill_null(0)).to_series()


RESPONSE_WORDS = Fact("response-words", "record", count_response_words)
