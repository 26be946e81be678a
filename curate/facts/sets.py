"""Sets of integers as a column of lists, and back."""

import numpy as np
import polars as pl

from curate.minhash.sets import Sets


def column_of(sets: Sets) -> pl.Series:
    """A list for each set."""
    sizes = np.diff(sets.starts)
    if len(sets) and sizes[0] and (sizes == sizes[0]).all():
        return pl.Series("values", sets.values.reshape(len(sets), -1)).arr.to_list()
    numbers = np.arange(len(sets), dtype=np.uint32)
    owner = pl.Series("owner", np.repeat(numbers, sizes)).set_sorted()
    lists = pl.DataFrame([owner, pl.Series("values", sets.values)]).group_by("owner", maintain_order=True).all()
    every = pl.DataFrame({"owner": numbers}).join(lists, on="owner", how="left", maintain_order="left")
    empty = pl.lit([], pl.List(pl.UInt64))
    return every.select(pl.col("values").cast(pl.List(pl.UInt64)).fill_null(empty)).to_series()


def sets_of(column: pl.Series) -> Sets:
    """The sets of a column of lists."""
    sizes = column.list.len().to_numpy()
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
    return Sets(column.filter(column.list.len() > 0).explode().to_numpy(), starts)
