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
of what is unsure both are those of the type that leads. `source` is `label`, `head` (see `curate.taxonomy.head`),
`rules` or `unsure`, and `why` names the patterns, or the features of a head, that weighed most.
"""
SCALE, MOST = 1.8, 0.85
"""What weights are multiplied by, and how sure a type can be at most: two people who label the same prompt do
not always say the same. Both are fitted on the half of each source that no figure is told of
(`benchmarks/prompt_types.py`)."""
OUTRANKS = 100.0
"""What a type has more that patterns of the user's own speak for: more than all that ships could give."""
REASONS = 3

TOGETHER = 50_000
"""Prompts that are looked at at once: what bounds the memory, and never changes an answer."""
POINTS = 100
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
        by_patterns(hits(prompts[at : at + TOGETHER], known[at : at + TOGETHER], by), by, limit)
        for at in range(0, len(prompts), TOGETHER)
    ]
    told = pl.concat(parts) if parts else pl.Series([], dtype=ASSIGNED)
    return pl.select(pl.when(prompts.is_not_null()).then(told).alias(prompts.name)).to_series()


class Judged(NamedTuple):
    """What each prompt's leading type is, in numbers; see `ASSIGNED`."""

    leader: Numbers
    """Its place among the types; -1 where nothing speaks for any."""
    score: npt.NDArray[np.float64]
    margin: npt.NDArray[np.float64]
    group: Numbers
    """The place of the group that has most, and how much it has."""
    of_group: npt.NDArray[np.float64]


def by_patterns(found: Flags, by: Taxonomy, least: float) -> pl.Series:
    """What the patterns that are found in prompts tell of each, as `ASSIGNED`."""
    judged = judge(points_of(found, by), by, MOST)
    return described(judged, _reasons(found, judged.leader, by), by, least, "rules")


def described(judged: Judged, why: pl.Series, by: Taxonomy, least: float, source: str) -> pl.Series:
    """What is judged, in words: as `ASSIGNED`."""
    sure = judged.score >= least
    fits = judged.leader >= 0
    kinds = [*(each.id for each in by.types), UNSURE, NONE]
    kind = np.where(fits, np.where(sure, judged.leader, len(by.types)), len(by.types) + 1)
    group = np.where(fits & (judged.of_group >= least), judged.group, -1)
    columns = pl.DataFrame(
        {
            "type": named(kinds, kind),
            "group": named([*(each.id for each in by.groups), None], group),
            "score": judged.score,
            "margin": judged.margin,
            "source": named(["unsure", source], (fits & sure).astype(np.int64)),
            "why": why,
        }
    )
    return columns.to_struct().cast(ASSIGNED)


def named(names: Sequence[str | None], places: npt.NDArray[np.integer]) -> pl.Series:
    """A name for each place; the last one for -1."""
    return pl.Series(names, dtype=pl.String).gather(np.where(places < 0, len(names) - 1, places))


def judge(points: Numbers, by: Taxonomy, most: float) -> Judged:
    """What leads by these points, in hundredths, of which each type has a column; never surer than the most."""
    if not by.types:
        nothing, none = np.zeros(len(points)), np.full(len(points), -1)
        return Judged(none, nothing, nothing, none, nothing)
    best = points.max(axis=1)
    likely = powers()[np.minimum(best[:, None] - points, len(powers()) - 1)]
    order = np.argsort(-likely, axis=1, kind="stable")
    leader = order[:, 0]
    rows, total = np.arange(len(points)), likely.sum(axis=1)
    first = likely[rows, leader]
    second = likely[rows, order[:, 1]] if likely.shape[1] > 1 else np.zeros_like(first)
    own = [[each.id for each in by.groups].index(kind.group) for kind in by.types]
    shares = np.zeros((len(points), len(by.groups)), np.int64)
    for at, place in enumerate(own):
        shares[:, place] += likely[:, at]
    # The leader's own group, where another has as much.
    of_leader = np.array(own)[leader]
    group = np.where(shares[rows, of_leader] == shares.max(axis=1), of_leader, shares.argmax(axis=1))
    left = (1 - most) / len(by.types)
    sizes = np.bincount(own, minlength=len(by.groups))
    return Judged(
        np.where(best > 0, leader, -1),
        first / total * most + left,
        (first - second) / total * most,
        group,
        shares[rows, group] / total * most + left * sizes[group],
    )


def points_of(found: Flags, by: Taxonomy) -> Numbers:
    """What the patterns give each type, in hundredths; a column for each type."""
    patterns, own, weights = patterns_of(by), set(by.own), weights_of(by)
    # Whole numbers far below 2**53, whose sum is exact in any order.
    points = (found.astype(np.float64) @ weights).astype(np.int64)
    of_own = [at for at, each in enumerate(patterns) if each in own]
    if of_own:
        given = found[:, of_own].astype(np.float64) @ weights[of_own]
        points[given > 0] += int(OUTRANKS * POINTS)
    return points


def weights_of(by: Taxonomy) -> npt.NDArray[np.float64]:
    """What each pattern gives each type, in hundredths: whole numbers, a row for each pattern."""
    places = {each.id: at for at, each in enumerate(by.types)}
    patterns = patterns_of(by)
    weights = np.zeros((len(patterns), len(places)))
    for at, each in enumerate(patterns):
        weights[at, places[each.type]] = round(each.weight * POINTS)
    return weights


@cache
def powers() -> Numbers:
    """How likely a type is that is so many points behind, as whole numbers, whose sums are exact."""
    steps = int(30 * POINTS / SCALE)
    return np.array([round(_WHOLE * exp(-SCALE * step / POINTS)) for step in range(steps)], np.int64)


def _reasons(found: Flags, leader: Numbers, by: Taxonomy) -> pl.Series:
    """The names of the patterns that weigh most for the leading type."""
    patterns = patterns_of(by)
    names = [*(each.name for each in patterns), None]
    places = {each.id: at for at, each in enumerate(by.types)}
    of_type = np.array([places[each.type] if each.weight > 0 else -2 for each in patterns], np.int16)
    left = found & (of_type[np.newaxis, :] == leader.astype(np.int16)[:, np.newaxis])
    rows, first = np.arange(len(found)), np.full((len(found), REASONS), -1)
    for at in range(REASONS if patterns else 0):
        place = left.argmax(axis=1)
        first[:, at] = np.where(left[rows, place], place, -1)
        left[rows, place] = False
    return reasons(names, first)


def reasons(names: Sequence[str | None], places: npt.NDArray[np.integer]) -> pl.Series:
    """The names at these places, a few for each prompt; none where a place is -1, and None is the last name."""
    return named(names, places.ravel()).reshape(places.shape).arr.to_list().list.drop_nulls()
