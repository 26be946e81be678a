"""By row, the fields of the user's own records that are another since they were read."""

import json
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from curate.files.written import JsonText
from curate.records import columns as c
from curate.records.edits import OwnRows, by_record, fields_after
from curate.records.formats.base import Row
from curate.records.parts import FIELD, VALUE, Part, by_part
from curate.records.records import Input, Records

Told = Callable[[str], Any]
"""What is told of the JSON text of a value."""


def changed_rows(records: Records, number: int, *, as_text: bool = False) -> Mapping[int, Row]:
    """Of one input, by row: the fields that are another since it was read, whole, or as JSON text if it is text.

    Only some are held at a time, so that it is best to go through them in rising order.
    """
    if records.edits is None:
        return {}
    if records.inputs[number].source.is_text:
        told: Told = JsonText if as_text else json.loads
        return _Laid(records.parts, _changed(records, number, records.edits), told)
    return rows_made(records, number, records.edits)


def rows_made(records: Records, number: int, edits: pl.DataFrame) -> Mapping[int, Row]:
    """The same of these changes alone, of which nothing need be laid down."""
    return _Made(records.inputs[number], _changed(records, number, edits), edits)


def _changed(records: Records, number: int, edits: pl.DataFrame) -> pl.DataFrame:
    """`row` and `rank` of the records of one input that are changed."""
    own = records.index.filter(pl.col(c.SOURCE) == number).sort(c.ROW).select(c.ROW, c.RANK)
    return own.join(edits, on=c.RANK, how="semi", maintain_order="left")


class _ByRow(Mapping[int, Row], ABC):
    """Groups of rows, of which one is held."""

    def __init__(self, groups: Sequence[pl.DataFrame]) -> None:
        self._groups = groups
        self._group_of = {row: number for number, group in enumerate(groups) for row in group[c.ROW]}
        self._at, self._held = -1, dict[int, Row]()

    @abstractmethod
    def _fields(self, number: int) -> Iterable[tuple[int, Row]]:
        """Row and fields of each record of a group."""

    def __len__(self) -> int:
        return len(self._group_of)

    def __iter__(self) -> Iterator[int]:
        return iter(self._group_of)

    def __contains__(self, row: object) -> bool:
        return row in self._group_of

    def __getitem__(self, row: int) -> Row:
        number = self._group_of[row]
        if number != self._at:
            self._at, self._held = number, dict(self._fields(number))
        return self._held[row]


class _Laid(_ByRow):
    """As they were laid down beside what the records say: of records that are text, which JSON text can tell."""

    def __init__(self, parts: Sequence[Part], changed: pl.DataFrame, told: Told) -> None:
        super().__init__(list(by_part(changed, parts)))
        self._parts = parts
        self._told = told

    def _fields(self, number: int) -> Iterable[tuple[int, Row]]:
        laid, rows = self._parts[number].fields(), defaultdict[int, Row](dict)
        own = self._groups[number].join(laid, on=c.RANK, maintain_order="left_right")
        for row, field, value in own.select(c.ROW, FIELD, VALUE).iter_rows():
            rows[row][field] = self._told(value)
        return rows.items()


_TOGETHER = 2_000
"""Changed records that are held at once, where they are made once more."""


class _Made(_ByRow):
    """Made once more of the changes: of rows of a table, whose values JSON may have no word for."""

    def __init__(self, source: Input, changed: pl.DataFrame, edits: pl.DataFrame) -> None:
        super().__init__(list(changed.iter_slices(_TOGETHER)))
        group = changed.select(c.RANK, pl.int_range(pl.len()).floordiv(_TOGETHER).alias("group"))
        told = edits.join(group, on=c.RANK, maintain_order="left").sort("group", maintain_order=True)
        self._edits = told.partition_by("group", maintain_order=True)
        self._source = source
        self._reader = OwnRows([source])

    def _fields(self, number: int) -> Iterable[tuple[int, Row]]:
        if number < self._at:
            self._reader = OwnRows([self._source])
        group = self._groups[number].with_columns(pl.lit(0, pl.UInt32).alias(c.SOURCE))
        row_of, after = dict(group.select(c.RANK, c.ROW).iter_rows()), by_record(self._edits[number])
        return ((row_of[rank], fields_after(row, [*after[rank].items()])) for rank, row in self._reader.of(group))
