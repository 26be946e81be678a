"""What a check of the set finds in some records, of which most were compared before."""

from typing import NamedTuple

import polars as pl

from curate.checks import SetCheck
from curate.checks.base import MARKS
from curate.engine.finder import Finder
from curate.engine.looked import Looked
from curate.facts.sets import sets_of
from curate.findings import RANK, none

_FEW = 10
"""Where more than one record in so many is new, all are compared again."""


class Compared(NamedTuple):
    """What a check of the set finds, and what spares another comparison most of the work."""

    found: pl.DataFrame
    near: pl.Series | None
    """The records that are like any other, where the check tells."""
    keys: pl.DataFrame | None
    """Theirs."""


class Earlier(NamedTuple):
    """An earlier comparison, as far as it holds for records that say the same since."""

    same: pl.Series
    """The records that were compared and have not changed."""
    near: pl.Series
    """Those among them that were like any other then, and more may be."""
    keys: pl.DataFrame | None = None
    """Of some of them, the keys."""

    def but(self, changed: pl.Series) -> "Earlier":
        """The same, once these records have changed."""
        keys = None if self.keys is None else self.keys.filter(~pl.col(RANK).is_in(changed.implode()))
        return Earlier(_without(self.same, changed), _without(self.near, changed), keys)


def compare(
    finder: Finder, check: SetCheck, looked: Looked, ordered: pl.Series, earlier: Earlier | None
) -> Compared:
    """What the check finds in records in this order, the same whatever is known of an earlier comparison.

    A record that was like no other is like none now, but perhaps a new one. Only those that are like any are ever
    found, or named beside one that is, in whatever order; so they alone are compared again.
    """
    wanted = ordered if earlier is None else _again(check, looked, ordered, earlier)
    if wanted.is_empty():
        return Compared(none(), wanted, None)
    keys = _keys(check, looked, wanted, earlier)
    found, near = finder.compare(check, keys)
    return Compared(found, near, None if near is None else keys.filter(pl.col(RANK).is_in(near.implode())))


def _keys(check: SetCheck, looked: Looked, wanted: pl.Series, earlier: Earlier | None) -> pl.DataFrame:
    """The keys of records in their order; only those that are not at hand are read."""
    if earlier is None or earlier.keys is None:
        return looked.keys(check, wanted)
    held = earlier.keys.filter(pl.col(RANK).is_in(wanted.implode()))
    rest = _without(wanted, held[RANK])
    every = held if rest.is_empty() else pl.concat([held, looked.keys(check, rest).select(held.columns)])
    return wanted.to_frame(RANK).join(every, on=RANK, how="inner", maintain_order="left_right")


def _again(check: SetCheck, looked: Looked, ordered: pl.Series, earlier: Earlier) -> pl.Series:
    """Those that must be compared; all, where it can not be told."""
    new = _without(ordered, earlier.same)
    if len(new) * _FEW > len(ordered):
        return ordered
    if new.is_empty():
        return _within(ordered, earlier.near)
    marks = looked.marks(check)
    return ordered if marks is None else _within(ordered, pl.concat([earlier.near, new, _beside(marks, new)]))


def _beside(marks: pl.DataFrame, new: pl.Series) -> pl.Series:
    """The records that have a mark in common with one of these."""
    sets = sets_of(marks[MARKS])
    own = sets_of(marks.filter(pl.col(RANK).is_in(new.implode()))[MARKS])
    (places,) = pl.Series(sets.values).is_in(pl.Series(own.values).implode()).to_numpy().nonzero()
    return marks[RANK].gather(sets.starts.searchsorted(places, side="right") - 1)


def _within(ranks: pl.Series, others: pl.Series) -> pl.Series:
    return ranks.filter(ranks.is_in(others.implode()))


def _without(ranks: pl.Series, others: pl.Series) -> pl.Series:
    return ranks.filter(~ranks.is_in(others.implode()))
