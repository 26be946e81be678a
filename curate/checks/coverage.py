"""COV: prompt types of which a set has too few, too many, or too much of the same."""

from collections.abc import Iterable
from typing import ClassVar

import polars as pl
from pydantic import Field

from curate.checks.shares import BelowTarget, MissingType, OverRepresented, UnderRepresented
from curate.checks.type_check import (
    COMPARED,
    COUNTED,
    DISCOVERED,
    EFFECTIVE,
    EXPECTED,
    HILL_2,
    LARGEST,
    OPENING_SHARE,
    PRECISION_HIGH,
    RATIO,
    RECORDS,
    UNSURE,
    USUAL,
    VARIED_HIGH,
    TypeCheck,
    percent,
    whole,
)
from curate.errors import UsageError


class ThinType(TypeCheck, code="COV004"):
    """A type has fewer than 50 families of prompts.

    Why it matters: 20 held-out prompts and 30 to train on are the least with which it can be measured whether a
    change of the set helps this type; below, nobody can tell.

    Found: 12 translations, whatever their share.

    Passes: 60 of them; a type of which there is none.
    """

    least: float = Field(50, gt=0)
    """Families of prompts that a type should have."""

    def flag(self) -> pl.Expr:
        """Some, and few."""
        return (pl.col(EFFECTIVE) > 0) & (pl.col(EFFECTIVE) < self.least)

    def message(self) -> pl.Expr:
        """How many."""
        number = whole(EFFECTIVE)
        return (
            pl.when(number == 1)
            .then(pl.lit("1 family of prompts"))
            .otherwise(pl.format("{} families of prompts", number))
        )


class RedundantType(TypeCheck, code="COV006"):
    """The prompts of a type are near-duplicates of each other, so that it is smaller than it looks.

    Why it matters: coverage counts families of near-duplicate prompts, each as one. Where there are half as many
    again records as families, or one family is a large part of the type, numbers deceive.

    Found: 300 records that ask in 120 ways; 200 records, 30 of them the same question.

    Passes: 300 records that ask in 250 ways.
    """

    records_per_family: float = Field(1.5, gt=1)
    """Above so many records for each family it is found."""
    largest_family: float = Field(0.05, gt=0, le=1)
    """Above this share of the type's records in one family it is found."""
    min_records: int = Field(50, ge=1)
    """Records that a type must have: among few, two that are alike are a large share."""

    def flag(self) -> pl.Expr:
        """Many records for each family, or one large family."""
        many = pl.col(RECORDS) > self.records_per_family * pl.col(COUNTED)
        large = pl.col(LARGEST) > self.largest_family * pl.col(RECORDS)
        return (pl.col(RECORDS) >= self.min_records) & (many | large)

    def message(self) -> pl.Expr:
        """How many of each, and the largest."""
        numbers = (whole(name) for name in (RECORDS, COUNTED, LARGEST))
        return pl.format("{} records are {} families; the largest has {}", *numbers)


class NarrowType(TypeCheck, code="COV007"):
    """The prompts of a type surely open in less than half as many ways as is usual.

    Why it matters: one form teaches one form. Usual is what the same type of a reference shows, or the median type
    of the set where there is no reference; both are compared at the same sample coverage, since a larger sample
    shows more of everything.

    Found: classification whose prompts nearly all open "Which is ...", beside types that open in hundreds of ways.

    Passes: a small type that is as varied as a sample of that size can be.
    """

    reads: ClassVar[str] = USUAL
    lacking: ClassVar[str] = "too few types have 100 families of prompts"
    below: float = Field(0.5, gt=0, le=1)
    """The ratio to what is usual below which it is found, with its upper bound at 95 %."""

    def flag(self) -> pl.Expr:
        """Surely far fewer than usual."""
        return pl.col(VARIED_HIGH) < self.below

    def message(self) -> pl.Expr:
        """Both numbers."""
        numbers = (whole(name) for name in (COMPARED, USUAL))
        return pl.format("opens in about {} ways where {} are usual (at equal coverage)", *numbers)


class TemplatedType(TypeCheck, code="COV008", severity="info"):
    """A type is written from few templates: one opening is more than a fifth of it, or a handful are nearly all.

    Why it matters: a model then learns to know the template, not the task; numbers do not show it.

    Found: 2,000 classifications that open as if by 20 templates.

    Passes: 100 prompts that open in 60 ways.
    """

    opening_share: float = Field(0.2, gt=0, le=1)
    """Above this share of the families with one opening it is found."""
    min_openings: float = Field(25, gt=0)
    """Openings as frequent as the frequent ones (Hill number of order 2) below which it is found."""
    min_records: int = Field(200, ge=1)
    """Families from which on the number of openings counts."""
    min_families: int = Field(50, ge=1)
    """Families from which on the share of one opening counts."""

    def flag(self) -> pl.Expr:
        """One opening that is a large share, or few openings in many prompts."""
        one = (pl.col(OPENING_SHARE) > self.opening_share) & (pl.col(EFFECTIVE) >= self.min_families)
        few = (pl.col(HILL_2) < self.min_openings) & (pl.col(EFFECTIVE) >= self.min_records)
        return one | few

    def message(self) -> pl.Expr:
        """The share of the most frequent opening, which quotes no more than two words of a prompt."""
        share = percent(OPENING_SHARE)
        return pl.format("{} % open with one phrase; as varied as {} openings", share, whole(HILL_2))


class UnsureType(TypeCheck, code="COV009"):
    """The types of prompts are told too seldom, or wrongly too often.

    Why it matters: a share of what nobody knows is no share. Where more than 30 % of the prompts have no type that
    is told, or people say that what is told as a type is often another, nothing is called too few or too many.

    Found: a set in a language that no pattern is written for; a type of which labels confirm 5 of 20.

    Passes: a set whose records carry their types as labels.
    """

    reads: ClassVar[str] = UNSURE
    max_unsure: float = Field(0.3, gt=0, le=1)
    """Above this share of the set without a type that is told, it is found of the set."""
    min_precision: float = Field(0.6, ge=0, le=1)
    """A type is found of which surely less than this share is labelled as it is told (upper bound, 95 %)."""

    def flag(self) -> pl.Expr:
        """Too little is told of the set, or the labels of the type contradict."""
        return (pl.col(UNSURE) > self.max_unsure) | (pl.col(PRECISION_HIGH) < self.min_precision)

    def message(self) -> pl.Expr:
        """What is not known."""
        of_set = pl.format("{} % of the prompts have no type that is told", percent(UNSURE))
        of_type = pl.format("no more than {} % of what is told as this is right", percent(PRECISION_HIGH))
        return pl.when(pl.col(UNSURE).is_not_null()).then(of_set).otherwise(of_type)


class SparseCell(TypeCheck, code="COV010", severity="info"):
    """A type has less than half of the prompts in one language, length or source that the others let expect.

    Why it matters: a type can be there in all, and missing where it is needed: no summaries of long texts, no
    translation out of Chinese. Expected is what the row and the column of a table of types have in all. Of many
    cells some are sparse by chance, so that of those found no more than a tenth are, on average.

    Found: 3 Chinese summaries where 20 were expected.

    Passes: 3 where 6 were expected; any cell of which fewer than five are expected.
    """

    of_cells: ClassVar[bool] = True
    lacking: ClassVar[str] = "no facet has two values"
    below: float = Field(0.5, gt=0, le=1)
    """The ratio to what is expected below which a cell is found."""
    min_expected: float = Field(5, gt=0)
    """Families of prompts that must be expected in a cell."""
    false_share: float = Field(0.1, gt=0, lt=1)
    """The share of what is found that may be chance, on average (Benjamini and Hochberg)."""

    def flag(self) -> pl.Expr:
        """Fewer than expected, and surely so."""
        return pl.col(DISCOVERED) & (pl.col(RATIO) < self.below)

    def message(self) -> pl.Expr:
        """How many of how many."""
        return pl.format("{} where about {} are expected", whole(EFFECTIVE), whole(EXPECTED))


COVERAGE: tuple[type[TypeCheck], ...] = (
    MissingType,
    UnderRepresented,
    BelowTarget,
    ThinType,
    OverRepresented,
    RedundantType,
    NarrowType,
    TemplatedType,
    UnsureType,
    SparseCell,
)


def checks_with(own: Iterable[TypeCheck]) -> tuple[TypeCheck, ...]:
    """All coverage checks, these in place of those of the same kind.

    Raises:
        UsageError: two are of one kind.
    """
    given = dict[type[TypeCheck], TypeCheck]()
    for each in own:
        if type(each) in given:
            raise UsageError(f"{each.code} {each.name} is set twice.")
        given[type(each)] = each
    extra = [each for kind, each in given.items() if kind not in COVERAGE]
    return (*(given.get(kind) or kind() for kind in COVERAGE), *extra)
