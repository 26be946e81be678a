"""The records of one set and their messages, with each fact computed at most once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from curate.errors import UnknownName
from curate.facts import fact_called
from curate.progress import Tell, silent
from curate.records import columns as c


def facts_in(expressions: Iterable[pl.Expr]) -> tuple[str, ...]:
    """The facts that expressions read."""
    names = (name for expression in expressions for name in expression.meta.root_names())
    return tuple(dict.fromkeys(name.removeprefix(c.FACT) for name in names if name.startswith(c.FACT)))


_PROMPT_TURNS = "_prompt_turns"


def _spoken(frame: pl.DataFrame, messages: pl.Expr, branch: int) -> pl.DataFrame:
    """One row for each message, on one branch of its record."""
    prompt_turns = pl.col(c.MESSAGES).list.len() - pl.col(c.CHOSEN).fill_null(0)
    return (
        frame.lazy()
        .select(
            pl.col(c.RANK).alias(c.RECORD),
            c.TYPE,
            c.TOOLS,
            c.LABEL,
            messages.alias(c.MESSAGES),
            messages.list.len().alias(c.TURNS),
            prompt_turns.alias(_PROMPT_TURNS),
            pl.int_ranges(messages.list.len(), dtype=pl.UInt32).alias(c.TURN),
        )
        .explode(c.MESSAGES, c.TURN)
        .with_columns(pl.lit(branch, dtype=pl.UInt8).alias(c.BRANCH))
        .with_columns(((pl.col(c.BRANCH) == 1) & (pl.col(c.TURN) < pl.col(_PROMPT_TURNS))).alias(c.SHARED))
        .drop(_PROMPT_TURNS)
        .unnest(c.MESSAGES)
        .collect()
    )


Field = Callable[[str], pl.DataFrame]
"""From the name of a field to `rank` and `value` of each record."""


def no_field(name: str) -> pl.DataFrame:
    """Where nothing is known beside the frame.

    Raises:
        UnknownName: always.
    """
    raise UnknownName.among((), kind="field", name=name)


@dataclass
class View:
    """A table of records and a table of their messages. Facts are columns, added on first demand."""

    records: pl.DataFrame
    messages: pl.DataFrame
    tell: Tell = silent
    field: Field = no_field

    @classmethod
    def of(cls, frame: pl.DataFrame, tell: Tell = silent, field: Field = no_field) -> "View":
        """Every record of a frame, and every message of those records; `field` gives the owner's own fields."""
        chosen = _spoken(frame, pl.col(c.MESSAGES), 0)
        two = frame.filter(pl.col(c.REJECTED).is_not_null())
        prompt = pl.col(c.MESSAGES).list.head(pl.col(c.MESSAGES).list.len() - pl.col(c.CHOSEN))
        rejected = _spoken(two, pl.concat_list(prompt, c.REJECTED), 1)
        return cls(frame, pl.concat([chosen, rejected]), tell, field)

    def need(self, names: Iterable[str]) -> None:
        """Compute the facts that are not there yet."""
        for name in names:
            if name.startswith((c.FIELD, c.FIELD_IF_ANY)):
                self._need_field(name)
                continue
            fact = fact_called(name)
            self.need(fact.needs)
            table = self.records if fact.of == "record" else self.messages
            if c.FACT + name in table.columns:
                continue
            added = table.with_columns(fact.compute(table, self.tell).alias(c.FACT + name))
            if fact.of == "record":
                self.records = added
            else:
                self.messages = added

    def _need_field(self, name: str) -> None:
        column = c.FACT + name
        if column in self.records.columns:
            return
        values = self._field(name).select(c.RANK, pl.col("value").alias(column))
        self.records = self.records.join(values, on=c.RANK, how="left", maintain_order="left")
        own = values.select(pl.col(c.RANK).alias(c.RECORD), column)
        self.messages = self.messages.join(own, on=c.RECORD, how="left", maintain_order="left")

    def _field(self, name: str) -> pl.DataFrame:
        kind, _, field = name.partition(":")
        try:
            return self.field(field)
        except UnknownName:
            if kind + ":" == c.FIELD:
                raise
            return self.records.select(c.RANK, pl.lit(None, pl.String).alias("value"))

    def without(self, ranks: pl.Series) -> "View":
        """All records but those with these ranks."""
        return self.only(self.records[c.RANK].filter(~self.records[c.RANK].is_in(ranks.implode())))

    def only(self, ranks: pl.Series) -> "View":
        """The records with these ranks, with the facts that are known of them."""
        records = self.records.filter(pl.col(c.RANK).is_in(ranks.implode()))
        messages = self.messages.filter(pl.col(c.RECORD).is_in(ranks.implode()))
        return View(records, messages, self.tell, self.field)
