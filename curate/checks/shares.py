"""COV: prompt types whose share of a set is not what it was to be."""

from abc import ABC
from typing import ClassVar

import polars as pl
from pydantic import Field

from curate.checks.type_check import (
    EFFECTIVE,
    EXPECTED,
    RATIO,
    RATIO_HIGH,
    RATIO_LOW,
    SHARE,
    TARGET,
    TypeCheck,
    percent,
    whole,
)


class ShareCheck(TypeCheck, ABC):
    """Judges the share of each type against a target."""

    of_shares: ClassVar[bool] = True
    reads: ClassVar[str] = EXPECTED
    lacking: ClassVar[str] = "there is nothing to compare with; name a target: --target"


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
        return pl.format("none of about {} expected", number.otherwise(whole(EXPECTED)))


def _none() -> pl.Expr:
    """Of what the target asks for, none is there for all that is known."""
    return (pl.col(TARGET) > 0) & (pl.col(EFFECTIVE) == 0) & (pl.col(RATIO_HIGH) < _NONE)


class UnderRepresented(ShareCheck, code="COV002", severity="error"):
    """A type has surely less than the share that it was to have, and less than half of it.

    Why it matters: models are good at what they were shown, and poor at the rest. Surely means that the upper
    bound of the ratio of both shares is below 1, at 95 % for all types at once, with all that is not known of the
    types and of the target.

    Found: 2 % summarization where 9 % were to be, in 1,000 families of prompts.

    Passes: 1 of 25, where the doubt is larger than what is missing; 7 % of 9 %, which COV003 finds; none of many,
    which COV001 finds, so that a gate names both.
    """

    below: float = Field(0.5, gt=0, le=1)
    """The ratio of share and target below which it is found."""

    def flag(self) -> pl.Expr:
        """Surely below the target, and far."""
        return (pl.col(RATIO_HIGH) < 1) & (pl.col(RATIO) < self.below) & ~_none()

    def undecided(self) -> pl.Expr:
        """Far below the target, and not surely; or none there, unless COV001 finds that."""
        return ((pl.col(RATIO_HIGH) >= 1) & (pl.col(RATIO) < self.below)) | _none()

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
    return pl.format("{} %, to be {} %", percent(SHARE), percent(TARGET))


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
