"""What is left of a set, as it is now, and what is known of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import polars as pl

from curate.engine.looked import Layer, Looked
from curate.engine.recall import Recall
from curate.errors import UnknownName
from curate.findings import RANK
from curate.records import columns as c
from curate.records.records import Records

FIELDS = (c.FIELD, c.FIELD_IF_ANY)
"""What the names of facts begin with that are fields of the owner's own records."""


@dataclass(frozen=True)
class State:
    """The records that are left, and what looks at them have given."""

    records: Records
    """As they are now."""
    looked: Looked
    recall: Recall | None = None
    """What earlier looks gave, if that is to be used."""
    _fields: dict[str, pl.DataFrame] = field(default_factory=dict)
    """By name, the fields of the owner's own records that were read since the last change."""

    def of(self, index: pl.DataFrame) -> "State":
        """The same, with only the records of an index."""
        return replace(self, records=replace(self.records, index=index))

    def changed(self, records: Records) -> "State":
        """After a change of what records say: fields are to be read anew."""
        return State(records, self.looked, self.recall)

    def further(self, layers: list[Layer], recall: Recall | None = None) -> "State":
        """After another look."""
        return replace(self, looked=self.looked.further(layers), recall=recall or self.recall)

    def field(self, name: str) -> pl.DataFrame:
        """`rank` and `value` of each record.

        Raises:
            UnknownName: no record has anything there.
        """
        if name not in self._fields:
            self._fields[name] = self.records.field(name)
        return self._fields[name]

    def fields(self, names: Iterable[str]) -> dict[str, pl.DataFrame]:
        """By their own names, the fields that facts stand for, as far as any record has them.

        Raises:
            UnknownName: no record has anything in one that is not asked for only if there is any.
        """
        found: dict[str, pl.DataFrame] = {}
        for name in names:
            kind, _, own = name.partition(":")
            try:
                found[own] = self.field(own)
            except UnknownName:
                if kind + ":" == c.FIELD:
                    raise
        return found

    def column(self, name: str) -> pl.DataFrame:
        """`rank` and one column: the field that a fact stands for; null where no record has it and none must."""
        absent = self.records.index.select(RANK, pl.lit(None, pl.String).alias("value"))
        given = next(iter(self.fields([name]).values()), absent)
        return given.select(RANK, pl.col("value").alias(c.FACT + name))
