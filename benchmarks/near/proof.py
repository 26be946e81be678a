"""Whether the kernels find what counting finds."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from benchmarks.near.contenders import THRESHOLDS
from benchmarks.near.every_pair import every_pair
from benchmarks.near.judged import Answer, Told, judged
from benchmarks.near.run_curate import PROPOSE, cut
from benchmarks.near.truth import Pairs, by_counting

MOST = 20_000
"""Counting takes the square of the number of texts."""


def found(words: Sequence[str], method: str, similarity: float) -> Pairs:
    """Every pair that a route of `curate` finds."""
    sets = cut(pl.Series(words, dtype=pl.String))
    return every_pair(sets, PROPOSE[method](sets, similarity), similarity)


def truth_of(words: Sequence[str]) -> tuple[Pairs, str]:
    """Every pair at the least threshold, and how it was found: by the join where there are too many to count."""
    least = min(THRESHOLDS)
    return (
        (by_counting(words, least), "counting") if len(words) <= MOST else (found(words, "exact", least), "join")
    )


def proof(words: Sequence[str]) -> dict[str, Any]:
    """How right both routes are beside counting, at each threshold."""
    truth = by_counting(words, min(THRESHOLDS))
    rows = list[dict[str, Any]]()
    for similarity in THRESHOLDS:
        true = truth.at_least(similarity)
        for method in ("minhash", "exact"):
            pairs = found(words, method, similarity)
            beside = judged(Answer(Told(pairs.one, pairs.other)), true, len(words))
            rows.append({"method": method, "similarity": similarity, "true": len(true.one), **beside})
    return {"records": len(words), "rows": rows}
