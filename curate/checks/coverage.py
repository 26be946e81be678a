"""COV: prompt types of which a set has too few, too many, or too much of the same."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

import polars as pl
from pydantic import Field

from curate.checks.base import Check
from curate.errors import UsageError

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


class ShareCheck(TypeCheck, ABC):
    """Judges the share of each type against a target."""

    of_shares: ClassVar[bool] = True
    reads: ClassVar[str] = EXPECTED
    lacking: ClassVar[str] = "there is nothing to compare with; name a target: --target"


def _percent(column: str) -> pl.Expr:
    return (pl.col(column) * 100).round(1)


def _whole(column: str) -> pl.Expr:
    return pl.col(column).round(0).cast(pl.Int64)


_NONE = 0.1
"""Where labels of a sample show none of a type, the upper bound of its ratio that is as good as none."""


class MissingType(ShareCheck, code="COV001", severity="error"):
    """No prompt is of a type of which the target lets expect at least five.

    Why it matters: what a set never shows, a model does not learn from it.

    Found: no translation among 400 prompts, of which 2 % were to be translations.

    Passes: none in the labels of a sample that is too small to say that there is hardly any, which COV002 finds.
    Where none is there among 100 prompts, which would have held two, nobody can tell: a gate does not hold.
    """

    open_since: ClassVar[str] = "too few to tell"
    min_expected: float = Field(5, gt=0)
    """Families of prompts that the target must let expect; where it is fewer, nobody can tell."""

    def flag(self) -> pl.Expr:
        """None there for all that is known, and enough expected."""
        return _none() & (pl.col(EXPECTED) >= self.min_expected)

    def undecided(self) -> pl.Expr:
        """None there, and too few expected."""
        return _none() & (pl.col(EXPECTED) < self.min_expected)

    def message(self) -> pl.Expr:
        """How many there were to be."""
        number = pl.when(pl.col(EXPECTED) < self.min_expected).then(pl.col(EXPECTED).round(1).cast(pl.String))
        return pl.format("none of about {} expected", number.otherwise(_whole(EXPECTED)))


def _none() -> pl.Expr:
    """Of what the target asks for, none is there for all that is known."""
    return (pl.col(TARGET) > 0) & (pl.col(EFFECTIVE) == 0) & (pl.col(RATIO_HIGH) < _NONE)


class UnderRepresented(ShareCheck, code="COV002", severity="error"):
    """A type has surely less than half of the share that it was to have.

    Why it matters: models are good at what they were shown, and poor at the rest. Surely means that the upper
    bound of the ratio of both shares is below 1, at 95 % for all types at once, with all that is not known of the
    types and of the target.

    Found: 2 % summarization where 9 % were to be, in 1,000 families of prompts.

    Passes: 1 of 25, where the doubt is larger than what is missing; 7 % of 9 %, which COV003 finds.
    """

    below: float = Field(0.5, gt=0, le=1)
    """The ratio of share and target below which it is found."""

    def flag(self) -> pl.Expr:
        """Surely below the target, and far."""
        return (pl.col(RATIO_HIGH) < 1) & (pl.col(RATIO) < self.below) & ~_none()

    def undecided(self) -> pl.Expr:
        """Far below the target, and not surely."""
        return (pl.col(RATIO_HIGH) >= 1) & (pl.col(RATIO) < self.below)

    def message(self) -> pl.Expr:
        """Both shares."""
        return _of_target()


class BelowTarget(ShareCheck, code="COV003"):
    """A type has surely less than four fifths of the share that it was to have.

    Why it matters: see COV002, which finds the worse half of these. Four fifths is a habit from rules of fair
    selection, no law of nature; set it.

    Found: 6 % rewriting where 9 % were to be, in 1,000 families of prompts.

    Passes: 8 % of 9 %.
    """

    below: float = Field(0.8, gt=0, le=1)
    """The ratio of share and target below which it is found."""
    at_least: float = Field(0.5, ge=0, le=1)
    """The ratio from which on it is found here, and not by COV002."""

    def flag(self) -> pl.Expr:
        """Surely below the target."""
        return (pl.col(RATIO_HIGH) < 1) & self._between()

    def undecided(self) -> pl.Expr:
        """Below the target, and not surely."""
        return (pl.col(RATIO_HIGH) >= 1) & self._between()

    def _between(self) -> pl.Expr:
        return pl.col(RATIO).is_between(self.at_least, self.below, closed="left")

    def message(self) -> pl.Expr:
        """Both shares."""
        return _of_target()


def _of_target() -> pl.Expr:
    return pl.format("{} %, to be {} %", _percent(SHARE), _percent(TARGET))


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
        number = _whole(EFFECTIVE)
        return (
            pl.when(number == 1)
            .then(pl.lit("1 family of prompts"))
            .otherwise(pl.format("{} families of prompts", number))
        )


class OverRepresented(ShareCheck, code="COV005", severity="info"):
    """A type has surely more than twice the share that it was to have.

    Why it matters: what is too much of one kind is too little of all others, and training cycles through it.

    Found: 40 % open questions where 12 % were to be.

    Passes: 20 % where 12 % were to be.
    """

    above: float = Field(2, ge=1)
    """The ratio of share and target above which it is found."""

    def flag(self) -> pl.Expr:
        """Surely far above the target."""
        return pl.col(RATIO_LOW) > self.above

    def undecided(self) -> pl.Expr:
        """Far above the target, and not surely."""
        return (pl.col(RATIO) > self.above) & (pl.col(RATIO_LOW) <= self.above)

    def message(self) -> pl.Expr:
        """Both shares."""
        return _of_target()


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
        numbers = (_whole(name) for name in (RECORDS, COUNTED, LARGEST))
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
        numbers = (_whole(name) for name in (COMPARED, USUAL))
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
        share = _percent(OPENING_SHARE)
        return pl.format("{} % open with one phrase; as varied as {} openings", share, _whole(HILL_2))


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
        of_set = pl.format("{} % of the prompts have no type that is told", _percent(UNSURE))
        of_type = pl.format("no more than {} % of what is told as this is right", _percent(PRECISION_HIGH))
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
        return pl.format("{} where about {} are expected", _whole(EFFECTIVE), _whole(EXPECTED))


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
