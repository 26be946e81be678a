"""PRF: judgements of responses that can not be learned from."""

import polars as pl

from curate.checks.base import RowCheck, SetCheck
from curate.facts.judgements import ALIKE, ASUNDER, SO, WHAT
from curate.findings import MESSAGE, RANK, RELATED, SCORE
from curate.records.columns import fact


class EqualResponses(RowCheck, code="PRF001", severity="error"):
    """The chosen and the rejected response are the same, but for white space.

    Why it matters: there is nothing to prefer. The loss of the pair stays where it is whatever the model does, and
    a share of such pairs makes the accuracy of a reward model look like a coin toss. Roles, texts and tool
    calls of all messages count; letter case does, since it may be what the prompt asks for.

    Found: user: "What is a group of crows called?" chosen: "A murder." rejected: "A murder. "

    Passes: user: "What is a group of crows called?" chosen: "A murder." rejected: "A flock."
    """

    def flag(self) -> pl.Expr:
        """Nothing differs between the two conversations."""
        return fact("contrast").struct.field(ALIKE)


class DifferentPrompts(RowCheck, code="PRF002", severity="error"):
    """The chosen and the rejected response answer different prompts.

    Why it matters: a preference compares two responses to one prompt. Of two prompts, the model learns to like a
    question. It shows only where both responses bring their prompts with them, as whole conversations: the first
    message in which these differ, but for white space, is then the user's or the system's, not the assistant's.

    Found: chosen: [user: "Name a tree.", assistant: "The rowan."] rejected: [user: "Name a bush.", assistant:
    "The sloe."]

    Passes: chosen: [user: "Name a tree.", assistant: "The rowan."] rejected: [user: "Name a tree.", assistant:
    "The sloe."]
    """

    def flag(self) -> pl.Expr:
        """The conversations part before any response does."""
        return fact("contrast").struct.field(ASUNDER)


class JudgedBothWays(SetCheck, code="PRF003", severity="error"):
    """The same response to the same prompt is judged one way here and the other way in another record.

    Why it matters: the two take back what the other teaches, and at least one is wrong. It is a response that is
    labelled true in one record and false in another, or a pair of responses of which one record prefers the
    first and another the second. Compared are all messages and the tools that are offered, but for white space.
    The first in the order of keys is the one that the others contradict.

    Found: user: "Cheer me up." assistant: "No." label: true, beside user: "Cheer me up." assistant: "No." label:
    false

    Passes: user: "Cheer me up." assistant: "No." label: false, beside user: "Cheer me up." assistant: "Here is a
    joke." label: true
    """

    def facts(self) -> tuple[str, ...]:
        """What each record judges, and how."""
        return ("judgement",)

    def keys(self, part: pl.DataFrame) -> pl.DataFrame:
        """What is judged, and how, of the records that judge."""
        judgement = fact("judgement").struct
        return part.select(RANK, judgement.field(WHAT), judgement.field(SO)).drop_nulls()

    def decide(self, keys: pl.DataFrame) -> pl.DataFrame:
        """All that judge otherwise than the first that judges the same."""
        firsts = keys.with_columns(
            pl.col(RANK).first().over(WHAT).alias(RELATED), pl.col(SO).first().over(WHAT).alias("first")
        )
        found = firsts.filter(pl.col(SO) != pl.col("first"))
        message = pl.lit("the same is judged the other way in another record")
        return found.select(RANK, RELATED, pl.lit(1.0).alias(SCORE), message.alias(MESSAGE))
