"""How much of its prompt a response opens with."""

import re

import polars as pl

from curate.facts.base import Fact
from curate.progress import Tell
from curate.records import columns as c
from curate.words.pattern import WORD

_OPENING = 5
"""Characters that are compared before all are."""
_LABEL = r"^\s*(?i:q|question|prompt|instruction|user|frage|pregunta|问题|问)\s?[:：]\s*"
_SPACES, _FIRST_LINE, _ENDS = (
    re.compile(r"[ \t]+"),
    re.compile(r"[^\n]+(?=\n)"),
    re.compile(r"\s*(?:$|\n)|[.?!。？！]"),
)


def echoed(prompt: str, response: str) -> str:
    """The prompt, or its first line, if the response opens with it and does not go on in the same sentence."""
    asked, said = _even(prompt), _even(response)
    first = _FIRST_LINE.match(asked)
    for part in (asked, first.group() if first else ""):
        rest = said.removeprefix(part)
        if part and said.startswith(part) and (part[-1] in ".?!:。？！：" or _ENDS.match(rest)):
            return part
    return ""


def _even(text: str) -> str:
    """Lower case and single spaces, without the label of a question; line ends stay."""
    return _SPACES.sub(" ", re.sub(_LABEL, "", text).strip().lower())


def echoes(messages: pl.DataFrame, _tell: Tell) -> pl.Series:
    """Words of the prompt's part that each response opens with; 0 where it opens otherwise, null off responses."""
    asked = pl.when(c.role() == "user").then(c.text()).shift(1).over(c.RECORD, c.BRANCH)
    table = messages.select(c.is_response().alias("response"), c.text().alias("said"), asked.alias("asked"))
    alike = _opening("said") == _opening("asked")
    near = table.with_row_index("row").filter(pl.col("response") & alike)
    parts = [echoed(asked, said) for asked, said in near.select("asked", "said").iter_rows()]
    counts = pl.Series(parts, dtype=pl.String).str.count_matches(WORD)
    none = table.select(pl.when("response").then(pl.lit(0, dtype=pl.UInt32))).to_series()
    return none.scatter(near["row"], counts)


def _opening(name: str) -> pl.Expr:
    said = pl.col(name).str.head(_OPENING * 4).str.replace(_LABEL, "").str.strip_chars_start()
    return said.str.to_lowercase().str.head(_OPENING)


ECHO = Fact("echo", "message", echoes)
