"""What looks at a set have given, part by part, as one."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.checks import RowCheck, SetCheck
from curate.engine.finder import FINDINGS, READS, TIMINGS, keys_of, marks_of, tally_of
from curate.engine.recalled import Recalled
from curate.files.shelf import Shelf
from curate.findings import RANK, none

_FEW = 2
"""Where more than one record in so many is wanted, all are read before they are put in order."""


class Layer(NamedTuple):
    """One look: at which records, and under which name it lies."""

    name: str
    ranks: pl.Series
    recalled: Recalled | None = None
    """Where it lies, if it was an earlier one at the same records."""

    def get(self, shelf: Shelf, frame: str) -> pl.DataFrame:
        """One of the frames that it gave."""
        return self.recalled.get(frame) if self.recalled else shelf.get(self.name, frame)

    def has(self, shelf: Shelf, frame: str) -> bool:
        """Whether it gave such a frame."""
        return frame in (self.recalled.held() if self.recalled else shelf.held(self.name))


class Looked(NamedTuple):
    """Every look at a set: what the last one says of a record holds, and what earlier ones said does not."""

    shelf: Shelf
    rounds: tuple[tuple[Layer, ...], ...] = ()
    """Looks at all records, then at those that a step changed, step by step."""

    def further(self, layers: Sequence[Layer]) -> "Looked":
        """The same, with later looks."""
        return self._replace(rounds=(*self.rounds, tuple(layers)))

    def findings(self) -> pl.DataFrame:
        """What checks of single records find."""
        return pl.concat([none(), *self._each(FINDINGS)])

    def reads(self) -> pl.DataFrame:
        """Of each record, the facts that steps read."""
        return pl.concat(self._each(READS))

    def keys(self, check: SetCheck, ordered: pl.Series) -> pl.DataFrame:
        """What a check of the set needs of some records, in their order."""
        every, marks = pl.concat(self._each(keys_of(check), ordered)), self.marks(check, ordered)
        if check.among:
            # Only what stands more than once is put in order.
            every = every.filter(pl.col(RANK).is_in(ordered.implode()))
            every = every.filter(pl.col(check.among).is_duplicated())
        if marks is not None:
            # Of the same looks at the same records, so that what is to be put in order is copied once.
            every = every.hstack(marks.drop(RANK))
        if every[RANK].equals(ordered):
            return every
        return ordered.to_frame(RANK).join(every, on=RANK, how="inner", maintain_order="left_right")

    def marks(self, check: SetCheck, among: pl.Series | None = None) -> pl.DataFrame | None:
        """`rank` and `marks` of all records, or of some; None where the check tells none."""
        if check.among or not self.rounds or not self._has(marks_of(check)):
            return None
        return pl.concat(self._each(marks_of(check), among))

    def tally(self, check: RowCheck) -> pl.DataFrame:
        """What a check tells of responses, and of how many `records`, the most frequent first."""
        told = pl.concat(self._each(tally_of(check)))["told"]
        return told.value_counts(name="records").sort("records", "told", descending=[True, False])

    def timings(self) -> pl.DataFrame:
        """What each check took, over all looks."""
        timings = pl.concat([layer.get(self.shelf, TIMINGS) for layers in self.rounds for layer in layers])
        sums = pl.col("records", "wall_s", "cpu_s").sum()
        return timings.group_by("part", maintain_order=True).agg(sums, pl.col("peak_mb").max())

    def _has(self, frame: str) -> bool:
        """Whether looks give such a frame; they all give the same."""
        return any(layer.has(self.shelf, frame) for layers in self.rounds for layer in layers[:1])

    def _each(self, frame: str, among: pl.Series | None = None) -> list[pl.DataFrame]:
        """One of the frames of each look, without what a later look says of a record.

        Where but few records are wanted, others are let go as they come.
        """
        # The last looks come first, and what one of them tells of a record holds.
        looks = [look for looks in reversed(self.rounds) for look in looks]
        holds = _by_rank(looks, among)
        # At least one is read, so that the frame has its columns.
        numbers = np.unique(holds[holds >= 0]).tolist() or range(len(looks[:1]))
        return [_only(looks[number].get(self.shelf, frame), holds, number) for number in numbers]


def _by_rank(looks: Sequence[Layer], among: pl.Series | None) -> npt.NDArray[np.int64]:
    """The number of the look that holds for each record, by its rank; -1 where only others are wanted, and few."""
    ranks = [look.ranks.to_numpy() for look in looks]
    first = np.full(1 + max((int(own.max()) for own in ranks if own.size), default=-1), -1)
    for number in reversed(range(len(looks))):
        first[ranks[number]] = number
    if among is None or len(among) * _FEW > np.count_nonzero(first >= 0):
        return first
    wanted = np.full_like(first, -1)
    wanted[among.to_numpy()] = first[among.to_numpy()]
    return wanted


def _only(given: pl.DataFrame, holds: npt.NDArray[np.int64], number: int) -> pl.DataFrame:
    """What a look gave, of the records for which it holds."""
    own = holds[given[RANK].to_numpy()] == number
    # To filter is to copy, also where all stay.
    return given if own.all() else given.filter(pl.Series(own))
