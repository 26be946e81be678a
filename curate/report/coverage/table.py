"""The table of types: shares against a target, each with its bounds, and how varied each type is."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import polars as pl

from curate.checks import type_check as v
from curate.report.coverage.counts import Counts
from curate.report.coverage.target import Target
from curate.report.coverage.units import Unit
from curate.report.coverage.variety import Variety
from curate.statistics.collecting import WANTED, Need, needed
from curate.statistics.intervals import Interval, deviations, wilson
from curate.statistics.ratios import ratio, together

NAME, TITLE, KIND, GROUP = "type", "title", "kind", "group"
SHARE_LOW, SHARE_HIGH, TARGET_LOW, TARGET_HIGH = "share_low", "share_high", "target_low", "target_high"
COLLECT, OPENINGS, HILL_1, COVERED, PRECISION_LOW = "collect", "openings", "hill_1", "covered", "precision_low"
RAREFACTION = "rarefaction"
_POINT = ("families", "covered", "hill_1")
UNSURE_ROW = "other:unsure"
"""The row of what is not told; its `unsure` is its share of all prompts, and its other shares are null."""
SCHEMA: dict[str, pl.DataType] = {
    NAME: pl.String(),
    TITLE: pl.String(),
    KIND: pl.String(),
    GROUP: pl.String(),
    v.RECORDS: pl.UInt32(),
    v.COUNTED: pl.Float64(),
    v.LARGEST: pl.UInt32(),
    v.EFFECTIVE: pl.Float64(),
    v.SHARE: pl.Float64(),
    SHARE_LOW: pl.Float64(),
    SHARE_HIGH: pl.Float64(),
    v.TARGET: pl.Float64(),
    TARGET_LOW: pl.Float64(),
    TARGET_HIGH: pl.Float64(),
    v.RATIO: pl.Float64(),
    v.RATIO_LOW: pl.Float64(),
    v.RATIO_HIGH: pl.Float64(),
    v.EXPECTED: pl.Float64(),
    COLLECT: pl.UInt32(),
    OPENINGS: pl.UInt32(),
    HILL_1: pl.Float64(),
    v.HILL_2: pl.Float64(),
    COVERED: pl.Float64(),
    v.OPENING: pl.String(),
    v.OPENING_SHARE: pl.Float64(),
    v.COMPARED: pl.Float64(),
    v.USUAL: pl.Float64(),
    v.VARIED_HIGH: pl.Float64(),
    RAREFACTION: pl.List(pl.Struct({"families": pl.UInt32, "covered": pl.Float64, "hill_1": pl.Float64})),
    PRECISION_LOW: pl.Float64(),
    v.PRECISION_HIGH: pl.Float64(),
    v.UNSURE: pl.Float64(),
}
"""One row for each unit, and one for what is not told."""


class Terms(NamedTuple):
    """On what terms a set is compared."""

    sampled: bool = False
    """Whether the set is a sample of something larger, such as a collection that goes on: its shares then have the
    doubt of a sample."""
    reach: float = WANTED
    """Which part of its target each type is to reach, by what is to be collected."""


def table_of(
    units: Sequence[Unit], counts: Counts, target: Target | None, varieties: dict[str, Variety], terms: Terms
) -> pl.DataFrame:
    """The table, as `SCHEMA`.

    Args:
        units: Of what shares are told.
        counts: Of each unit.
        target: What the set is compared with; without it nothing is too few or too many.
        varieties: By unit.
        terms: On what terms.
    """
    need = needs(units, counts, target, terms.reach)
    more = {} if need is None or target is None else _collected(units, need, target)
    rows = [
        {NAME: unit.id, TITLE: unit.title, KIND: unit.kind, GROUP: unit.group, COLLECT: more.get(unit.id)}
        | _counted(counts, at)
        | _shared(counts, at, sampled=terms.sampled)
        | compared_with(unit, counts, at, target, sampled=terms.sampled)
        | _varied(varieties.get(unit.id))
        for at, unit in enumerate(units)
    ]
    rows.append({NAME: UNSURE_ROW, TITLE: "Not told", KIND: "unsure", v.UNSURE: counts.unsure})
    return pl.DataFrame(rows, schema=SCHEMA)


def _counted(counts: Counts, at: int) -> dict[str, Any]:
    known = counts.precision[at]
    return {
        v.RECORDS: int(counts.records[at]),
        v.COUNTED: float(counts.counted[at]),
        v.LARGEST: int(counts.largest[at]),
        v.EFFECTIVE: float(counts.effective[at]),
        PRECISION_LOW: known.low if known else None,
        v.PRECISION_HIGH: known.high if known else None,
    }


def _shared(counts: Counts, at: int, *, sampled: bool) -> dict[str, Any]:
    if not counts.total:
        return {}
    bounds = _bounds(counts, at, deviations(), sampled=sampled)
    return {v.SHARE: float(counts.shares[at]), SHARE_LOW: bounds.low, SHARE_HIGH: bounds.high}


def _bounds(counts: Counts, at: int, z: float, *, sampled: bool) -> Interval:
    """Where the share of a unit lies: what labels leave open, and what a sample does."""
    share = float(counts.shares[at])
    doubts = list[Interval]()
    if counts.errors is not None:
        reach = z * float(counts.errors[at])
        doubts.append(Interval(max(0.0, share - reach), min(1.0, share + reach)))
    if sampled:
        doubts.append(wilson(share * counts.total, counts.total, z))
    return together(share, *doubts)


def compared_with(unit: Unit, counts: Counts, at: int, target: Target | None, *, sampled: bool) -> dict[str, Any]:
    """Against the target, with bounds that hold for all units at once."""
    if target is None or not counts.total or unit.id not in target.shares:
        return {}
    wanted = target.shares[unit.id]
    z = deviations(among=sum(share > 0 for share in target.shares.values()) or 1)
    known = wilson(wanted * target.of, target.of, z) if target.of else Interval(wanted, wanted)
    told = {v.TARGET: wanted, TARGET_LOW: known.low, TARGET_HIGH: known.high, v.EXPECTED: wanted * counts.total}
    if not wanted:
        return told
    share = float(counts.shares[at])
    bounds = ratio(share, _bounds(counts, at, z, sampled=sampled), wanted, known)
    return told | {v.RATIO: share / wanted, v.RATIO_LOW: bounds.low, v.RATIO_HIGH: bounds.high}


def needs(units: Sequence[Unit], counts: Counts, target: Target | None, reach: float) -> Need | None:
    """How many families to add to each unit, and whether additions alone can do; None without a target."""
    if target is None or not counts.total:
        return None
    # Nobody can be asked to write what is no type.
    wanted = [target.shares.get(unit.id, 0.0) if unit.kind != "other" else 0.0 for unit in units]
    return needed(counts.effective.tolist(), wanted, reach)


def _collected(units: Sequence[Unit], need: Need, target: Target) -> dict[str, int]:
    """By unit how many families to add; nothing where additions alone can not do."""
    if not need.is_feasible:
        return {}
    asked = zip(units, need.more, strict=True)
    return {unit.id: more for unit, more in asked if unit.id in target.shares and unit.kind != "other"}


def _varied(variety: Variety | None) -> dict[str, Any]:
    if variety is None:
        return {}
    return {
        OPENINGS: variety.openings,
        HILL_1: variety.hill_1,
        v.HILL_2: variety.hill_2,
        COVERED: variety.coverage,
        v.OPENING: variety.most,
        v.OPENING_SHARE: variety.most_share,
        v.COMPARED: variety.compared,
        v.USUAL: variety.usual,
        v.VARIED_HIGH: variety.ratio_high,
        RAREFACTION: [dict(zip(_POINT, point, strict=True)) for point in variety.rarefaction],
    }
