"""Whether the summary that is asked for is a piece of its text, word for word."""

import polars as pl

from curate.facts.base import Fact
from curate.progress import Tell
from curate.records import columns as c

_HEAD, _TAIL = 160, 80
"""Characters of a prompt that say what is asked; what stands between may be the text."""
ASKS_FOR_SUMMARY = (
    r"(?i)(?:\bsummar[iy]|\btl;?dr\b|\bcondense|\bin (?:your|my) own words|\b(?:main|key) points?\b|总结|概括|摘要"
    r"|\bzusammenfass|\bfasse?\b|\bresum[ea])"
)
_SIGNS_OF_SUMMARY = (
    "summar", "tl;dr", "tldr", "condens", "own words", "point", "总结", "概括", "摘要", "fass",
    "resum",
)  # fmt: skip
"""One of them stands wherever that pattern matches, and they are looked for in no time."""


def asks_in_prompt(pattern: str, found: pl.Expr, signs: tuple[str, ...] = ()) -> pl.Expr:
    """Whether a message of the prompt has the pattern where it says what is asked, in records that are found."""
    both_ends = c.text().str.head(_HEAD) + "\n" + c.text().str.tail(_TAIL)
    ends = c.where(c.of_records_with(found) & c.is_prompt(), both_ends)
    if signs:
        ends = c.where(ends.str.contains_any(list(signs), ascii_case_insensitive=True), both_ends)
    return c.of_records_with(ends.str.contains(pattern))


def copied(messages: pl.DataFrame, _tell: Tell) -> pl.Series:
    """Of each response to a request for a summary, by its words or its label, whether it stands in its prompt."""
    labelled = (c.record_type() == "summarization").fill_null(value=False)
    asked = asks_in_prompt(ASKS_FOR_SUMMARY, c.is_response(), _SIGNS_OF_SUMMARY)
    # Row by row from here on, so that no other text is read, or copied.
    looked_at = messages.select((c.is_response() & (asked | labelled)).fill_null(value=False)).to_series()
    texts = messages.filter(looked_at).select(c.text().alias("said"), c.prompt_text().alias("prompt"))
    stands = pl.col("prompt").str.contains(pl.col("said"), literal=True).fill_null(value=False)
    # In one piece: `format` panics on a column of which a chunk is empty.
    found = texts.rechunk().select(_plain(pl.all())).select(stands).to_series()
    return looked_at.scatter(looked_at.arg_true(), found)


def _plain(said: pl.Expr) -> pl.Expr:
    """Lower-case letters and digits between single spaces."""
    return pl.format(
        " {} ", said.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}\p{M}]+", " ").str.strip_chars(" ")
    )


COPIED = Fact("copied", "message", copied, needs=("prompt",))
