"""What to write next: how many prompts of which type and kind, why, and with what before one's eyes."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any, NamedTuple

import polars as pl

from curate.checks import type_check as v
from curate.engine.compared import compared
from curate.facts.language import languages_of
from curate.facts.sets import sets_of
from curate.findings import RANK
from curate.langid.names import UND, USUAL
from curate.minhash.nearest import nearest
from curate.minhash.sets import Sets
from curate.progress import Tell, silent
from curate.records import columns as c
from curate.records.records import Records
from curate.report.coverage.cells import LENGTH, facets
from curate.report.coverage.counts import UNIT, in_units
from curate.report.coverage.examples import RARE, TYPICAL, Cell, examples_of, sure_of
from curate.report.coverage.prompts import LANGUAGE, LEADER, OPENING, WEIGHT
from curate.report.coverage.result import Coverage
from curate.report.coverage.table import COLLECT, NAME, TITLE
from curate.report.coverage.units import Unit
from curate.report.coverage.verdicts import FINE, verdicts
from curate.report.terminal import shown
from curate.statistics.collecting import parted, spread
from curate.taxonomy.model import PromptType

FARTHEST, WORN = 3, 5
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
    **{f"typical_{number}": pl.String() for number in range(1, TYPICAL + 1)},
    **{f"rare_{number}": pl.String() for number in range(1, RARE + 1)},
    "worn_openings": pl.String(),
    **{f"unlike_{number}": pl.String() for number in range(1, FARTHEST + 1)},
}
"""One row for each type, and for each of its cells where a reference tells how the type spreads.

`families` is how many kinds of prompt are missing; `write` how many to ask for, since people repeat each other.
`typical` are prompts of the set that are surest to be of the type, and `rare` some that open as few others do:
both show what is meant. Where the set has none that surely is, examples of the taxonomy are typical. `unlike` are
prompts of the reference that are least like any of the set: more like these are to be written.
"""


def brief_of(
    found: Coverage, budget: int | None = None, *, text: bool = True, tell: Tell = silent
) -> pl.DataFrame:
    """What to write, as `SCHEMA`; the most first. Nothing where there is no target, or nothing is short of it.

    Args:
        found: The coverage.
        budget: How many prompts to spend where they help most; fewer, if with these nothing is short any more.
            Without it as many as the target asks for.
        text: Whether prompts are quoted.
        tell: Called now and then.
    """
    rows = list[dict[str, Any]]()
    asked = zip(found.units, amounts(found, budget), strict=True)
    wanted = [(unit, amount) for unit, amount in asked if amount.families]
    writer = _Writer(found, text=text)
    for at, (unit, amount) in enumerate(wanted):
        tell("writing the brief", at, len(wanted))
        rows += writer.rows(unit, amount)
    return pl.DataFrame(rows, schema=SCHEMA).sort("families", descending=True, maintain_order=True)


class Amount(NamedTuple):
    """What to add of a unit."""

    families: int
    write: int
    """Prompts: at least one for each family."""


def amounts(found: Coverage, budget: int | None) -> list[Amount]:
    """Of each unit how much to add."""
    each = [_per_family(found.prompts.filter(pl.col(UNIT) == unit.id)) for unit in found.units]
    if budget is None or found.target is None:
        more = dict(found.table.select(NAME, COLLECT).iter_rows())
        asked = [more[unit.id] or 0 for unit in found.units]
        return [Amount(number, ceil(number * per)) for number, per in zip(asked, each, strict=True)]
    targets = [0.0 if unit.kind == "other" else found.target.shares.get(unit.id, 0.0) for unit in found.units]
    worth = [1 / per for per in each]
    given = spread(found.counts.effective.tolist(), targets, budget, worth, found.settings.reach)
    return [
        Amount(max(1, round(number / per)) if number else 0, number)
        for number, per in zip(given, each, strict=True)
    ]


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

    def rows(self, unit: Unit, amount: Amount) -> Iterator[dict[str, Any]]:
        own = self._own.filter(pl.col(UNIT) == unit.id)
        other = None if self._reference is None else self._reference.filter(pl.col(UNIT) == unit.id)
        far = None if other is None else self._far(own, other)
        parts = list(_parts(own, other, amount.families))
        # Nothing is rounded up: a budget is what it is.
        written = parted(amount.write, [part.families for part in parts])
        shown = examples_of(sure_of(self._found, unit.id, own), [part.cell for part in parts])
        for part, write, examples in zip(parts, written, shown, strict=True):
            cell = part.cell
            typical, rare = (self._quoted(self._found.records, keys) for keys in examples)
            typical = typical or self._known(unit, cell)
            near = None if far is None else far if cell is None else far.filter(cell.holds())
            unlike = [] if near is None else self._quoted(self._beside, near[c.KEY].head(FARTHEST).to_list())
            yield {
                "write": write,
                "families": part.families,
                NAME: unit.id,
                TITLE: unit.title,
                "definition": "; ".join(each.definition for each in self._types(unit)),
                LANGUAGE: cell and cell.language,
                LENGTH: cell and cell.length,
                "why": _why(self._found, unit.id, part),
                **{f"typical_{at}": each for at, each in enumerate(typical[:TYPICAL], 1)},
                **{f"rare_{at}": each for at, each in enumerate(rare, 1)},
                "worn_openings": ", ".join(_worn(own)) if self._text else None,
                **{f"unlike_{at}": each for at, each in enumerate(unlike, 1)},
            }

    def _types(self, unit: Unit) -> list[PromptType]:
        """The types of a unit: itself, or those of the group."""
        every = self._found.settings.typing.by.types
        return [each for each in every if unit.id in (each.id, each.group if unit.kind == "group" else each.id)]

    def _known(self, unit: Unit, cell: Cell | None) -> list[str]:
        """Examples of the taxonomy, in the language that is asked for, or that of the set, if there are any."""
        every = pl.Series([example for each in self._types(unit) for example in each.examples], dtype=pl.String)
        told = languages_of(every, USUAL, silent).struct
        # Han alone is too short to be told for certain; among examples it is no other language.
        languages = told.field("lang").zip_with(told.field("script") != "Hani", pl.Series(["zh"]))
        asked = cell.language if cell else _usual(self._own)
        choices = (every.filter(languages == known) for known in (asked or UND, UND))
        return next((chosen.to_list() for chosen in choices if len(chosen)), every.to_list())

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

    def _quoted(self, records: Records, keys: Sequence[str]) -> list[str]:
        if not self._text or not keys:
            return []
        with records.as_read():
            said = records.conversations(keys)
        first = (next((t.content or "" for t in said[key].turns if t.role == "user"), "") for key in keys)
        return [shown(each, EXCERPT) for each in first]


def _with_cells(prompts: pl.DataFrame) -> pl.DataFrame:
    """The prompts with what a row of the table speaks of; one whose language is not told has the usual one."""
    by = facets(prompts)
    told = prompts.with_columns(by[LANGUAGE].alias(LANGUAGE), by[LENGTH].alias(LENGTH))
    return told.with_columns(pl.col(LANGUAGE).fill_null(pl.lit(_usual(told), pl.String)))


def _usual(prompts: pl.DataFrame) -> str | None:
    """The language of most; None where none is told."""
    counts = prompts.filter(pl.col(LANGUAGE).is_not_null()).group_by(LANGUAGE).len()
    most = counts.sort("len", LANGUAGE, descending=[True, False])
    return most[LANGUAGE][0] if most.height else None


class _Part(NamedTuple):
    """What goes to one row."""

    families: int
    cell: Cell | None = None
    """None where that is all of the type."""
    have: float = 0
    """Families that are in the cell, and that are to be when all is written."""
    wanted: float = 0


def _parts(own: pl.DataFrame, other: pl.DataFrame | None, number: int) -> Iterator[_Part]:
    """How many of a type go to which language and length, so that it spreads as the reference does."""
    if other is None or other.is_empty():
        yield _Part(number)
        return
    have, beside = (_sums(each) for each in (own, other))
    names = sorted(beside, key=lambda cell: (-beside[cell], str(cell)))
    total, end = sum(beside.values()), sum(have.values()) + number
    wanted = [beside[cell] / total * end for cell in names]
    missing = [max(0.0, most - have.get(cell, 0.0)) for cell, most in zip(names, wanted, strict=True)]
    for cell, most, families in zip(names, wanted, parted(number, missing), strict=True):
        if families:
            yield _Part(families, cell, have.get(cell, 0.0), most)


def _sums(prompts: pl.DataFrame) -> dict[Cell, float]:
    rows = prompts.group_by(LANGUAGE, LENGTH).agg(pl.col(WEIGHT).sum()).iter_rows()
    return {Cell(language, length): weight for language, length, weight in rows}


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


def _why(found: Coverage, unit: str, part: _Part) -> str:
    """What is short of what, by how much, and how far that is known."""
    row = found.table.row(found.ids.index(unit), named=True)
    word = verdicts(found).get(unit, "")
    name = "" if found.target is None else f" by {found.target.name}"
    told = [
        f"{word}: {100 * row[v.SHARE]:.1f} % of the families ({row[v.EFFECTIVE]:,.0f}),"
        f" to be {100 * row[v.TARGET]:.1f} %{name}"
    ]
    if word.startswith(FINE):
        told.append("more, since all that is added to other types makes its share less")
    if part.cell:
        told.append(f"of this language and length there are {part.have:,.0f}, to be {part.wanted:,.0f}")
    return "; ".join([*told, *filter(None, [found.unjudged])])
