"""What is read of a prompt: how it opens and how it ends, which is where people say what they want."""

from functools import reduce

import polars as pl

from curate.taxonomy.model import Language, Taxonomy

HEAD, TAIL = 240, 120
"""Characters. What reading all of a prompt would change is told by `benchmarks/prompt_types.py`."""
ALL, OPENING, ENDING, BYTES, FIRST_LINE = "any", "head", "tail", "bytes", "first_line"


def window(prompts: pl.Series, by: Taxonomy) -> pl.DataFrame:
    """What patterns are looked for in: small letters, composed as NFKC, apostrophes straight.

    `head` is the opening without courtesies, `tail` the ending, `any` both. `bytes` and `first_line` are sizes.
    """
    whole = prompts.alias("text").to_frame().select(pl.col("text").fill_null("").str.strip_chars())
    text = pl.col("text")
    is_long = text.str.len_chars() > HEAD + TAIL
    ends = whole.select(
        pl.when(is_long).then(pl.concat_str(text.str.head(HEAD), text.str.tail(TAIL), separator="\n"))
        .otherwise(text).alias(ALL),
        text.str.len_bytes().cast(pl.Int64).alias(BYTES),
        text.str.find("\n", literal=True).fill_null(text.str.len_bytes()).cast(pl.Int64).alias(FIRST_LINE),
    )  # fmt: skip
    plain = ends.with_columns(_plain(pl.col(ALL)).alias(ALL))
    return plain.with_columns(
        reduce(_without_courtesy, by.languages, pl.col(ALL).str.head(HEAD)).alias(OPENING),
        pl.col(ALL).str.tail(TAIL).alias(ENDING),
    )


def _plain(text: pl.Expr) -> pl.Expr:
    """The same in small letters, with each character in its usual form."""
    is_ascii = text.str.len_bytes() == text.str.len_chars()
    # To compose is dear, and changes nothing of ASCII.
    composed = pl.when(is_ascii).then(pl.lit("")).otherwise(text).str.normalize("NFKC")
    usual = pl.when(is_ascii).then(text).otherwise(composed)
    return usual.str.to_lowercase().str.replace_all("[’‘]", "'")


def _without_courtesy(text: pl.Expr, language: Language) -> pl.Expr:
    return text.str.replace(f"^(?:{language.courtesy})+", "") if language.courtesy else text
