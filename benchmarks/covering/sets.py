"""Sets that are made of others whose types are known."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from curate.report.coverage.counts import AUDITED, in_units
from curate.report.coverage.prompts import LEADER, WEIGHT
from curate.report.coverage.units import Unit, units
from curate.taxonomy.model import Taxonomy


def part(prompts: pl.DataFrame, chosen: Sequence[int] | np.ndarray, ids: Sequence[str]) -> pl.DataFrame:
    """Some of the prompts, each family weighed by how many of it there are now."""
    own = prompts[pl.Series(np.sort(np.asarray(chosen)), dtype=pl.UInt32)]
    weighed = own.with_columns((1 / pl.len().over(LEADER)).alias(WEIGHT), pl.lit(None, pl.String).alias(AUDITED))
    return in_units(weighed, ids)


def known_units(prompts: pl.DataFrame, by: Taxonomy, least: int) -> list[Unit]:
    """The units of types of which there are so many prompts."""
    counts = dict(prompts.group_by("prompt_type").len().iter_rows())
    return [unit for unit in units(by) if counts.get(unit.id, 0) >= least]
