"""What makes two records alike: their normalised text, its digest, and its shingles, by view."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Literal, get_args

import polars as pl

from curate.facts.base import Fact
from curate.facts.sets import column_of
from curate.facts.shingling import (
    ALL,
    MESSAGE_END,
    WAYS,
    Cutting,
    Difference,
    normalised,
    sets_of_texts,
    shingles_of_both,
)
from curate.progress import Tell
from curate.records import columns as c

View = Literal["prompt", "response", "record"]
"""Which messages of a record are compared. None holds the system message."""

_ROLE_END = "\x1f"


def _said(turn: pl.Expr) -> pl.Expr:
    """The text of a turn, with the tools it calls."""
    field = turn.struct.field
    return pl.concat_str(field(c.CONTENT).fill_null(""), field(c.BEYOND).fill_null(""), separator=" ")


RECORD, PROMPT, RESPONSE = "record", "prompt", "response"
"""All of it; all before the response, with the tools that are offered; the response."""
_BOTH = "both-digests"


def both_digests(records: pl.DataFrame, _tell: Tell) -> pl.Series:
    """The digests of each record and of its parts, for which its texts are normalised once."""
    turn = pl.element()
    said = turn.struct.field(c.ROLE) + _ROLE_END + normalised(_said(turn))
    # What a preference or a label says of the response is part of what the record teaches.
    rejected = pl.col(c.REJECTED).list.eval(said).list.join(MESSAGE_END).fill_null("")
    label = pl.col(c.LABEL).cast(pl.String).fill_null("")
    rows = records.select(
        pl.col(c.MESSAGES).list.eval(said),
        pl.concat_str(rejected, label, separator=MESSAGE_END).alias("judged"),
        pl.col(c.TOOLS).fill_null(""),
        ((c.response_speaker() == "assistant") & c.last_asked().is_not_null()).alias("has parts"),
    ).iter_rows()
    whole, prompts, responses = list[bytes](), list[bytes | None](), list[bytes | None]()
    for turns, judged, tools, has_parts in rows:
        # Each text is digested once; what is behind the digests of both sides is short.
        before, last = _digest(MESSAGE_END.join(turns[:-1])), _digest(turns[-1])
        whole.append(_digest(judged, before, last))
        prompts.append(_digest(tools, before) if has_parts else None)
        responses.append(last if has_parts else None)
    columns = {RECORD: whole, PROMPT: prompts, RESPONSE: responses}
    flat = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Binary))
    parts = pl.when(pl.col(PROMPT).is_not_null()).then(pl.struct(PROMPT, RESPONSE)).alias("parts")
    return flat.select(pl.struct(RECORD, parts)).to_series()


def _digest(text: str, *before: bytes) -> bytes:
    """128 bits over a text, and over other digests before it."""
    return blake2b(b"".join(before) + text.encode(), digest_size=16).digest()


def digests(records: pl.DataFrame, _tell: Tell) -> pl.Series:
    """128 bits over the roles and normalised texts of all messages, and the label: equal for exact duplicates."""
    return records.select(c.fact(_BOTH).struct.field(RECORD)).to_series()


def digests_of_parts(records: pl.DataFrame, _tell: Tell) -> pl.Series:
    """128 bits over the normalised prompt, and over the normalised response; null where one is not there."""
    return records.select(c.fact(_BOTH).struct.field("parts")).to_series()


def texts_of(records: pl.DataFrame, view: View) -> pl.Series:
    """What is compared of each record, its messages one behind the other."""
    return _texts_in(_compared(records), view)


def _compared(records: pl.DataFrame) -> pl.DataFrame:
    """What each record says in turns that are compared, and whether the last of them is a response."""
    turns, turn = pl.col(c.MESSAGES), pl.element()
    asked = ~turn.struct.field(c.ROLE).is_in(["system", "developer"])
    answered = turns.list.last().struct.field(c.ROLE) == "assistant"
    said = turns.list.eval(_said(turn).filter(asked))
    return records.select(said.alias("said"), answered.fill_null(value=False).alias("answered"))


def _texts_in(compared: pl.DataFrame, view: View) -> pl.Series:
    said, answered = pl.col("said"), pl.col("answered")
    if view == RESPONSE:
        return compared.select(pl.when(answered).then(said.list.last()).otherwise(pl.lit(""))).to_series()
    if view == PROMPT:
        said = said.list.head(said.list.len() - answered.cast(pl.UInt32))
    return compared.select(said.list.join(MESSAGE_END)).to_series()


def _shingles(view: View, normalise: tuple[Difference, ...]) -> Fact:
    def compute(records: pl.DataFrame, _tell: Tell) -> pl.Series:
        return column_of(sets_of_texts(texts_of(records, view), Cutting(normalise)))

    return Fact(shingles(view, normalise), "record", compute)


def _both_shingles(normalise: tuple[Difference, ...]) -> Fact:
    def compute(records: pl.DataFrame, _tell: Tell) -> pl.Series:
        said = _compared(records)
        both = shingles_of_both(_texts_in(said, "prompt"), _texts_in(said, "response"), Cutting(normalise))
        return both.select(pl.struct(pl.col("whole").alias(RECORD), pl.col("second").alias(RESPONSE))).to_series()

    return Fact(_called("both", normalise), "record", compute)


def _called(view: str, normalise: Sequence[Difference]) -> str:
    told = () if set(normalise) == set(ALL) else ("but", *sorted(set(ALL) - set(normalise)))
    return "-".join(("shingles", view, *told))


def shingles(view: View, normalise: Sequence[Difference] = ALL) -> str:
    """The name of the fact that holds the shingles of a view, where texts may differ in these things."""
    return _called(view, normalise)


def shingles_of(views: Iterable[View], normalise: Sequence[Difference] = ALL) -> list[pl.Expr]:
    """The shingles of each view; of the record and its response they are made at once, where both are wanted."""
    views = list(views)
    if {RECORD, RESPONSE} <= set(views):
        both = c.fact(_called("both", normalise))
        made = {RECORD: both.struct.field(RECORD), RESPONSE: both.struct.field(RESPONSE)}
    else:
        made = {}
    return [made.get(view, c.fact(shingles(view, normalise))) for view in views]


def digest() -> pl.Expr:
    """What exact duplicates have in common."""
    return c.fact("digest")


SIMILARITY = (
    Fact(_BOTH, "record", both_digests),
    Fact("digest", "record", digests, needs=(_BOTH,)),
    Fact("digests-of-parts", "record", digests_of_parts, needs=(_BOTH,)),
    *(_shingles(view, normalise) for normalise in WAYS for view in get_args(View)),
    *(_both_shingles(normalise) for normalise in WAYS),
)
