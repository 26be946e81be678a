"""One word for each type of a table: what to think of its share."""

from collections.abc import Iterator
from math import ceil
from typing import Any, NamedTuple

import polars as pl

from curate.checks import type_check as v
from curate.checks.shares import BelowTarget, MissingType, OverRepresented, UnderRepresented
from curate.report.coverage.result import Coverage
from curate.report.coverage.table import NAME, compared_with
from curate.statistics.collecting import WANTED
from curate.taxonomy.model import OTHER

WORDS = {
    MissingType.code: "missing",
    UnderRepresented.code: "under",
    BelowTarget.code: "low",
    OverRepresented.code: "over",
}
LOW, FINE, UNTOLD = WORDS[BelowTarget.code], "fine", "cannot tell"
_MORE = "label "
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
    """Fine, unless it looks too little or too much, and that may be chance, or too few were to be expected."""
    if row[v.RATIO] is None:
        return FINE
    fine_from = next((each.below for each in found.settings.checks if isinstance(each, BelowTarget)), WANTED)
    if row[NAME] in set(found.undecided["type"]) or (row[v.RATIO] < fine_from and row[v.RATIO_HIGH] >= 1):
        more = more_labels(_doubt(row, found), found.counts.labels, found.families)
        return f"{_MORE}{more:,} more" if more else UNTOLD
    return FINE if row[v.RATIO] >= fine_from else LOW


def is_open(word: str) -> bool:
    """Whether a verdict is that nobody can tell."""
    return word == UNTOLD or word.startswith(_MORE)


class Doubt(NamedTuple):
    """How far a bound of a ratio lies from it."""

    now: float
    without_labels: float
    """If labels left nothing open: no label takes the doubt of a reference, or of a sample, away."""
    allowed: float
    """As far as it may lie, so that what is seen is sure."""


def _doubt(row: dict[str, Any], found: Coverage) -> Doubt:
    """Of the bound that has to be on one side of a limit, where the ratio is."""
    at, ratio = found.ids.index(row[NAME]), row[v.RATIO]
    known = found.counts._replace(errors=None)
    told = compared_with(found.units[at], known, at, found.target, sampled=found.settings.sampled)
    above = next((each.above for each in found.settings.checks if isinstance(each, OverRepresented)), 1.0)
    bound, limit = (v.RATIO_HIGH, 1.0) if ratio < 1 else (v.RATIO_LOW, above)
    return Doubt(abs(row[bound] - ratio), abs(told[bound] - ratio), abs(limit - ratio))


def more_labels(doubt: Doubt, labels: int, families: int) -> int | None:
    """About how many more labels would settle on which side of a limit a ratio is; None where none would.

    The distance of a bound falls with the root of the number of labels, to nothing where all there is has one.

    Args:
        doubt: What is open.
        labels: How many there are.
        families: How many there can be.
    """
    by_labels, allowed = (doubt.now**2 - doubt.without_labels**2, doubt.allowed**2 - doubt.without_labels**2)
    if not 0 < labels < families or by_labels <= 0 or allowed <= 0:
        return None
    left_open = (1 / labels - 1 / families) * allowed / by_labels
    more = min(families, ceil(1 / (left_open + 1 / families))) - labels
    return more if 0 < more <= _MOST_LABELS else None
