"""Sets of integers as a column of lists, and back."""

import numpy as np
import polars as pl

from curate.minhash.sets import Sets


def column_of(sets: Sets) -> pl.Series:
    """A list for each set."""
    if not len(sets):
        return pl.Series("values", [], pl.List(pl.UInt64))
    every = pl.lit(pl.Series(sets.values).implode())
    places = pl.DataFrame({"start": sets.starts[:-1], "size": np.diff(sets.starts)})
    # Cut out of one list, which makes one copy, and takes an empty one as it takes any.
    return places.select(every.list.slice(pl.col("start"), pl.col("size")).alias("values")).to_series()


def sets_of(column: pl.Series) -> Sets:
    """The sets of a column of lists."""
    sizes = column.list.len().to_numpy()
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
    return Sets(column.filter(column.list.len() > 0).explode().to_numpy(), starts)
