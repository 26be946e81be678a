"""What looks at a set have given, part by part, as one."""

from collections.abc import Sequence
from typing import NamedTuple

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
        wanted = ordered.to_frame(RANK)
        parts = self._each(keys_of(check), ordered)
        if check.among:
            # Only what stands more than once is held whole.
            told = pl.concat([part.join(wanted, on=RANK, how="semi").select(check.among) for part in parts])
            again = told.filter(pl.col(check.among).is_duplicated()).unique()
            parts = [part.join(again, on=check.among, how="semi") for part in parts]
        every, marks = pl.concat(parts), self.marks(check, ordered)
        if marks is not None:
            # Of the same looks at the same records, so that what is to be put in order is copied once.
            every = every.hstack(marks.drop(RANK))
        if every[RANK].equals(ordered):
            return every
        return wanted.join(every, on=RANK, how="inner", maintain_order="left_right")

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
        found: list[pl.DataFrame] = []
        later = pl.Series(RANK, [], dtype=pl.UInt32)
        every = sum(len(layer.ranks) for layer in self.rounds[0]) if self.rounds else 0
        chosen = None if among is None or len(among) * _FEW > every else pl.col(RANK).is_in(among.implode())
        for layers in reversed(self.rounds):
            if chosen is None or among is None:
                given = (layer.get(self.shelf, frame) for layer in layers)
            else:
                # At least one is read, so that the frame has its columns.
                with_any = [each for each in layers if each.ranks.is_in(among.implode()).any()] or layers[:1]
                given = (layer.get(self.shelf, frame).filter(chosen) for layer in with_any)
            # To filter is to copy, also where all stay.
            left = None if later.is_empty() else ~pl.col(RANK).is_in(later.implode())
            found += given if left is None else [each.filter(left) for each in given]
            later = pl.concat([later, *(layer.ranks for layer in layers)])
        return found
