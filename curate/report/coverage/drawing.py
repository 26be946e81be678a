"""Which prompts people should label, so that shares are known best for the fewest labels."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import polars as pl
from xxhash import xxh3_64_intdigest

from curate.findings import RANK
from curate.records import columns as c
from curate.report.coverage.prompts import LEADER, SCORE, STRATUM, stratum
from curate.statistics.audit import LEAST_EACH, allocation

_ORDER = "order"


class Room(NamedTuple):
    """How many labels a set has room for."""

    families: int
    """Prompts that can be drawn: one of each family."""
    kinds: int
    """What is told as one type, and what is not told, from each of which is drawn by itself."""
    for_each: int
    """Labels that give each of these four, or all there are."""


def room(prompts: pl.DataFrame) -> Room:
    """How many labels prompts have room for, and how many each of their kinds needs."""
    sizes = prompts.filter(pl.col(LEADER) == pl.col(RANK)).group_by(stratum()).len()["len"]
    return Room(int(sizes.sum()), len(sizes), int(sizes.clip(upper_bound=LEAST_EACH).sum()))


def drawn(prompts: pl.DataFrame, count: int, seed: int = 0, known: Collection[str] = ()) -> list[str]:
    """The keys of so many prompts, one of each family, in an order in which no type can be guessed.

    What is told as one type is drawn from by itself (Neyman's allocation, at least four each): more where there is
    more of it, or it is less sure. The same are drawn whatever the order of the records, and more are drawn
    without giving up any. What is known, by its key, counts among them.

    Args:
        prompts: With types and families.
        count: How many, those that are known among them; all, if there are fewer.
        seed: Of the draw.
        known: Keys of prompts that are drawn already.
    """
    leading = prompts.filter(pl.col(LEADER) == pl.col(RANK)).with_columns(
        stratum(),
        pl.col(c.KEY).map_elements(lambda key: _order(key, seed), return_dtype=pl.UInt64).alias(_ORDER),
        pl.col(c.KEY).is_in(list(known)).alias("known"),
    )
    strata = leading.group_by(STRATUM).agg(pl.len(), pl.col(SCORE).mean().fill_null(0.5)).sort(STRATUM)
    numbers = allocation(strata["len"].to_list(), _spreads(strata[SCORE].to_list()), count)
    keys = list[tuple[int, str]]()
    for name, number in zip(strata[STRATUM], numbers, strict=True):
        own = leading.filter(pl.col(STRATUM) == name).sort("known", _ORDER, descending=[True, False])
        keys += own.select(_ORDER, c.KEY).head(number).rows()
    return [key for _, key in sorted(keys)]


def _spreads(scores: Sequence[float]) -> list[float]:
    """How mixed what is told so surely is: the standard deviation of being right."""
    return [(score * (1 - score)) ** 0.5 for score in (min(0.99, max(0.01, each)) for each in scores)]


def _order(key: str, seed: int) -> int:
    return xxh3_64_intdigest(key.encode(), seed=seed)
