"""Which types of prompts there are, against a target, and what is needed: where that was written to the folder."""

from collections.abc import Iterator
from typing import Any

from curate.checks.coverage import NarrowType
from curate.report.coverage.as_json import CoverageReport, FlagModel, TypeModel
from curate.report.coverage.verdicts import is_open
from curate.report.page.curves import curves
from curate.report.page.quoted import plain
from curate.report.page.section import Beside, Section
from curate.report.page.spread import heat, shares

COVERAGE = "coverage.json"
MOST_FLAGS = 20
"""Types and cells that are named of what coverage checks found."""
_EXACT = 1e-6
"""Bounds nearer to each other are one."""


def coverage(material: Beside) -> Section | None:
    """Shares and what they are to be, cells that differ, and what to collect; no section without coverage.

    Raises:
        InputError: what stands in its file is no coverage.
    """
    told = material.left.beside(COVERAGE, CoverageReport, "curate coverage")
    if told is None:
        return None
    types = [each for each in told.types if each.records or each.target]
    types.sort(key=lambda each: (each.ratio is None, each.ratio or 0, -(each.share or 0), each.type))
    rows = [_row(each) for each in types]
    facets = dict.fromkeys(each.facet for each in told.cells)
    values = {
        "prompts": told.prompts,
        "families": told.families,
        "target": plain(told.target.name) if told.target else "",
        "distance": told.distance,
        "unsure": told.types_told.unsure,
        "judged": told.types_told.judged,
        "labels": told.types_told.labels,
        "doubt": any((each.share_high or 0) - (each.share_low or 0) > _EXACT for each in types),
        "drawing": shares(types) if any(each.share is not None for each in types) else None,
        "types": rows,
        "needed": [(row["type"], row["needed"]) for row in rows if row["needed"]],
        "curves": curves(types, {each.type for each in told.flags if each.code == NarrowType.code}),
        "facets": [(plain(facet), heat([each for each in told.cells if each.facet == facet])) for facet in facets],
        "flags": [_flag(each) for each in told.flags[:MOST_FLAGS]],
        "more": len(told.flags[MOST_FLAGS:]),
        "open": [row["type"] for row in rows if is_open(row["verdict"])],
    }
    return Section("coverage", "Which types of prompts there are", values)


def _row(told: TypeModel) -> dict[str, Any]:
    return {
        "type": plain(told.type),
        "title": plain(told.title),
        "families": told.effective,
        "share": list(_bounded(told.share, told.share_low, told.share_high, percent=True)),
        "target": list(_bounded(told.target, told.target_low, told.target_high, percent=True)),
        "ratio": list(_bounded(told.ratio, told.ratio_low, told.ratio_high)),
        "needed": told.model_dump()["collect"],
        "varied": told.hill_2,
        "verdict": plain(told.verdict or ""),
    }


def _bounded(
    value: float | None, low: float | None, high: float | None, *, percent: bool = False
) -> Iterator[str]:
    """A number, and its bounds where it is not known exactly: `0.22` and `(0.14-0.35)`."""
    if value is None or low is None:
        return

    def said(number: float) -> str:
        return f"{100 * number:.1f}" if percent else f"{number:.2f}"

    yield f"{said(value)} %" if percent else said(value)
    if high is None or high - low > _EXACT * max(1.0, value):
        yield f"({said(low)}-{'...' if high is None else said(high)})"


def _flag(told: FlagModel) -> dict[str, str]:
    cell = f", {told.facet} {told.value}" if told.facet else ""
    return {
        "code": plain(told.code),
        "name": plain(told.name),
        "severity": told.severity,
        "what": plain(f"{told.type}{cell}"),
        "message": plain(told.message),
        "check": "to be checked" if told.status == "check" else "",
    }
