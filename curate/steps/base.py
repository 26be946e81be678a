"""What a step is."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

import polars as pl

from curate.checks import Check
from curate.findings import CODE, MESSAGE, RANK, RELATED, SCORE
from curate.params import Params, kebab_case

EVIDENCE = (RANK, CODE, MESSAGE, SCORE, RELATED)
"""What is known of each dropped record: one code, and the finding behind it."""


class Outcome(NamedTuple):
    """What a step kept and what it dropped. Together they are the whole input."""

    kept: pl.LazyFrame
    """Records, as they came."""
    dropped: pl.LazyFrame
    """One row a dropped record, with the columns of `EVIDENCE`."""

    @classmethod
    def split(cls, records: pl.LazyFrame, evidence: pl.LazyFrame) -> "Outcome":
        """Drop the records that there is evidence against; all others, also the unknown, are kept."""
        dropped = evidence.select(EVIDENCE).unique(subset=RANK, keep="first", maintain_order=True)
        kept = records.join(dropped.select(RANK), on=RANK, how="anti", maintain_order="left")
        return cls(kept, dropped)


class Step(Params):
    """Changes the set, and says what it did."""

    use: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401  passed on
        """Derive the name that pipelines use."""
        super().__init_subclass__(**kwargs)
        cls.use = kebab_case(cls.__name__)

    @abstractmethod
    def codes(self, checks: Iterable[Check]) -> Sequence[str]:
        """The codes whose findings it acts on, the most important first.

        Raises:
            UnknownName: a setting names a code that none of the checks has.
        """

    @abstractmethod
    def setting(self) -> str:
        """What it acts on, in a few words for the ledger."""

    def order(self) -> tuple[tuple[pl.Expr, bool], ...]:
        """How it prefers one of two alike records: expressions over the record, each with "descending"."""
        return ()

    @abstractmethod
    def apply(self, records: pl.LazyFrame, findings: pl.LazyFrame) -> Outcome:
        """From the records that enter, and fresh findings of its codes, to what it keeps and drops.

        The findings come in the order of `codes`.
        """
