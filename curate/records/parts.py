"""What records say, in parts: most of a set by size, of which few are needed at a time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import polars as pl

from curate.files.shelf import Frames, Over, Rows, Shelf
from curate.records import columns as c

SIZE = 16_384
"""Records of a part, at most."""
_FEW = 8
"""Where fewer than one record in so many is asked for, the others need not be read."""
BYTES = 32 << 20
"""Bytes of the records of a part, but for one record that alone has more."""

TEXTS = (c.MESSAGES, c.TOOLS, c.REJECTED)
"""The columns of a frame that a part holds; all others stand in the index."""
INDEX = tuple(name for name in c.SCHEMA if name not in TEXTS)
_SCHEMA = {name: c.SCHEMA[name] for name in TEXTS}
_HELD = "texts"
FIELDS, FIELD, VALUE = "fields", "field", "value"
"""A frame, and its columns beside `rank`: the fields of changed records that are another, each as JSON text."""


class Part(NamedTuple):
    """Some records, one after the other as they were read, whose texts lie on a shelf."""

    shelf: Shelf
    names: tuple[str, ...]
    """Under which they lie: first all of them, then those that were changed, the last change last."""
    ranks: pl.Series
    """The records, in the order in which their texts lie."""

    def texts(self, few: pl.Series | None = None) -> pl.DataFrame:
        """`rank` of each record, or of a few, and what it says now."""
        name, *changes = self.names
        if few is None:
            held = self.shelf.get(name, _HELD).with_columns(self.ranks.alias(c.RANK))
        else:
            rows = np.flatnonzero(self.ranks.is_in(few.implode()).to_numpy())
            held = self.shelf.get_rows(name, _HELD, rows).with_columns(self.ranks.gather(rows).alias(c.RANK))
        for change in changes:
            held = held.update(self.shelf.get(change, _HELD), on=c.RANK, include_nulls=True)
        return held

    def frame(self, index: pl.DataFrame) -> pl.DataFrame:
        """The records of an index that are in this part, whole, in the order of the index."""
        own = index.filter(pl.col(c.RANK).is_in(self.ranks.implode()))
        if own.is_empty():
            return pl.DataFrame(schema=c.SCHEMA)
        texts = self.texts(own[c.RANK] if own.height * _FEW < len(self.ranks) else None)
        if own[c.RANK].equals(texts[c.RANK]):
            return own.hstack(texts.drop(c.RANK)).select(*c.SCHEMA)
        return own.join(texts, on=c.RANK, how="inner", maintain_order="left").select(*c.SCHEMA)

    def changed(self, name: str, ranks: pl.Series) -> "Part":
        """The same part, in which these records, if any, say something else; `lay` lays down their texts."""
        own = f"{self.names[0]}-{len(self.names)}-{name}"
        return self._replace(names=(*self.names, own)) if len(ranks) else self

    def apart(self) -> "Part":
        """The same part; what is laid down for it from now on, no other holder of it sees."""
        return self._replace(shelf=Over(self.shelf))

    def before(self) -> "Part":
        """The same part before its last change."""
        return self._replace(names=self.names[:-1])

    def lay(self, frame: pl.DataFrame, change: Frames) -> None:
        """Lay down what the records of the last change say, and beside it the change.

        Of that the `fields` are told later, of all changes together; the rest is for who asks by name.
        """
        self.shelf.put(self.names[-1], {_HELD: frame.select(c.RANK, *TEXTS), **change})

    def fields(self) -> pl.DataFrame:
        """`rank`, `field` and `value` of all fields that are another since the records were read."""
        last, *earlier = (self.shelf.get(name, FIELDS) for name in reversed(self.names[1:]))
        for laid in earlier:
            last = pl.concat([last, laid.join(last, on=c.RANK, how="anti", maintain_order="left")])
        return last


def put_part(
    shelf: Shelf, number: int, texts: Callable[[Rows | None], pl.DataFrame], *, later: bool = False
) -> str:
    """Lay what some records say on a shelf, now or when it is asked for; gives the name."""
    name = f"records-{number:05d}"

    def make(rows: Rows | None) -> Frames:
        return {_HELD: texts(rows)}

    if later:
        shelf.put_later(name, make)
    else:
        shelf.put(name, make(None))
    return name


def lay_texts(shelf: Shelf, name: str, texts: pl.DataFrame) -> None:
    """Lay what the records of a whole part say under a name."""
    shelf.put(name, {_HELD: texts})


def parts_of(shelf: Shelf, names: Sequence[str], heights: Sequence[int], ranks: pl.Series) -> tuple[Part, ...]:
    """The parts of a set that was read, whose records have these ranks."""
    starts = [0, *accumulate(heights)]
    cut = (ranks.slice(start, height) for start, height in zip(starts, heights, strict=False))
    return tuple(Part(shelf, (name,), own) for name, own in zip(names, cut, strict=True))


def by_part(frame: pl.DataFrame, parts: Sequence[Part]) -> Iterator[pl.DataFrame]:
    """The rows of each part, in their order, of a frame with a `rank`; found for all parts at once."""
    owner = np.empty(sum(len(part.ranks) for part in parts), np.uint32)
    for number, part in enumerate(parts):
        owner[part.ranks.to_numpy()] = number
    owners = owner[frame[c.RANK].to_numpy()]
    if (owners[1:] < owners[:-1]).any():
        order = np.argsort(owners, kind="stable")
        frame, owners = frame[order], owners[order]
    bounds = np.searchsorted(owners, np.arange(len(parts) + 1))
    return (frame[start:end] for start, end in pairwise(bounds.tolist()))


def whole(index: pl.DataFrame, parts: Sequence[Part]) -> pl.DataFrame:
    """The records of an index with all that they say."""
    if not parts:
        return pl.DataFrame(schema=c.SCHEMA)
    return pl.concat([part.frame(own) for part, own in zip(parts, by_part(index, parts), strict=True)])
