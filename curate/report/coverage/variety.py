"""How varied the prompts of a type are, by how they open."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import polars as pl

from curate.findings import RANK
from curate.report.coverage.counts import UNIT
from curate.report.coverage.prompts import LEADER, OPENING
from curate.statistics.intervals import Interval, deviations
from curate.statistics.kinds import Sample
from curate.statistics.ratios import ratio

ENOUGH = 100
"""Families from which on the variety of a type is compared with that of others."""
LEAST_COVERED = 0.05
"""Where samples have so little in common with what they were drawn from, nothing can be compared."""


class Variety(NamedTuple):
    """Of one unit."""

    families: int
    openings: int
    """Different ones."""
    hill_1: float
    """How many openings, all as frequent, would be as varied (Hill number of order 1)."""
    hill_2: float
    """The same, in which rare ones hardly count (order 2)."""
    coverage: float
    """The share of what such prompts open with that is there: the next one has a new opening with what is left."""
    most: str
    """The most frequent opening; empty where there is none."""
    most_share: float
    compared: float | None
    """Hill number 1 at the sample coverage that all that are compared have."""
    usual: float | None
    """The same of this type in the reference, or of the median type without one; None where that is not told."""
    ratio_high: float | None
    """The upper bound, at 95 %, of the first divided by the second; None where it is not below it."""
    rarefaction: tuple[tuple[int, float, float], ...] = ()
    """What smaller samples would show, and this one: families, their sample coverage, and Hill number 1."""


def varieties(
    prompts: pl.DataFrame, ids: Sequence[str], reference: pl.DataFrame | None = None
) -> dict[str, Variety]:
    """Of each unit of which there is any prompt; a family opens as its leader does.

    Variety grows with numbers, so it is compared at equal sample coverage (see `curate.statistics.kinds`): with
    the same type of the reference, which has to have enough prompts too, or with all types that have.
    """
    own = _samples(prompts, ids)
    if reference is not None:
        beside = _samples(reference, ids)
        pairs = {each: _pair(sample, beside.get(each)) for each, sample in own.items()}
    else:
        pairs = _among(own)
    return {each: _variety(prompts, each, sample, pairs[each]) for each, sample in own.items()}


def _samples(prompts: pl.DataFrame, ids: Sequence[str]) -> dict[str, Sample]:
    leading = _leading(prompts)
    counts = leading.group_by(UNIT, OPENING).len().group_by(UNIT).agg(pl.col("len"))
    by_unit = {unit: Sample(each) for unit, each in counts.iter_rows()}
    return {each: by_unit[each] for each in ids if each in by_unit}


def _leading(prompts: pl.DataFrame) -> pl.DataFrame:
    return prompts.filter((pl.col(LEADER) == pl.col(RANK)) & pl.col(UNIT).is_not_null())


class _Pair(NamedTuple):
    compared: float | None = None
    usual: float | None = None
    ratio_high: float | None = None


_NOT_COMPARED = _Pair()


def _pair(own: Sample, other: Sample | None) -> _Pair:
    """Both at the lower coverage of the two."""
    if other is None or min(own.size, other.size) < ENOUGH:
        return _NOT_COMPARED
    coverage = min(own.coverage, other.coverage)
    if coverage < LEAST_COVERED:
        return _NOT_COMPARED
    usual = other.hill_for(coverage, 1)
    return _paired(own, coverage, usual, _bounds(other, coverage, usual))


def _among(samples: dict[str, Sample]) -> dict[str, _Pair]:
    """Each, and the median of all, at the lowest coverage of those that have enough."""
    able = {each: sample for each, sample in samples.items() if sample.size >= ENOUGH}
    coverage = min((sample.coverage for sample in able.values()), default=0.0)
    if len(able) < 3 or coverage < LEAST_COVERED:  # noqa: PLR2004  of two none is usual
        return dict.fromkeys(samples, _NOT_COMPARED)
    usual = median(sample.hill_for(coverage, 1) for sample in able.values())
    exactly = Interval(usual, usual)
    pairs = {each: _paired(sample, coverage, usual, exactly) for each, sample in able.items()}
    return {each: pairs.get(each, _NOT_COMPARED) for each in samples}


def _paired(own: Sample, coverage: float, usual: float, within: Interval) -> _Pair:
    """A type beside what is usual; how sure it is that it is narrower takes samples drawn anew to tell."""
    compared = own.hill_for(coverage, 1)
    if compared >= usual:
        return _Pair(compared, usual)
    return _Pair(compared, usual, ratio(compared, _bounds(own, coverage, compared), usual, within).high)


def _bounds(sample: Sample, coverage: float, value: float) -> Interval:
    reach = deviations() * sample.error_for(coverage, 1)
    return Interval(max(0.0, value - reach), value + reach)


def _variety(prompts: pl.DataFrame, unit: str, sample: Sample, pair: _Pair) -> Variety:
    own = _leading(prompts).filter(pl.col(UNIT) == unit)
    counts = own.group_by(OPENING).len().sort("len", OPENING, descending=[True, False])
    most, times = counts.row(0)
    return Variety(
        sample.size,
        len(sample.counts),
        sample.hill(1),
        sample.hill(2),
        sample.coverage,
        most or "",
        times / sample.size,
        *pair,
        _rarefaction(sample),
    )


CURVE = 12
"""Sizes of samples that a curve of rarefaction is drawn through."""


def _rarefaction(sample: Sample) -> tuple[tuple[int, float, float], ...]:
    sizes = sorted({round(sample.size ** (part / CURVE)) for part in range(CURVE + 1)})
    return tuple((size, sample.coverage_at(size), sample.hill_at(size, 1)) for size in sizes)
