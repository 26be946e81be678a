"""Which type each prompt is of, how surely, and why."""

from collections.abc import Sequence
from functools import cache
from math import exp
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.taxonomy.hits import Flags, hits, patterns_of
from curate.taxonomy.model import NONE, UNSURE, Taxonomy

ASSIGNED = pl.Struct(
    {
        "type": pl.String,
        "group": pl.String,
        "score": pl.Float64,
        "margin": pl.Float64,
        "source": pl.String,
        "why": pl.List(pl.String),
    }
)
"""What is told of a prompt.

`type` is an id of the taxonomy, `other:unsure` or `other:none`; `group` its group, or the one that is sure though
the type is not. `score` is how sure the type is, from 0 to 1, and `margin` by how much it is ahead of the next;
of what is unsure both are those of the type that leads. `source` is `label`, `rules` or `unsure`, and `why` names
the patterns that weighed most.
"""
SCALE, MOST = 1.8, 0.85
"""What weights are multiplied by, and how sure a type can be at most: two people who label the same prompt do
not always say the same. Both are fitted on the half of each source that no figure is told of
(`benchmarks/prompt_types.py`)."""
OUTRANKS = 100.0
"""What a type has more that patterns of the user's own speak for: more than all that ships could give."""
REASONS = 3

_TOGETHER = 50_000
"""Prompts that are looked at at once: what bounds the memory, and never changes an answer."""
_POINTS = 100
"""Weights are counted in hundredths, as whole numbers: their sum is the same in any order."""
_WHOLE = 1 << 40

Numbers: TypeAlias = npt.NDArray[np.int64]


def assign(prompts: pl.Series, languages: pl.Series | None, by: Taxonomy, least: float | None = None) -> pl.Series:
    """What is told of each prompt, as `ASSIGNED`; null for null. No prompt changes what is told of another.

    Args:
        prompts: What the user says first.
        languages: The language of each, as `curate.langid` tells it; None where nothing is known of it.
        by: The types, and the patterns that they are told by.
        least: From this sureness on a type is told; by default that of the taxonomy.
    """
    known = pl.Series([None] * len(prompts), dtype=pl.String) if languages is None else languages
    limit = by.least if least is None else least
    parts = [
        _told(prompts[at : at + _TOGETHER], known[at : at + _TOGETHER], by, limit)
        for at in range(0, len(prompts), _TOGETHER)
    ]
    told = pl.concat(parts) if parts else pl.Series([], dtype=ASSIGNED)
    return pl.select(pl.when(prompts.is_not_null()).then(told).alias(prompts.name)).to_series()


class _Judged(NamedTuple):
    """What each prompt's leading type is, in numbers; see `ASSIGNED`."""

    leader: Numbers
    """Its place among the types; -1 where no pattern speaks for any."""
    score: npt.NDArray[np.float64]
    margin: npt.NDArray[np.float64]
    group: Numbers
    """The place of the group that has most, and how much it has."""
    of_group: npt.NDArray[np.float64]


def _told(prompts: pl.Series, languages: pl.Series, by: Taxonomy, least: float) -> pl.Series:
    found = hits(prompts, languages, by)
    judged = _judged(found, by)
    sure = judged.score >= least
    fits = judged.leader >= 0
    kinds = [*(each.id for each in by.types), UNSURE, NONE]
    kind = np.where(fits, np.where(sure, judged.leader, len(by.types)), len(by.types) + 1)
    group = np.where(fits & (judged.of_group >= least), judged.group, -1)
    columns = pl.DataFrame(
        {
            "type": _named(kinds, kind),
            "group": _named([*(each.id for each in by.groups), None], group),
            "score": judged.score,
            "margin": judged.margin,
            "source": _named(["unsure", "rules"], (fits & sure).astype(np.int64)),
            "why": _reasons(found, judged.leader, by),
        }
    )
    return columns.to_struct().cast(ASSIGNED)


def _named(names: Sequence[str | None], places: Numbers) -> pl.Series:
    """A name for each place; the last one for -1."""
    return pl.Series(names, dtype=pl.String).gather(np.where(places < 0, len(names) - 1, places))


def _judged(found: Flags, by: Taxonomy) -> _Judged:
    if not by.types:
        nothing, none = np.zeros(len(found)), np.full(len(found), -1)
        return _Judged(none, nothing, nothing, none, nothing)
    points = _points(found, by)
    best = points.max(axis=1)
    likely = powers()[np.minimum(best[:, None] - points, len(powers()) - 1)]
    order = np.argsort(-likely, axis=1, kind="stable")
    leader = order[:, 0]
    rows, total = np.arange(len(found)), likely.sum(axis=1)
    first = likely[rows, leader]
    second = likely[rows, order[:, 1]] if likely.shape[1] > 1 else np.zeros_like(first)
    own = [[each.id for each in by.groups].index(kind.group) for kind in by.types]
    shares = np.zeros((len(found), len(by.groups)), np.int64)
    for at, place in enumerate(own):
        shares[:, place] += likely[:, at]
    # The leader's own group, where another has as much.
    of_leader = np.array(own)[leader]
    group = np.where(shares[rows, of_leader] == shares.max(axis=1), of_leader, shares.argmax(axis=1))
    left = (1 - MOST) / len(by.types)
    sizes = np.bincount(own, minlength=len(by.groups))
    return _Judged(
        np.where(best > 0, leader, -1),
        first / total * MOST + left,
        (first - second) / total * MOST,
        group,
        shares[rows, group] / total * MOST + left * sizes[group],
    )


def _points(found: Flags, by: Taxonomy) -> Numbers:
    """What the patterns give each type, in hundredths; a column for each type."""
    places = {each.id: at for at, each in enumerate(by.types)}
    patterns, own = patterns_of(by), set(by.own)
    weights = np.zeros((len(patterns), len(places)))
    for at, each in enumerate(patterns):
        weights[at, places[each.type]] = round(each.weight * _POINTS)
    # Whole numbers far below 2**53, whose sum is exact in any order.
    points = (found.astype(np.float64) @ weights).astype(np.int64)
    of_own = [at for at, each in enumerate(patterns) if each in own]
    if of_own:
        given = found[:, of_own].astype(np.float64) @ weights[of_own]
        points[given > 0] += int(OUTRANKS * _POINTS)
    return points


@cache
def powers() -> Numbers:
    """How likely a type is that is so many points behind, as whole numbers, whose sums are exact."""
    steps = int(30 * _POINTS / SCALE)
    return np.array([round(_WHOLE * exp(-SCALE * step / _POINTS)) for step in range(steps)], np.int64)


def _reasons(found: Flags, leader: Numbers, by: Taxonomy) -> pl.Series:
    """The names of the patterns that weigh most for the leading type."""
    patterns = patterns_of(by)
    names = [*(each.name for each in patterns), None]
    places = {each.id: at for at, each in enumerate(by.types)}
    of_type = np.array([places[each.type] if each.weight > 0 else -2 for each in patterns], np.int16)
    left = found & (of_type[np.newaxis, :] == leader.astype(np.int16)[:, np.newaxis])
    rows, columns = np.arange(len(found)), list[pl.Series]()
    for at in range(REASONS if patterns else 0):
        first = left.argmax(axis=1)
        there = left[rows, first]
        columns.append(_named(names, np.where(there, first, -1)).alias(str(at)))
        left[rows, first] = False
    if not columns:
        return pl.Series([[]] * len(found), dtype=pl.List(pl.String))
    return pl.DataFrame(columns).select(pl.concat_list(pl.all()).list.drop_nulls()).to_series()
