"""What an earlier look gave, told of the records as they stand now; and the other way round."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from curate.files.shelf import Opened
from curate.findings import RANK

AT = "at"
"""Where a record stands in what is laid down together."""


@dataclass(frozen=True)
class Recalled:
    """An earlier look at the same records, of which only what is asked for is read."""

    opened: Opened
    places: pl.DataFrame
    """`rank` of each record now, and where it stood then."""

    def held(self) -> list[str]:
        """The names of its frames."""
        return self.opened.held()

    def get(self, frame: str) -> pl.DataFrame:
        """One of its frames."""
        return placed(self.opened.get(frame), self.places)


def laid_down(frame: pl.DataFrame, ranks: pl.DataFrame) -> pl.DataFrame:
    """Rows of a look, with the place of their record in place of its rank."""
    return _renamed(frame, ranks[RANK], ranks[AT])


def placed(frame: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The other way round; a record that stands several times gets each time what its bytes got."""
    if RANK not in frame.columns:
        return frame
    if places[AT].is_unique().all():
        return _renamed(frame, places[AT], places[RANK])
    own = places.select(pl.col(RANK).alias(AT), pl.col(AT).alias(RANK))
    joined = frame.join(own, on=RANK, how="inner", maintain_order="left_right")
    return joined.with_columns(pl.col(AT).alias(RANK)).drop(AT)


def _renamed(frame: pl.DataFrame, ranks: pl.Series, names: pl.Series) -> pl.DataFrame:
    """Rows of these records, each under another name for its rank; lists in them are not copied if all stay."""
    if frame.is_empty():
        return frame
    own, known = frame[RANK].to_numpy(), ranks.to_numpy()
    table = np.full(max(int(own.max()), int(known.max(initial=0))) + 1, -1, np.int64)
    table[known] = names.to_numpy()
    named = table[own]
    stays = named >= 0
    frame, named = (frame, named) if stays.all() else (frame.filter(stays), named[stays])
    return frame.with_columns(pl.Series(RANK, named, dtype=pl.UInt32))
