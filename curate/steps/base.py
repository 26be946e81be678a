"""What a step is."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

import polars as pl

from curate.checks import Check
from curate.findings import CODE, MESSAGE, RANK, RELATED, SCORE
from curate.params import Params, kebab_case
from curate.records import edits
from curate.records.edits import Edit

EVIDENCE = (RANK, CODE, MESSAGE, SCORE, RELATED)
"""What is known of each dropped record: one code, and the finding behind it."""
REASONS = {
    "CAP001": "over-the-cap",
    "DEC001": "decided-by-a-person",
    "DRP001": "named-by-the-pipeline",
    "SMP001": "not-drawn",
}
"""Codes of steps that drop for a reason of their own, not for a finding; with their names."""


class Entering(NamedTuple):
    """What a step gets."""

    records: pl.DataFrame
    """The records that enter, as they stand, with the facts and fields that the step reads."""
    findings: pl.DataFrame
    """Findings of its codes that hold of them, in the order of `codes`."""
    checks: Mapping[str, Check]
    """The checks of the pipeline, by code."""
    seed: int
    """For whatever draws at random."""


class Outcome(NamedTuple):
    """What a step kept, dropped and changed. Kept and dropped together are the whole input."""

    kept: pl.DataFrame
    """Records, as they came; after a split, with the column `part`."""
    dropped: pl.DataFrame
    """One row a dropped record, with the columns of `EVIDENCE`."""
    edited: pl.DataFrame = edits.NONE
    """One row for each text or field of a kept record that is changed."""
    note: str = ""
    """What else there is to tell of it, for the ledger."""

    @classmethod
    def split(cls, records: pl.DataFrame, evidence: pl.DataFrame) -> "Outcome":
        """Drop the records that there is evidence against; all others, also the unknown, are kept."""
        dropped = evidence.select(EVIDENCE).unique(subset=RANK, keep="first", maintain_order=True)
        return cls(records.join(dropped.select(RANK), on=RANK, how="anti", maintain_order="left"), dropped)

    @classmethod
    def without(cls, records: pl.DataFrame, gone: pl.DataFrame, code: str, message: str) -> "Outcome":
        """Drop the records with these ranks, for a reason of the step's own."""
        constant = (pl.lit(code).alias(CODE), pl.lit(message).alias(MESSAGE))
        unknown = (pl.lit(None, pl.Float64).alias(SCORE), pl.lit(None, pl.UInt32).alias(RELATED))
        return cls.split(records, gone.select(RANK, *constant, *unknown))

    @classmethod
    def changing(cls, records: pl.DataFrame, changes: Iterable[Edit]) -> "Outcome":
        """Keep all records, some of them changed."""
        return cls(records, pl.DataFrame(schema=dict.fromkeys(EVIDENCE, pl.Null)), edits.frame_of(changes))


class Step(Params):
    """Changes the set, and says what it did."""

    use: ClassVar[str] = ""
    reads_texts: ClassVar[bool] = False
    """Whether it reads what records say. It then gets one part of the set after the other, with their `messages`,
    `tools` and `rejected`: what becomes of a record can not depend on another one, and there is
    no note on all of them."""

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401  passed on
        """Derive the name that pipelines use."""
        super().__init_subclass__(**kwargs)
        cls.use = kebab_case(cls.__name__)

    def codes(self, checks: Iterable[Check]) -> Sequence[str]:  # noqa: ARG002  for steps that act on findings
        """The codes whose findings it acts on, the most important first; none where it acts on no finding.

        Raises:
            UnknownName: a setting names a code that none of the checks has.
        """
        return ()

    @abstractmethod
    def setting(self) -> str:
        """What it acts on, in a few words for the ledger."""

    @classmethod
    def fixes(cls, check: Check) -> bool:  # noqa: ARG003  for steps that change texts
        """Whether it puts right what a check finds."""
        return False

    def order(self) -> tuple[tuple[pl.Expr, bool], ...]:
        """How it prefers one of two alike records: expressions over the record, each with "descending"."""
        return ()

    def reads(self) -> Sequence[pl.Expr]:
        """Expressions over the record whose facts and fields it needs: `columns.field("writer")`, ..."""
        return ()

    @abstractmethod
    def apply(self, entering: Entering) -> Outcome:
        """From what enters to what it keeps, drops and changes."""
