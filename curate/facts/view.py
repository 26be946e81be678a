"""The records of one set and their messages, with each fact computed at most once."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from curate.facts import fact_called
from curate.progress import Tell, silent
from curate.records import columns as c


def facts_in(expressions: Iterable[pl.Expr]) -> tuple[str, ...]:
    """The facts that expressions read."""
    names = (name for expression in expressions for name in expression.meta.root_names())
    return tuple(dict.fromkeys(name.removeprefix(c.FACT) for name in names if name.startswith(c.FACT)))


@dataclass
class View:
    """A table of records and a table of their messages. Facts are columns, added on first demand."""

    records: pl.DataFrame
    messages: pl.DataFrame
    tell: Tell = silent

    @classmethod
    def of(cls, frame: pl.DataFrame, tell: Tell = silent) -> "View":
        """Every record of a frame, and every message of those records."""
        flat = (
            frame.lazy()
            .select(
                pl.col(c.RANK).alias(c.RECORD),
                c.TYPE,
                c.MESSAGES,
                pl.col(c.MESSAGES).list.len().alias(c.TURNS),
            )
            .explode(c.MESSAGES)
            .with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).over(c.RECORD).alias(c.TURN))
            .unnest(c.MESSAGES)
            .collect()
        )
        return cls(frame, flat, tell)

    def need(self, names: Iterable[str]) -> None:
        """Compute the facts that are not there yet."""
        for name in names:
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

    def without(self, ranks: pl.Series) -> "View":
        """All records but those with these ranks."""
        return self.only(self.records[c.RANK].filter(~self.records[c.RANK].is_in(ranks.implode())))

    def only(self, ranks: pl.Series) -> "View":
        """The records with these ranks, with the facts that are known of them."""
        records = self.records.filter(pl.col(c.RANK).is_in(ranks.implode()))
        messages = self.messages.filter(pl.col(c.RECORD).is_in(ranks.implode()))
        return View(records, messages, self.tell)
