"""Which prompts of a set show what a type is: such as surely are of it, and each for one row of a brief."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from curate.checks.type_check import SHARE
from curate.records import columns as c
from curate.report.coverage.counts import AUDITED
from curate.report.coverage.prompts import HOW, LABEL, LANGUAGE, LEADER, OPENING, SCORE
from curate.report.coverage.result import Coverage
from curate.report.coverage.table import NAME

TYPICAL, RARE = 3, 2
SURE = 0.8
"""From this sureness on a prompt of whose type nobody has said anything is an example of it."""
RARE_SHARE = 0.01
"""Below this share of a set there may be more prompts that rules take for the type than there are of it."""
_SURENESS, _TIMES = "sureness", "times"


class Cell(NamedTuple):
    """A language and a length."""

    language: str | None
    length: str

    def holds(self) -> pl.Expr:
        """Whether a prompt is of both."""
        return self.speaks() & (pl.col("length") == self.length)

    def speaks(self) -> pl.Expr:
        """Whether a prompt is of the language."""
        return pl.col(LANGUAGE).eq_missing(pl.lit(self.language, pl.String))


class Shown(NamedTuple):
    """Prompts that show a type, by their keys."""

    typical: list[str]
    """The surest of it, of frequent openings, no two of them alike."""
    rare: list[str]
    """Some of the surer half that open as few others do: what opens as nothing else does is often told wrongly."""


def sure_of(found: Coverage, unit: str, own: pl.DataFrame) -> pl.DataFrame:
    """Those prompts that surely are of a type, with how sure that is: what people say of one is sure.

    Of a type that is rare, where nobody has looked, most of what rules tell may be wrong however sure they are:
    they take a question about a translator for a translation. None of these is an example.

    Args:
        found: The coverage.
        unit: The type, or the group.
        own: The prompts that are told to be of it.
    """
    said = (pl.col(HOW) == LABEL) | pl.col(AUDITED).is_not_null()
    sureness = pl.when(said).then(1.0).otherwise(pl.col(SCORE).fill_null(0.0))
    share = found.table.filter(pl.col(NAME) == unit)[SHARE].item() or 0.0
    needed = 1.0 if unit in found.doubted and share < RARE_SHARE else SURE
    return own.with_columns(sureness.alias(_SURENESS)).filter(pl.col(_SURENESS) >= needed)


def examples_of(sure: pl.DataFrame, cells: Sequence[Cell | None]) -> list[Shown]:
    """Examples for each row of a brief, of its own language and length if there are any; no two show the same.

    A row that has none of its length shows what is left of its language.

    Args:
        sure: Prompts that surely are of the type.
        cells: What each row asks for; None where that is all of the type.
    """
    order = [_SURENESS, _TIMES, c.KEY]
    ranked = sure.with_columns(pl.len().over(OPENING).alias(_TIMES)).sort(order, descending=[True, True, False])
    left = ranked.unique(LEADER, keep="first", maintain_order=True)
    own = [left if cell is None else left.filter(cell.holds()) for cell in cells]
    made = dict[int, Shown]()
    # Rows that have prompts of their own come first, or others would be shown these.
    for at in sorted(range(len(cells)), key=lambda at: own[at].is_empty()):
        cell = cells[at]
        candidates = own[at] if cell is None or own[at].height else left.filter(cell.speaks())
        made[at] = _shown(candidates)
        left = left.filter(~pl.col(c.KEY).is_in([*made[at].typical, *made[at].rare]))
    return [made[at] for at in range(len(cells))]


def _shown(ranked: pl.DataFrame) -> Shown:
    typical = ranked.unique(OPENING, keep="first", maintain_order=True).head(TYPICAL)
    surer = ranked.filter(pl.col(_SURENESS) >= pl.col(_SURENESS).median()).join(typical, on=c.KEY, how="anti")
    rare = surer.sort(_TIMES, c.KEY).unique(OPENING, keep="first", maintain_order=True).head(RARE)
    return Shown(typical[c.KEY].to_list(), rare[c.KEY].to_list())
