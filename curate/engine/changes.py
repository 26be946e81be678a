"""What a step changes, part by part, and how the set stands behind it."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from curate.findings import RANK
from curate.records.edits import NONE, OwnRows
from curate.records.parts import Part, by_part
from curate.records.records import Records
from curate.records.settle import Settled, settled

Change = tuple[Part, Settled]
"""A part as a step leaves it, and the changes by which it does."""


class Changes:
    """The changes that a step asks for, made fit for the owner's own records while somebody goes through them.

    The inputs are read once for all parts, so one goes through them once, to the end. What an earlier run has laid
    down is taken from there.
    """

    def __init__(self, records: Records, asked: pl.DataFrame, name: str) -> None:
        self._records, self._asked, self._name = records, asked, name
        self._parts = list[Part]()
        self._types = list[pl.DataFrame]()
        self._edits = list[pl.DataFrame]()

    def __iter__(self) -> Iterator[Change]:
        """Each part as it is left, and its changes; nothing of them is held but what `after` tells."""
        parts, rows = self._records.parts, OwnRows(self._records.inputs)
        of_parts = (by_part(frame, parts) for frame in (self._records.index, self._asked, self._earlier))
        for part, index, asked, earlier in zip(parts, *of_parts, strict=True):
            before = None if asked.is_empty() else Settled.before(part.changed(self._name, asked[RANK]))
            own = before or settled(replace(self._records, index=index, edits=earlier), asked, rows)
            changed = part.changed(self._name, own.edits[RANK])
            self._parts.append(changed)
            self._types.append(own.types)
            self._edits.append(own.edits)
            yield changed, own

    @property
    def _earlier(self) -> pl.DataFrame:
        return NONE if self._records.edits is None else self._records.edits

    def edits(self) -> pl.DataFrame:
        """All changes, once one has gone through them."""
        self._must_be_whole()
        return pl.concat([NONE, *self._edits])

    def after(self) -> Records:
        """The records as they are then."""
        self._must_be_whole()
        return replace(
            self._records,
            index=self._records.index.update(pl.concat(self._types), on=RANK, include_nulls=True),
            parts=tuple(self._parts),
            edits=pl.concat([self._earlier, *self._edits]),
        )

    def _must_be_whole(self) -> None:
        if len(self._parts) != len(self._records.parts):
            raise RuntimeError("the changes of some parts are not known yet")
