"""One word for each type of a table: what to think of its share."""

from collections.abc import Iterator
from math import ceil
from typing import Any

import polars as pl

from curate.checks import coverage as v
from curate.report.coverage.result import Coverage
from curate.report.coverage.table import NAME
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
    more = more_labels(row, found.counts.labels)
    return f"label {more:,} more" if more else UNTOLD


def more_labels(row: dict[str, Any], labels: int) -> int | None:
    """About how many labels beside those there are would settle that a share is below its target; None for none.

    The distance of a bound falls with the root of the number of labels.
    """
    away = row[v.RATIO_HIGH] - row[v.RATIO]
    if not labels or away <= 0:
        return None
    more = ceil(labels * ((away / (1 - row[v.RATIO])) ** 2 - 1))
    return more if 0 < more <= _MOST_LABELS else None
