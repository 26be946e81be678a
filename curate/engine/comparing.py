"""What a check of the set finds in some records, of which most were compared before."""

from typing import NamedTuple

import polars as pl

from curate.checks import SetCheck
from curate.checks.base import MARKS, Comparison
from curate.engine.finder import Finder
from curate.engine.looked import Looked
from curate.facts.sets import sets_of
from curate.findings import RANK, none

_FEW = 10
"""Where more than one record in so many is new, all are compared again."""


class Earlier(NamedTuple):
    """An earlier comparison, as far as it holds for records that say the same since."""

    same: pl.Series
    """The records that were compared and have not changed."""
    near: pl.Series
    """Those among them that were like any other then, and more may be."""

    def but(self, changed: pl.Series) -> "Earlier":
        """The same, once these records have changed."""
        return Earlier(_without(self.same, changed), _without(self.near, changed))


def compare(
    finder: Finder, check: SetCheck, looked: Looked, ordered: pl.Series, earlier: Earlier | None
) -> Comparison:
    """What the check finds in records in this order, the same whatever is known of an earlier comparison.

    A record that was like no other is like none now, but perhaps a new one. Only those that are like any are ever
    found, or named beside one that is, in whatever order; so they alone are compared again.
    """
    wanted = ordered if earlier is None else _again(check, looked, ordered, earlier)
    if wanted.is_empty():
        return Comparison(none(), wanted)
    return finder.compare(check, looked.keys(check, wanted))


def _again(check: SetCheck, looked: Looked, ordered: pl.Series, earlier: Earlier) -> pl.Series:
    """Those that must be compared; all, where it can not be told."""
    new = _without(ordered, earlier.same)
    if len(new) * _FEW > len(ordered):
        return ordered
    beside = _beside(looked.marks(check), new)
    return ordered if beside is None else _within(ordered, pl.concat([earlier.near, new, beside]))


def _beside(marks: pl.DataFrame | None, new: pl.Series) -> pl.Series | None:
    """The records that have a mark in common with one of these; None if marks are not told."""
    if new.is_empty():
        return new
    if marks is None:
        return None
    sets = sets_of(marks[MARKS])
    own = sets_of(marks.filter(pl.col(RANK).is_in(new.implode()))[MARKS])
    (places,) = pl.Series(sets.values).is_in(pl.Series(own.values).implode()).to_numpy().nonzero()
    return marks[RANK].gather(sets.starts.searchsorted(places, side="right") - 1)


def _within(ranks: pl.Series, others: pl.Series) -> pl.Series:
    return ranks.filter(ranks.is_in(others.implode()))


def _without(ranks: pl.Series, others: pl.Series) -> pl.Series:
    return ranks.filter(~ranks.is_in(others.implode()))
