"""What a record says of responses: which of two is preferred, or whether one is to be learned."""

from hashlib import blake2b

import polars as pl

from curate.facts.base import Fact
from curate.progress import Tell
from curate.records import columns as c

ALIKE = "alike"
"""On the last message of a preference with the chosen response: whether the rejected one is the same."""
ASUNDER = "asunder"
"""On the first message in which the two conversations differ: whether that belongs to the prompt."""
CONTRAST = pl.Struct({ALIKE: pl.Boolean, ASUNDER: pl.Boolean})

WHAT = "what"
"""What is judged: a digest of the prompt and of the response, or of both responses in a fixed order."""
SO = "so"
"""How it is judged: as one to learn, or with the first of the two as the better one."""
JUDGEMENT = pl.Struct({WHAT: pl.Binary, SO: pl.Boolean})

_ROLE_END, _MESSAGE_END, _PART_END = "\x1f", "\x1e", "\x1d"
_PROMPTING = ("system", "developer", "user")


def _spaced(text: pl.Expr) -> pl.Expr:
    """Each run of white space as one space."""
    return text.fill_null("").str.replace_all(r"\s+", " ").str.strip_chars(" ")


def contrasts(messages: pl.DataFrame, _tell: Tell) -> pl.Series:
    """How the two conversations of a preference differ; null on most messages, and where there is one."""
    if not (messages[c.BRANCH] == 1).any():
        return pl.Series([None], dtype=CONTRAST).new_from_index(0, messages.height)
    two = messages.select((pl.col(c.BRANCH) == 1).any().over(c.RECORD)).to_series()
    said = pl.concat_str(c.ROLE, _spaced(c.text()), pl.col(c.BEYOND).fill_null(""), separator=_ROLE_END)
    turns = messages.filter(two).select(c.RECORD, c.TURN, c.BRANCH, c.ROLE, said.alias("said"))
    first, second = (turns.filter(pl.col(c.BRANCH) == branch).drop(c.BRANCH) for branch in (0, 1))
    both = first.join(second, on=[c.RECORD, c.TURN], how="full", coalesce=True, suffix="_second")
    differing = both.filter(pl.col("said").ne_missing(pl.col("said_second"))).sort(c.TURN)
    prompting = pl.col(c.ROLE).is_in(_PROMPTING) & pl.col(f"{c.ROLE}_second").is_in(_PROMPTING)
    parting = differing.group_by(c.RECORD).agg(
        pl.col(c.TURN).first().alias("parting"), prompting.first().fill_null(value=False).alias(ASUNDER)
    )
    chosen = two & (messages[c.BRANCH] == 0)
    told = messages.select(c.RECORD, c.TURN, c.is_last().alias("last")).join(
        parting, on=c.RECORD, how="left", maintain_order="left"
    )
    alike = pl.when(pl.col("last")).then(pl.col("parting").is_null())
    asunder = pl.when(pl.col(c.TURN) == pl.col("parting")).then(pl.col(ASUNDER))
    pair = pl.struct(alike.alias(ALIKE), asunder.alias(ASUNDER))
    return told.with_columns(chosen.alias("chosen")).select(pl.when("chosen").then(pair)).to_series()


def judgements(records: pl.DataFrame, _tell: Tell) -> pl.Series:
    """What each record judges, and how; null where it judges nothing, or two responses that are the same."""
    judged = records.select(pl.col(c.REJECTED).is_not_null() | pl.col(c.LABEL).is_not_null()).to_series()
    told: list[dict[str, object] | None] = [None] * records.height
    rows = records.filter(judged).select(*_parts()).iter_rows()
    for at, (tools, prompt, one, other, label) in zip(judged.arg_true(), rows, strict=True):
        parts = [one] if other is None else sorted((one, other))
        if one != other:
            text = _PART_END.join((tools, prompt, *parts))
            digest = blake2b(text.encode(), digest_size=16).digest()
            told[at] = {WHAT: digest, SO: label if other is None else one < other}
    return pl.Series(told, dtype=JUDGEMENT)


def _parts() -> tuple[pl.Expr, ...]:
    """The tools, the prompt, the response, the one that was rejected if there is one, and the label."""
    turn = pl.element()
    field = turn.struct.field
    whole = pl.concat_str(
        field(c.ROLE), _spaced(field(c.CONTENT)), field(c.BEYOND).fill_null(""), separator=_ROLE_END
    )
    said = pl.col(c.MESSAGES).list.eval(whole)
    responding = pl.col(c.CHOSEN).fill_null(1)
    return (
        pl.col(c.TOOLS).fill_null("").alias(c.TOOLS),
        said.list.head(said.list.len() - responding).list.join(_MESSAGE_END).alias("prompt"),
        said.list.tail(responding).list.join(_MESSAGE_END).alias("one"),
        pl.col(c.REJECTED).list.eval(whole).list.join(_MESSAGE_END).alias("other"),
        pl.col(c.LABEL),
    )


JUDGEMENTS = (Fact("contrast", "message", contrasts), Fact("judgement", "record", judgements))
