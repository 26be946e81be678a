"""What makes two records alike: their normalised text, its digest, and its shingles, by view."""

from hashlib import blake2b
from typing import Literal, get_args

import numpy as np
import polars as pl

from curate.facts.base import Fact
from curate.facts.sets import column_of
from curate.facts.words import UNSPACED
from curate.minhash.sets import Sets
from curate.minhash.shingles import shingle_sets
from curate.progress import Tell
from curate.records import columns as c

View = Literal["prompt", "response", "record"]
"""Which messages of a record are compared. None holds the system message."""

_MESSAGE_END, _ROLE_END = "\x1e", "\x1f"

PUNCTUATION = r"[\s.,;:!?'\"“”‘’„«»()\[\]{}…。，、；：！？（）《》「」『』【】·\x1e\x1f]+"
"""What separates words and is not compared. Signs such as + - * / = stay, since sums differ by them."""


def _normalised(text: pl.Expr) -> pl.Expr:
    """NFKC, lower case, each run of white space one space."""
    beyond_ascii = text.str.len_bytes() != text.str.len_chars()
    compatible = pl.when(beyond_ascii).then(c.where(beyond_ascii, text).str.normalize("NFKC")).otherwise(text)
    # A single space, by far the most common, is left alone.
    spaced = compatible.str.to_lowercase().str.replace_all(r"\s{2,}|[^\S ]", " ")
    return spaced.str.strip_chars(" ")


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
    said = turn.struct.field(c.ROLE) + _ROLE_END + _normalised(_said(turn))
    # What a preference or a label says of the response is part of what the record teaches.
    rejected = pl.col(c.REJECTED).list.eval(said).list.join(_MESSAGE_END).fill_null("")
    label = pl.col(c.LABEL).cast(pl.String).fill_null("")
    rows = records.select(
        pl.col(c.MESSAGES).list.eval(said),
        pl.concat_str(rejected, label, separator=_MESSAGE_END).alias("judged"),
        pl.col(c.TOOLS).fill_null(""),
        ((c.response_speaker() == "assistant") & c.last_asked().is_not_null()).alias("has parts"),
    ).iter_rows()
    whole, prompts, responses = list[bytes](), list[bytes | None](), list[bytes | None]()
    for turns, judged, tools, has_parts in rows:
        # Each text is digested once; what is behind the digests of both sides is short.
        before, last = _digest(_MESSAGE_END.join(turns[:-1])), _digest(turns[-1])
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


def _texts(records: pl.DataFrame, view: View) -> pl.Series:
    turn = pl.element()
    role = turn.struct.field(c.ROLE)
    last = pl.int_range(pl.len()) == pl.len() - 1
    response = last & (role == "assistant")
    chosen = {
        "response": response,
        "prompt": ~response & ~role.is_in(["system", "developer"]),
        "record": ~role.is_in(["system", "developer"]),
    }[view]
    said = pl.col(c.MESSAGES).list.eval(_said(turn).filter(chosen)).list.join(_MESSAGE_END)
    return records.select(said).to_series()


def _shingles(view: View) -> Fact:
    def compute(records: pl.DataFrame, _tell: Tell) -> pl.Series:
        return column_of(sets_of_texts(_texts(records, view)))

    return Fact(f"shingles-{view}", "record", compute)


_TOGETHER = 4_096
"""Texts that are normalised at once: what is made of them on the way takes several times their room."""


def sets_of_texts(texts: pl.Series) -> Sets:
    """The shingles of texts as somebody wrote them; what is not ASCII is normalised before it is cut."""
    return Sets.joined([_sets_of(texts.slice(start, _TOGETHER)) for start in range(0, len(texts), _TOGETHER)])


def _sets_of(texts: pl.Series) -> Sets:
    said, beyond, plain = pl.col("said"), pl.col("beyond"), pl.col("plain")
    normalised = _normalised(c.where(beyond, said)).str.replace_all(PUNCTUATION, " ")
    # One after the other, since each is used more than once.
    cut = (
        pl.DataFrame({"said": texts})
        .with_columns((said.str.len_bytes() != said.str.len_chars()).alias("beyond"))
        .with_columns(normalised.alias("plain"))
        .with_columns(plain.str.count_matches(rf"[{UNSPACED}]").alias("unspaced"))
        .with_columns(c.where(pl.col("unspaced") > 0, plain).str.count_matches(r"\p{L}").alias("letters"))
        .select(
            pl.when(beyond).then(plain).otherwise(said).alias("text"),
            (pl.col("unspaced") * 2 > pl.col("letters")).alias("by character"),
        )
    )
    starts = np.concatenate([np.zeros(1, np.int64), cut["text"].str.len_bytes().cum_sum().to_numpy()])
    text = np.frombuffer(cut["text"].str.join("").cast(pl.Binary).item() or b"", np.uint8)
    return shingle_sets(text, starts.astype(np.int64), cut["by character"].to_numpy())


def shingles(view: View) -> str:
    """The name of the fact that holds the shingles of a view."""
    return f"shingles-{view}"


def digest() -> pl.Expr:
    """What exact duplicates have in common."""
    return c.fact("digest")


SIMILARITY = (
    Fact(_BOTH, "record", both_digests),
    Fact("digest", "record", digests, needs=(_BOTH,)),
    Fact("digests-of-parts", "record", digests_of_parts, needs=(_BOTH,)),
    *(_shingles(view) for view in get_args(View)),
)
