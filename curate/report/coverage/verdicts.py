"""One word for each type of a table: what to think of its share."""

from collections.abc import Iterator
from math import ceil
from typing import Any

import polars as pl

from curate.checks import coverage as v
from curate.report.coverage.result import Coverage
from curate.report.coverage.table import NAME, compared_with
from curate.statistics.collecting import WANTED
from curate.taxonomy.model import OTHER

WORDS = {
    v.MissingType.code: "missing",
    v.UnderRepresented.code: "under",
    v.BelowTarget.code: "low",
    v.OverRepresented.code: "over",
}
LOW, FINE, UNTOLD = WORDS[v.BelowTarget.code], "fine", "cannot tell"
_MOST_LABELS = 5_000
"""More labels than that nobody makes."""


def verdicts(found: Coverage) -> dict[str, str]:
    """By type, where the target asks for it: missing, under, low, over, fine, or why it can not be told."""
    words = {row["type"]: WORDS[row["code"]] for row in _share_flags(found)}
    return {
        row[NAME]: _word(row, words.get(row[NAME]) or _otherwise(row, found), found)
        for row in found.table.iter_rows(named=True)
        if row[v.TARGET] and row[NAME] != OTHER
    }


def _share_flags(found: Coverage) -> Iterator[dict[str, Any]]:
    return found.flags.filter(pl.col("code").is_in(list(WORDS))).iter_rows(named=True)


def _word(row: dict[str, Any], word: str, found: Coverage) -> str:
    """A word for a share that nobody has checked says so."""
    known = {*WORDS.values(), FINE}
    return f"{word}? check" if word in known and row[NAME] in found.doubted else word


def _otherwise(row: dict[str, Any], found: Coverage) -> str:
    """Fine, unless it is too little, and that may be chance, or too few were to be expected."""
    fine_from = next((each.below for each in found.settings.checks if isinstance(each, v.BelowTarget)), WANTED)
    if row[v.RATIO] is None or row[v.RATIO] >= fine_from:
        return FINE
    if row[v.RATIO_HIGH] < 1:
        return LOW if row[v.EFFECTIVE] else UNTOLD
    more = more_labels(row, found.counts.labels, found.families, _without_labels(row, found))
    return f"label {more:,} more" if more else UNTOLD


def _without_labels(row: dict[str, Any], found: Coverage) -> float:
    """The upper bound that the ratio would have if labels left nothing open."""
    at = found.ids.index(row[NAME])
    known = found.counts._replace(errors=None)
    told = compared_with(found.units[at], known, at, found.target, sampled=found.settings.sampled)
    return float(told[v.RATIO_HIGH])


def more_labels(row: dict[str, Any], labels: int, families: int, high: float) -> int | None:
    """About how many labels beside those there are would settle that a share is below its target; None for none.

    The distance of a bound falls with the root of the number of labels, to nothing where all there is has one.

    Args:
        row: Of the table.
        labels: How many there are.
        families: How many there can be.
        high: Where the upper bound of the ratio would lie without the doubt that labels leave: no label takes that
            of a reference, or of a sample, away.
    """
    ratio, rest = row[v.RATIO], high - row[v.RATIO]
    by_labels, allowed = (row[v.RATIO_HIGH] - ratio) ** 2 - rest**2, (1 - ratio) ** 2 - rest**2
    if not 0 < labels < families or by_labels <= 0 or allowed <= 0:
        return None
    left_open = (1 / labels - 1 / families) * allowed / by_labels
    more = min(families, ceil(1 / (left_open + 1 / families))) - labels
    return more if 0 < more <= _MOST_LABELS else None
