"""The languages within a response: its passages are told one by one."""

import re
from collections.abc import Iterator
from typing import get_args

import polars as pl

from curate.facts.base import Fact
from curate.facts.code import PYTHON_CODE
from curate.facts.language import languages_of, told_by
from curate.langid.families import family
from curate.langid.names import UND, USUAL, ZXX, BackendName
from curate.progress import Tell
from curate.records import columns as c

_NAME = "passage-languages"
LEAST_LETTERS = 80
"""Letters of a passage: twice what one must have to be told at all."""
_PIECE = re.compile(r"[^\n.!?。！？]*(?:[\n.!?。！？]+|$)")
"""A line, or a sentence of it."""
_TOLD = pl.Struct({"lang": pl.String, "letters": pl.UInt32, "passages": pl.UInt32})


def passages(text: str) -> Iterator[str]:
    """Stretches of prose that stand one behind the other, whole sentences of so many letters or more.

    What is left at the end belongs to the last one.
    """
    own, letters, last = list[str](), 0, ""
    for piece in _PIECE.findall(PYTHON_CODE.sub("\n", text)):
        own.append(piece)
        letters += sum(map(str.isalpha, piece))
        if letters >= LEAST_LETTERS:
            if last:
                yield last
            own, letters, last = [], 0, "".join(own)
    if last or any(own):
        yield last + "".join(own)


def passage_languages(backend: BackendName = USUAL) -> pl.Expr:
    """Of each response its languages as a backend tells them; see `_languages`."""
    return c.fact(told_by(_NAME, backend))


def _languages(messages: pl.DataFrame, backend: BackendName, tell: Tell) -> pl.Series:
    """Of each response its languages, the one with most letters first; null on every other message.

    Of each the letters and the passages. Languages that are taken for one another count as the one of most
    letters; passages whose language can not be told are left out.
    """
    cut = (
        messages.select(pl.when(c.is_response()).then(c.text()).alias("passage"))
        .with_columns(pl.col("passage").map_elements(lambda text: list(passages(text)), pl.List(pl.String)))
        .with_row_index("message")
        .explode("passage", empty_as_null=False, keep_nulls=False)
    )
    lang, letters = pl.col("lang"), pl.col("letters")
    told = (
        cut.with_columns(languages_of(cut["passage"], backend, tell).struct.field("lang"))
        .filter(~lang.is_in([UND, ZXX]))
        .with_columns(letters=pl.col("passage").str.count_matches(r"\p{L}"), family=family(lang))
        .group_by("message", "family", "lang")
        .agg(letters.sum(), pl.len().alias("passages"))
        .group_by("message", "family")
        .agg(lang.sort_by(letters, "lang").last(), letters.sum(), pl.col("passages").sum())
        .sort("message", letters, "lang", descending=[False, True, False])
        .group_by("message", maintain_order=True)
        .agg(pl.struct("lang", "letters", "passages").alias("told"))
    )
    every = pl.DataFrame({"message": pl.int_range(messages.height, dtype=pl.UInt32, eager=True)})
    lists = every.join(told, on="message", how="left", maintain_order="left")["told"].cast(pl.List(_TOLD))
    return messages.select(pl.when(c.is_response()).then(lists.fill_null(pl.lit([], pl.List(_TOLD))))).to_series()


def _by(backend: BackendName) -> Fact:
    def compute(messages: pl.DataFrame, tell: Tell) -> pl.Series:
        return _languages(messages, backend, tell)

    return Fact(told_by(_NAME, backend), "message", compute)


PASSAGE_LANGUAGES = tuple(map(_by, get_args(BackendName)))
