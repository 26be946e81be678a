"""Drawing at random, the same for any order of the input: by a hash of the key and the seed."""

import polars as pl
from xxhash import xxh3_64_intdigest

from curate.records import columns as c

DRAWN = "_drawn"


def drawn(records: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The records in an order that the seed decides, with no regard to how they came."""
    numbers = [xxh3_64_intdigest(key.encode(), seed=seed) for key in records[c.KEY]]
    return records.with_columns(pl.Series(DRAWN, numbers, dtype=pl.UInt64)).sort(DRAWN, c.RANK).drop(DRAWN)


def seed_of(use: str, setting: str, seed: int) -> int:
    """The seed of one step; with that of another one, its draw would hang on what the other left."""
    return xxh3_64_intdigest(f"{use} {setting}".encode(), seed=seed)
