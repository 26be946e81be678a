"""What the records of some lines say, read from their source only when it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import polars as pl

from curate.errors import InputError
from curate.files.digest import digest_of_bytes
from curate.files.lines import Stretch
from curate.files.shelf import Rows
from curate.files.source import Place
from curate.files.texts import TextFile
from curate.records.frame import Held, Unread, made_of
from curate.records.known import Known
from curate.records.parse import parse
from curate.records.rejects import Reject


@dataclass(frozen=True)
class Lines(Unread):
    """Some records of a stretch of lines."""

    source: TextFile
    known: Known
    place: Place
    """Of the stretch."""
    digest: bytes
    """Of its bytes, as they were when the records were counted."""
    first: int = 0
    count: int = 0
    said: pl.DataFrame | None = None
    """What all records of the stretch say, where it is at hand."""

    @property
    def held(self) -> pl.DataFrame | None:
        """What they say, where it was read all the same, and is held until it is laid down."""
        return None if self.said is None else self.among(self.said)

    def let_go(self) -> "Lines":
        """The same, to be read again even if it was read."""
        return replace(self, said=None)

    def at_hand(self, said: pl.DataFrame) -> "Lines":
        """The same, read."""
        return replace(self, said=said)

    def of(self, count: int) -> "Lines":
        """All of so many records."""
        return replace(self, count=count)

    def head(self, count: int) -> "Lines":
        """The first of them."""
        return replace(self, count=min(count, self.count))

    def slice(self, first: int) -> "Lines":
        """The others, from one on."""
        return replace(self, first=self.first + first, count=self.count - first)

    def among(self, said: pl.DataFrame) -> pl.DataFrame:
        """What these records say, of what all of the stretch do."""
        return said.slice(self.first, self.count)


def said_in(several: Sequence[Held], rows: Rows | None = None) -> pl.DataFrame:
    """What some records say, one after the other; what is not at hand is read, in one go through each source.

    Of some rows alone, in rising order, no more is read than the stretches in which they stand.

    Raises:
        InputError: a source was changed after it was read.
    """
    if rows is not None:
        ends = np.cumsum([each.height if isinstance(each, pl.DataFrame) else each.count for each in several])
        whose = np.searchsorted(ends, rows, side="right")
        starts = np.append(0, ends)
        own = ((at, rows[whose == at] - starts[at]) for at in np.unique(whose).tolist())
        parts: list[pl.DataFrame] = [said_in([several[at]])[places] for at, places in own]
        return pl.concat(parts)
    return pl.concat([said for _, group in groupby(several, _source_of) for said in _said(list(group))])


def _source_of(each: Held) -> TextFile | None:
    return each.source if isinstance(each, Lines) and each.said is None else None


def _said(group: Sequence[Held]) -> list[pl.DataFrame]:
    """What some say that are all at hand, or all to be read from one source."""
    if _source_of(group[0]) is None:
        held = (each if isinstance(each, pl.DataFrame) else each.held for each in group)
        return [each for each in held if each is not None]
    unread = [each for each in group if isinstance(each, Lines)]
    raws = unread[0].source.pick([each.place for each in unread])
    return [each.among(_read(each, raw)) for each, raw in zip(unread, raws, strict=True)]


def _read(lines: Lines, raw: bytes) -> pl.DataFrame:
    if digest_of_bytes(raw) != lines.digest:
        raise InputError(
            f"{lines.source.name} was changed after it was read.", hint="Nothing was put in place; run again."
        )
    cut, _ = Stretch(0, raw).cut()
    return made_of(cut, parse(0, cut, lines.known, list[Reject]().append)).texts
