"""What a response answers: the texts before it, beside the response itself."""

import polars as pl

from curate.facts.base import Fact
from curate.progress import Tell
from curate.records import columns as c


def _beside_responses(messages: pl.DataFrame, by_record: pl.DataFrame) -> pl.Series:
    """A text of each record on the row of its response; null on every other row."""
    rows = messages.select(c.RECORD, c.is_response().alias("_response"))
    joined = rows.join(by_record, on=c.RECORD, how="left", maintain_order="left")
    return joined.select(pl.when(pl.col("_response")).then(c.text())).to_series()


def _texts(messages: pl.DataFrame, wanted: pl.Expr) -> pl.DataFrame:
    """The texts of some messages of each record, in order; of a preference, those before the chosen response."""
    said = messages.filter((pl.col(c.BRANCH) == 0) & wanted & c.text().is_not_null())
    return said.select(c.RECORD, c.CONTENT)


def last_asked(messages: pl.DataFrame, _tell: Tell) -> pl.Series:
    """The user's last turn, beside each response."""
    turns = _texts(messages, c.role() == "user")
    return _beside_responses(messages, turns.unique(c.RECORD, keep="last"))


def whole_prompts(messages: pl.DataFrame, _tell: Tell) -> pl.Series:
    """All that the prompt says, a line apart, beside each response."""
    return _beside_responses(messages, _joined(_texts(messages, c.is_prompt())))


def system_texts(messages: pl.DataFrame, _tell: Tell) -> pl.Series:
    """What the system message says, beside each response."""
    return _beside_responses(messages, _joined(_texts(messages, c.role() == "system")))


def _joined(texts: pl.DataFrame) -> pl.DataFrame:
    """One text for each record. Most have only one, which is not copied."""
    alone = pl.col(c.RECORD).is_unique()
    several = texts.filter(~alone).group_by(c.RECORD).agg(c.text().str.join("\n"))
    return pl.concat([texts.filter(alone), several])


PROMPTS = (
    Fact("asked", "message", last_asked),
    Fact("prompt", "message", whole_prompts),
    Fact("system", "message", system_texts),
)
