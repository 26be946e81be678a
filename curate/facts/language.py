"""The language of each response."""

import polars as pl

from curate.facts.base import Fact
from curate.progress import Tell
from curate.records import columns as c

LANGUAGE_TYPE = pl.Struct({"lang": pl.String, "confidence": pl.Float64})


def response_language(messages: pl.DataFrame, tell: Tell) -> pl.Series:
    """`lang` and `confidence` of each response; null on every other message."""
    from curate.langid.identify import identify_all

    texts = messages.select(pl.when(c.is_response()).then(c.text())).to_series()
    total = texts.len() - texts.null_count()
    found: list[dict[str, str | float] | None] = []
    told = 0
    for text, language in zip(texts, identify_all(texts), strict=True):
        found.append(None if text is None else language._asdict())
        told += text is not None
        if text is not None and told % 200 == 0:
            tell("telling languages", told, total)
    return pl.Series(found, dtype=LANGUAGE_TYPE)


LANGUAGE = Fact("language", "message", response_language)
