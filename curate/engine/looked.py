"""What looks at a set have given, part by part, as one."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from curate.checks import RowCheck, SetCheck
from curate.engine.finder import FINDINGS, READS, TIMINGS, keys_of, tally_of
from curate.engine.recall import Recalled
from curate.files.shelf import Shelf
from curate.findings import RANK, none


class Layer(NamedTuple):
    """One look: at which records, and under which name it lies."""

    name: str
    ranks: pl.Series
    recalled: Recalled | None = None
    """Where it lies, if it was an earlier one at the same records."""

    def get(self, shelf: Shelf, frame: str) -> pl.DataFrame:
        """One of the frames that it gave."""
        return self.recalled.get(frame) if self.recalled else shelf.get(self.name, frame)


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
        parts = self._each(keys_of(check))
        if check.among:
            # Only what stands more than once is held whole.
            told = pl.concat([part.join(wanted, on=RANK, how="semi").select(check.among) for part in parts])
            again = told.filter(pl.col(check.among).is_duplicated()).unique()
            parts = [part.join(again, on=check.among, how="semi") for part in parts]
        every = pl.concat(parts)
        if every[RANK].equals(ordered):
            return every
        return wanted.join(every, on=RANK, how="inner", maintain_order="left_right")

    def tally(self, check: RowCheck) -> pl.DataFrame:
        """What a check tells of responses, and of how many `records`, the most frequent first."""
        told = pl.concat(self._each(tally_of(check)))["told"]
        return told.value_counts(name="records").sort("records", "told", descending=[True, False])

    def timings(self) -> pl.DataFrame:
        """What each check took, over all looks."""
        timings = pl.concat([layer.get(self.shelf, TIMINGS) for layers in self.rounds for layer in layers])
        sums = pl.col("records", "wall_s", "cpu_s").sum()
        return timings.group_by("part", maintain_order=True).agg(sums, pl.col("peak_mb").max())

    def _each(self, frame: str) -> list[pl.DataFrame]:
        """One of the frames of each look, without what a later look says of a record."""
        found: list[pl.DataFrame] = []
        later = pl.Series(RANK, [], dtype=pl.UInt32)
        for layers in reversed(self.rounds):
            given = (layer.get(self.shelf, frame) for layer in layers)
            # What is kept whole is not copied.
            found += [each.filter(~pl.col(RANK).is_in(later.implode())) if len(later) else each for each in given]
            later = pl.concat([later, *(layer.ranks for layer in layers)])
        return found
