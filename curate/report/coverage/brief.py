"""What to write next: how many prompts of which type and kind, why, and with what before one's eyes."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

import polars as pl

from curate.checks import coverage as v
from curate.engine.compared import compared
from curate.facts.sets import sets_of
from curate.findings import RANK
from curate.minhash.nearest import nearest
from curate.minhash.sets import Sets
from curate.progress import Tell, silent
from curate.records import columns as c
from curate.records.records import Records
from curate.report.coverage.cells import LENGTH, facets
from curate.report.coverage.counts import UNIT, in_units
from curate.report.coverage.prompts import LANGUAGE, LEADER, OPENING, WEIGHT
from curate.report.coverage.result import Coverage
from curate.report.coverage.table import COLLECT, NAME, TITLE
from curate.report.coverage.units import Unit
from curate.report.terminal import shown
from curate.statistics.collecting import parted, spread
from curate.taxonomy.model import PromptType

EXAMPLES, FARTHEST, WORN = 5, 3, 5
WORN_OUT = 0.05
"""An opening with more than this share of a type is worn out."""
FAR = 0.2
"""A prompt less like any of the set than this is far from it."""
TRIED = 200
"""Prompts of a reference that are compared with the set, for each type."""
EXCERPT = 200
SCHEMA = {
    "write": pl.UInt32(),
    "families": pl.UInt32(),
    NAME: pl.String(),
    TITLE: pl.String(),
    "definition": pl.String(),
    LANGUAGE: pl.String(),
    LENGTH: pl.String(),
    "why": pl.String(),
    **{f"example_{number}": pl.String() for number in range(1, EXAMPLES + 1)},
    "worn_openings": pl.String(),
    **{f"unlike_{number}": pl.String() for number in range(1, FARTHEST + 1)},
}
"""One row for each type, and for each of its cells where a reference tells how the type spreads.

`families` is how many kinds of prompt are missing; `write` how many to ask for, since people repeat each other.
`unlike` are prompts of the reference that are least like any of the set.
"""


def brief_of(
    found: Coverage, budget: int | None = None, *, text: bool = True, tell: Tell = silent
) -> pl.DataFrame:
    """What to write, as `SCHEMA`; the most first. Nothing where there is no target, or nothing is short of it.

    Args:
        found: The coverage.
        budget: How many families to spend where they help most; without it as many as the target asks for.
        text: Whether prompts are quoted.
        tell: Called now and then.
    """
    rows = list[dict[str, Any]]()
    wanted = [(unit, number) for unit, number in zip(found.units, amounts(found, budget), strict=True) if number]
    writer = _Writer(found, text=text)
    for at, (unit, number) in enumerate(wanted):
        tell("writing the brief", at, len(wanted))
        rows += writer.rows(unit, number)
    return pl.DataFrame(rows, schema=SCHEMA).sort("families", descending=True, maintain_order=True)


def amounts(found: Coverage, budget: int | None) -> list[int]:
    """Of each unit how many families to add."""
    by_unit = {row[NAME]: row for row in found.table.iter_rows(named=True)}
    if budget is None or found.target is None:
        return [by_unit[unit.id][COLLECT] or 0 for unit in found.units]
    targets = [0.0 if unit.kind == "other" else found.target.shares.get(unit.id, 0.0) for unit in found.units]
    return list(spread(found.counts.effective.tolist(), targets, budget))


class _Writer:
    """Makes the rows of a type, from the prompts of the set and of a reference."""

    def __init__(self, found: Coverage, *, text: bool) -> None:
        self._found, self._text = found, text
        self._own = _with_cells(found.prompts)
        target = found.target
        self._reference = None
        if target is not None and target.prompts is not None and target.records is not None:
            self._reference = _with_cells(in_units(target.prompts, found.ids))
            self._beside: Records = target.records

    def rows(self, unit: Unit, number: int) -> Iterator[dict[str, Any]]:
        own = self._own.filter(pl.col(UNIT) == unit.id)
        other = None if self._reference is None else self._reference.filter(pl.col(UNIT) == unit.id)
        far = None if other is None else self._far(own, other)
        for cell, families in _cells(own, other, number):
            here = own if cell is None else own.filter(_in(cell))
            quoted = self._examples(unit, here if here.height else own)
            unlike = (
                [] if far is None else self._quoted(self._beside, far if cell is None else far.filter(_in(cell)))
            )
            yield {
                "write": ceil(families * _per_family(own)),
                "families": families,
                NAME: unit.id,
                TITLE: unit.title,
                "definition": "; ".join(each.definition for each in self._types(unit)),
                LANGUAGE: cell and cell[0],
                LENGTH: cell and cell[1],
                "why": _why(self._found, unit.id),
                **{f"example_{at}": each for at, each in enumerate(quoted[:EXAMPLES], 1)},
                "worn_openings": ", ".join(_worn(own)) if self._text else None,
                **{f"unlike_{at}": each for at, each in enumerate(unlike[:FARTHEST], 1)},
            }

    def _types(self, unit: Unit) -> list[PromptType]:
        """The types of a unit: itself, or those of the group."""
        every = self._found.settings.typing.by.types
        return [each for each in every if unit.id in (each.id, each.group if unit.kind == "group" else each.id)]

    def _examples(self, unit: Unit, own: pl.DataFrame) -> list[str]:
        """Prompts of the set that open as few do; those of the taxonomy where there is none."""
        leading = own.filter(pl.col(LEADER) == pl.col(RANK))
        rare = leading.with_columns(pl.len().over(OPENING).alias("times")).sort("times", c.KEY)
        told = self._quoted(
            self._found.records, rare.unique(OPENING, keep="first", maintain_order=True).head(EXAMPLES)
        )
        return told or [example for each in self._types(unit) for example in each.examples]

    def _far(self, own: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        """Prompts of the reference that are least like any of the set, the least first."""
        tried = other.filter(pl.col(LEADER) == pl.col(RANK)).sort(c.KEY).head(TRIED)
        alike = nearest(self._sets(self._beside, tried), self._sets(self._found.records, own))
        return tried.with_columns(pl.Series("alike", alike)).filter(pl.col("alike") < FAR).sort("alike", c.KEY)

    def _sets(self, records: Records, prompts: pl.DataFrame) -> Sets:
        chosen = records.of(records.index.filter(pl.col(RANK).is_in(prompts[RANK].implode())))
        keys = compared(chosen, self._found.settings.family, silent)
        ordered = prompts.select(RANK).join(keys, on=RANK, how="left", maintain_order="left")
        return sets_of(ordered["shingles"])

    def _quoted(self, records: Records, prompts: pl.DataFrame) -> list[str]:
        if not self._text or prompts.is_empty():
            return []
        keys = prompts[c.KEY].to_list()
        with records.as_read():
            said = records.conversations(keys)
        first = (next((t.content or "" for t in said[key].turns if t.role == "user"), "") for key in keys)
        return [shown(each, EXCERPT) for each in first]


def _with_cells(prompts: pl.DataFrame) -> pl.DataFrame:
    by = facets(prompts)
    return prompts.with_columns(by[LANGUAGE].alias(LANGUAGE), by[LENGTH].alias(LENGTH))


_Cell = tuple[str | None, str]


def _in(cell: _Cell) -> pl.Expr:
    return pl.col(LANGUAGE).eq_missing(pl.lit(cell[0], pl.String)) & (pl.col(LENGTH) == cell[1])


def _cells(own: pl.DataFrame, other: pl.DataFrame | None, number: int) -> Iterator[tuple[_Cell | None, int]]:
    """How many of a type go to which language and length, so that it spreads as the reference does."""
    if other is None or other.is_empty():
        yield None, number
        return
    have, wanted = (_sums(each) for each in (own, other))
    names = sorted(wanted, key=lambda cell: (-wanted[cell], str(cell)))
    total, end = sum(wanted.values()), sum(have.values()) + number
    missing = [max(0.0, wanted[cell] / total * end - have.get(cell, 0.0)) for cell in names]
    for cell, families in zip(names, parted(number, missing), strict=True):
        if families:
            yield cell, families


def _sums(prompts: pl.DataFrame) -> dict[_Cell, float]:
    rows = prompts.group_by(LANGUAGE, LENGTH).agg(pl.col(WEIGHT).sum()).iter_rows()
    return {(language, length): weight for language, length, weight in rows}


def _per_family(own: pl.DataFrame) -> float:
    """How many prompts it took so far to get one that is like no other."""
    return own.height / float(own[WEIGHT].sum()) if own.height else 1.0


def _worn(own: pl.DataFrame) -> Sequence[str]:
    leading = own.filter(pl.col(LEADER) == pl.col(RANK))
    counts = leading.group_by(OPENING).len().sort("len", OPENING, descending=[True, False])
    many = counts.filter(
        (pl.col("len") > WORN_OUT * leading.height) & (pl.col("len") > 1) & (pl.col(OPENING) != "")
    )
    return [shown(each) for each in many[OPENING].head(WORN)]


def _why(found: Coverage, unit: str) -> str:
    row = found.table.row(found.ids.index(unit), named=True)
    doubt = "" if found.is_judged else "; types are told by rules that nobody has checked"
    there = f"{row[v.EFFECTIVE]:,.0f} families, {100 * row[v.SHARE]:.1f} % of {100 * row[v.TARGET]:.1f} %"
    return f"{there}{doubt}"
