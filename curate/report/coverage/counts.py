"""How many prompts of each type a set has, how much of that is repetition, and how sure it is."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.findings import RANK
from curate.report.coverage.prompts import HOW, LABEL, LEADER, STRATUM, WEIGHT, stratum
from curate.report.coverage.units import unit_of
from curate.statistics.audit import audited
from curate.statistics.intervals import Interval, jeffreys

Numbers = npt.NDArray[np.float64]
UNIT = "unit"
"""On a prompt: the row it counts in, by what is told of it; null where nothing is."""
AUDITED = "audited"
"""On a prompt: the row it counts in, by a person's label; null where nobody looked."""


class Counts(NamedTuple):
    """Of each unit, in their order."""

    records: Numbers
    """By what is told."""
    counted: Numbers
    """The families of these, each as one."""
    largest: Numbers
    """The most of these records that one family has in it."""
    effective: Numbers
    """Families, each as one: by labels, where there are some, else by what is told."""
    shares: Numbers
    """Of all prompts whose unit is told."""
    errors: Numbers | None
    """The standard error of each share for what labels leave open; None where there are no labels."""
    precision: list[Interval | None]
    """How often what is told as this is labelled so; None where nothing of it is labelled."""
    labels: int
    """How many labels there are."""
    unsure: float
    """The share of all prompts whose unit is not told."""
    by_label: float
    """The share of those told that are by the records' own labels."""
    looked_at: float
    """The share of all prompts that are by the records' own labels, or of whose kind somebody labelled some."""

    @property
    def total(self) -> float:
        """Families whose unit is told."""
        return float(self.effective.sum())


def in_units(prompts: pl.DataFrame, ids: Sequence[str]) -> pl.DataFrame:
    """The prompts with the unit each counts in."""
    return prompts.with_columns(unit_of(ids).alias(UNIT))


def counts_of(prompts: pl.DataFrame, ids: Sequence[str]) -> Counts:
    """What there is of each unit, of prompts in units; `audited` holds a person's labels where there are any."""
    told = prompts.filter(pl.col(UNIT).is_not_null())
    own = told.group_by(UNIT).agg(pl.len().alias("records"), pl.col(WEIGHT).sum())
    families = told.group_by(UNIT, LEADER).len().group_by(UNIT).agg(pl.col("len").max())
    every = pl.DataFrame({UNIT: ids}).join(own, on=UNIT, how="left").join(families, on=UNIT, how="left")
    records, weights, largest = (
        every[name].fill_null(0).cast(pl.Float64).to_numpy() for name in ("records", WEIGHT, "len")
    )
    labelled = prompts.filter(pl.col(AUDITED).is_not_null())
    shares, errors, total = weights / max(weights.sum(), 1e-300), None, weights.sum()
    if labelled.height:
        shares, errors, total = _by_labels(prompts, ids)
    mass = float(prompts[WEIGHT].sum())
    by_label = told.filter(pl.col(HOW) == LABEL)
    return Counts(
        records,
        weights,
        largest,
        shares * total,
        shares,
        errors,
        [_precision(labelled, each) for each in ids],
        labelled.height,
        1 - float(told[WEIGHT].sum()) / mass if mass else 0.0,
        float(by_label[WEIGHT].sum()) / max(float(told[WEIGHT].sum()), 1e-300),
        _looked_at(prompts),
    )


def _looked_at(prompts: pl.DataFrame) -> float:
    strata = prompts.with_columns(stratum())
    names = strata.filter(pl.col(AUDITED).is_not_null())[STRATUM].unique()
    known = strata.filter((pl.col(HOW) == LABEL) | pl.col(STRATUM).is_in(names.implode()))
    return float(known[WEIGHT].sum()) / max(float(strata[WEIGHT].sum()), 1e-300)


def _by_labels(prompts: pl.DataFrame, ids: Sequence[str]) -> tuple[Numbers, Numbers, float]:
    """Shares and their errors, and how many families they are shares of.

    A stratum is what is told the same in the same way. Of one in which nobody labelled anything, what is told is
    taken as it is; where nothing is told of it either, it counts for nothing.
    """
    strata = prompts.with_columns(stratum())
    looked_at = strata.filter(pl.col(AUDITED).is_not_null())
    names = looked_at[STRATUM].unique().sort().to_list()
    rest = strata.filter(~pl.col(STRATUM).is_in(names) & pl.col(UNIT).is_not_null())
    sizes = [float(strata.filter(pl.col(STRATUM) == name)[WEIGHT].sum()) for name in names]
    labels = np.array([_labels(looked_at.filter(pl.col(STRATUM) == name), ids) for name in names])
    found = audited(sizes, labels)
    certain = _sums(rest, UNIT, ids)
    total = sum(sizes) + float(certain.sum())
    part = sum(sizes) / total
    return found.shares * part + certain / total, found.errors * part, total


def _labels(labelled: pl.DataFrame, ids: Sequence[str]) -> Numbers:
    """How many labels say each unit: one of each family was drawn, so each stands for as much."""
    said = labelled[AUDITED].to_list()
    return np.array([float(said.count(each)) for each in ids])


def _sums(prompts: pl.DataFrame, column: str, ids: Sequence[str]) -> Numbers:
    own = dict(prompts.group_by(column).agg(pl.col(WEIGHT).sum()).iter_rows())
    return np.array([own.get(each, 0.0) for each in ids])


def _precision(labelled: pl.DataFrame, unit: str) -> Interval | None:
    own = labelled.filter(pl.col(UNIT) == unit)
    if own.is_empty():
        return None
    return jeffreys(float((own[AUDITED] == unit).sum()), own.height)


def with_labels(prompts: pl.DataFrame, labels: pl.DataFrame, ids: Sequence[str]) -> pl.DataFrame:
    """The prompts with the unit that a person's label means: `rank`, `prompt_type` and `group` of each label."""
    meant = labels.select(RANK, unit_of(ids).alias(AUDITED))
    return prompts.join(meant, on=RANK, how="left", maintain_order="left")
