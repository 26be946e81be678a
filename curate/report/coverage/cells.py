"""How prompt types spread over languages, lengths, turns, and whatever else records say of themselves."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.checks import type_check as v
from curate.checks.coverage import SparseCell
from curate.langid.names import UND, ZXX
from curate.report.coverage.counts import UNIT
from curate.report.coverage.prompts import LANGUAGE, TURNS, WEIGHT, WORDS
from curate.statistics.tables import adjusted_residuals, discoveries, expected, two_sided

Numbers = npt.NDArray[np.float64]
FACET, VALUE, RESIDUAL, CHANCE = "facet", "value", "residual", "chance"
LENGTH = "length"
MOST_VALUES = 12
"""Values of a facet that are told one by one, the most frequent; all others are one."""
OTHERS = "(others)"
NOT_TOLD = "(not told)"
"""What has no value: a prompt that says too little, or is code or sums, is in no language."""
SCHEMA = {
    FACET: pl.String(),
    VALUE: pl.String(),
    "type": pl.String(),
    v.EFFECTIVE: pl.Float64(),
    v.EXPECTED: pl.Float64(),
    v.RATIO: pl.Float64(),
    RESIDUAL: pl.Float64(),
    CHANCE: pl.Float64(),
    v.DISCOVERED: pl.Boolean(),
}
"""One row for each type and value of a facet, also where there is none.

`expected` is how many families a reference lets expect, of as many of the type as there are; without a reference
it is what the type and the value have in all. `residual` is Haberman's adjusted one, and `chance` that of one at
least as far off if there is nothing to see. What a type lets expect of lengths is its own matter: without a
reference a cell of these is never discovered. Of what is not told nothing is expected: these are null.
"""
LENGTHS = ((10, "under 10 words"), (30, "10 to 29 words"), (100, "30 to 99 words"), (300, "100 to 299 words"))
_LONGEST = "300 words or more"
_TURNS = ((2, "1 turn"), (4, "2 or 3 turns"))
_MOST_TURNS = "4 turns or more"
_ENOUGH = 20
"""Families of a type in a reference from which on it tells how the type spreads."""


class Faceted(NamedTuple):
    """Prompts in units, and of each the value of every facet, as text; null where it has none."""

    prompts: pl.DataFrame
    values: pl.DataFrame


def facets(prompts: pl.DataFrame) -> pl.DataFrame:
    """Of each prompt its language, where it is told, its length and its turns, as texts, in its own order."""
    language = pl.col(LANGUAGE)
    return prompts.select(
        pl.when(~language.is_in([UND, ZXX])).then(language).alias(LANGUAGE),
        _bin(WORDS, LENGTHS, _LONGEST).alias(LENGTH),
        _bin(TURNS, _TURNS, _MOST_TURNS).alias(TURNS),
    )


def _bin(column: str, bins: Sequence[tuple[int, str]], last: str) -> pl.Expr:
    told = pl.lit(last)
    for below, name in reversed(bins):
        told = pl.when(pl.col(column) < below).then(pl.lit(name)).otherwise(told)
    return told


def cells_of(own: Faceted, reference: Faceted | None, ids: Sequence[str], check: SparseCell) -> pl.DataFrame:
    """Every cell of every facet, as `SCHEMA`; a facet that has one value has none.

    Args:
        own: The prompts of the set.
        reference: Those of a reference, if there is one; a facet that it lacks is told as if there were none.
        ids: The units.
        check: From how many expected families on a cell is tried, and how many findings may be false.
    """
    made = [pl.DataFrame(schema={name: kind for name, kind in SCHEMA.items() if name != v.DISCOVERED})]
    for name in own.values.columns:
        beside = None
        if reference is not None and name in reference.values.columns:
            beside = _weights(reference, name)
        for table in _table(name, _weights(own, name), beside, ids):
            made += [table, _not_told(own, table)]
    every = pl.concat(made)
    by_type = (pl.col(FACET) == LENGTH) if reference is None else pl.lit(value=False)
    enough = (pl.col(v.EXPECTED) >= check.min_expected).fill_null(value=False)
    tried = every.select(enough & ~by_type).to_series().to_numpy()
    found = np.zeros(every.height, np.bool_)
    found[tried] = discoveries(every[CHANCE].to_numpy()[tried], check.false_share)
    return every.with_columns(pl.Series(v.DISCOVERED, found, dtype=pl.Boolean)).select(*SCHEMA)


def _weights(of: Faceted, name: str) -> pl.DataFrame:
    """Families by unit and value of a facet, where both are told."""
    told = of.prompts.select(UNIT, WEIGHT).with_columns(of.values[name].alias(VALUE)).drop_nulls()
    return told.group_by(UNIT, VALUE).agg(pl.col(WEIGHT).sum())


def _not_told(of: Faceted, table: pl.DataFrame) -> pl.DataFrame:
    """A row more for each type of the table of a facet: what has no value there; none where all have one."""
    name = table[FACET][0] if table.height else ""
    untold = of.prompts.filter(of.values[name].is_null()) if name else of.prompts.clear()
    own = dict(untold.drop_nulls(UNIT).group_by(UNIT).agg(pl.col(WEIGHT).sum()).iter_rows())
    types = table["type"].unique(maintain_order=True).to_list() if own else []
    rows = [{FACET: name, VALUE: NOT_TOLD, "type": each, v.EFFECTIVE: own.get(each, 0.0)} for each in types]
    return pl.DataFrame(rows, schema=table.schema)


def _table(
    name: str, own: pl.DataFrame, reference: pl.DataFrame | None, ids: Sequence[str]
) -> Iterator[pl.DataFrame]:
    every = own if reference is None else pl.concat([own, reference])
    sums = every.group_by(VALUE).agg(pl.col(WEIGHT).sum()).sort(WEIGHT, VALUE, descending=[True, False])
    if sums.height < 2:  # noqa: PLR2004  one value tells nothing
        return
    values = sorted(sums[VALUE].head(MOST_VALUES), key=_place) + ([OTHERS] if sums.height > MOST_VALUES else [])
    counts = _counts(own, ids, values)
    if reference is None:
        wanted, residuals = expected(counts), adjusted_residuals(counts)
    else:
        wanted, residuals = _beside(counts, _counts(reference, ids, values))
    rows = np.flatnonzero(wanted.sum(axis=1) > 0)
    yield pl.DataFrame(
        {
            FACET: [name] * (len(rows) * len(values)),
            VALUE: values * len(rows),
            "type": np.repeat([ids[int(row)] for row in rows], len(values)),
            v.EFFECTIVE: counts[rows].ravel(),
            v.EXPECTED: wanted[rows].ravel(),
            v.RATIO: (counts[rows] / np.maximum(wanted[rows], 1e-300)).ravel(),
            RESIDUAL: residuals[rows].ravel(),
            CHANCE: two_sided(residuals[rows]).ravel(),
        },
        schema={name: kind for name, kind in SCHEMA.items() if name != v.DISCOVERED},
    )


_IN_ORDER = [*(name for _, name in LENGTHS), _LONGEST, *(name for _, name in _TURNS), _MOST_TURNS]


def _place(value: str) -> int:
    """Of a bin its place among the others; nothing of a value that has none, whose order stays as it is."""
    return _IN_ORDER.index(value) if value in _IN_ORDER else 0


def _counts(weights: pl.DataFrame, ids: Sequence[str], values: Sequence[str]) -> Numbers:
    counts = np.zeros((len(ids), len(values)))
    for unit, value, weight in weights.select(UNIT, VALUE, WEIGHT).iter_rows():
        counts[ids.index(unit), values.index(value if value in values else OTHERS)] += weight
    return counts


def _beside(counts: Numbers, reference: Numbers) -> tuple[Numbers, Numbers]:
    """What the reference's prompts of each type let expect of as many of the set, and how far off each cell is."""
    own, other = counts.sum(axis=1, keepdims=True), reference.sum(axis=1, keepdims=True)
    told = (other >= _ENOUGH) & (own > 0)
    wanted = np.where(told, reference / np.maximum(other, 1e-300) * own, 0.0)
    residuals = np.zeros_like(counts)
    for at in np.argwhere(np.broadcast_to(told, counts.shape)):
        row, column = at
        pair = [[counts[row, column], reference[row, column]]]
        rest = [[own[row, 0] - pair[0][0], other[row, 0] - pair[0][1]]]
        residuals[row, column] = adjusted_residuals(pair + rest)[0, 0]
    return wanted, residuals
