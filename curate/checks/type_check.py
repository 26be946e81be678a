"""What a check of prompt types is, and what it reads of them."""

from abc import ABC, abstractmethod
from typing import ClassVar

import polars as pl

from curate.checks.base import Check

RECORDS, COUNTED, LARGEST, EFFECTIVE = "records", "counted", "largest", "effective"
SHARE, TARGET, EXPECTED = "share", "target", "expected"
RATIO, RATIO_LOW, RATIO_HIGH = "ratio", "ratio_low", "ratio_high"
OPENING, OPENING_SHARE, HILL_2, COMPARED, USUAL = "opening", "opening_share", "hill_2", "compared", "usual"
VARIED_HIGH = "varied_high"
UNSURE, PRECISION_HIGH, DISCOVERED = "unsure", "precision_high", "discovered"
"""The columns of a table of types that coverage checks read; `curate.report.coverage.table` makes it.

`records` are all prompts that are told to be of a type and `counted` their families, of which the `largest` has so
many records. `effective` are the families of the type: the same, or what labels of a sample let estimate. `share`
is of all families, `target` what it is to be, `expected` how many families that would be. `unsure` is the share of
the whole set whose type is not told. A table of cells has `effective`, `expected`, their `ratio`, and
whether a cell is `discovered` to hold another number than is expected.
"""


class TypeCheck(Check, ABC):
    """Judges each prompt type by what was counted of it; a type is found, not a record."""

    of_shares: ClassVar[bool] = False
    """Whether it compares shares with a target: where types are a guess, what it finds is to be checked first."""
    of_cells: ClassVar[bool] = False
    """Whether it reads a table of cells, not of types."""
    reads: ClassVar[str] = EFFECTIVE
    """The column without which it can not be told."""
    lacking: ClassVar[str] = "there is no prompt whose type is told"
    """Why that is nowhere known, where it is not."""
    open_since: ClassVar[str] = "which may be chance"
    """Why nobody can tell of a type whether it is to be found, where it looks so."""

    @abstractmethod
    def flag(self) -> pl.Expr:
        """True for a type that is found. Null, the unknown, is never found."""

    @abstractmethod
    def message(self) -> pl.Expr:
        """What was found, in a few words."""

    def undecided(self) -> pl.Expr:
        """True for a type that looks as if it were to be found, which may be chance: nobody can tell."""
        return pl.lit(value=False)


def percent(column: str) -> pl.Expr:
    """A share, to be told in percent."""
    return (pl.col(column) * 100).round(1)


def whole(column: str) -> pl.Expr:
    """A number, to be told without decimals."""
    return pl.col(column).round(0).cast(pl.Int64)
