"""A comparison laid out: every arm of every fold, and what each is scored on, as rows of what was encoded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import polars as pl

from curate.errors import UsageError
from curate.measurement.arms import (
    Arm,
    Whole,
    damaged,
    damaged_pairs,
    nothing_changed,
    removed_at_random,
)
from curate.measurement.change import AFTER
from curate.measurement.demonstrations import CONTENT, PROMPT, PROMPT_TYPE
from curate.measurement.encoded import Encoded
from curate.measurement.examples import Examples
from curate.measurement.held_out import Positions
from curate.measurement.kin import nearness
from curate.measurement.models.base import Model
from curate.measurement.sets import CLUSTER, Parted
from curate.records import columns as c

BEFORE, RANDOM, NULL, PLANTED = "before", "random", "null", "planted"


@dataclass(frozen=True)
class Judged:
    """Records that are scored, in one order throughout."""

    keys: list[str]
    types: list[str]
    clusters: Positions
    own: Positions
    """Each under its own prompt,"""
    crossed: Positions
    """and its response under another prompt of its type; of both as much as there is room for behind either."""
    similarity: np.ndarray
    """To the most similar prompt of what is trained on."""
    nearest: list[str]
    """The key of that one."""


@dataclass(frozen=True)
class Fold:
    """One way to part the set."""

    judged: Judged
    tuned: Judged
    seen: Positions
    """Records that every arm but a few is trained on, drawn with no regard to what they say."""
    arms: dict[str, list[Arm]]
    """By name, one for each seed."""


@dataclass(frozen=True)
class Study:
    """All that is needed to train and to score."""

    model: Model
    examples: Encoded
    types: list[str]
    """Of each example."""
    folds: tuple[Fold, ...]
    left_out: int
    """Held-out records without a token to score."""
    reserve: int

    def same(self, one: str, other: str) -> bool:
        """Whether two arms hold the very same records, with every seed."""
        pairs = (pair for fold in self.folds for pair in zip(fold.arms[one], fold.arms[other], strict=True))
        return all(np.array_equal(arm.rows, with_it.rows) for arm, with_it in pairs)


class _Draft:
    """One way to part the set, whose records have rows, but are not encoded yet."""

    def __init__(self, examples: Examples, sets: Parted, seed: int) -> None:
        self.sets = sets
        self.before = examples.rows(sets.before)
        self.variants = {name: examples.rows(shown) for name, shown in sets.variants.items()}
        self.reserve = examples.rows(sets.reserve)
        trained = pl.concat([sets.before, *sets.variants.values()], how="diagonal").unique(
            [c.KEY, CONTENT], keep="first", maintain_order=True
        )
        self.judged = _judged(examples, sets.judged_by, trained)
        self.tuned = _judged(examples, sets.tuned_by, trained)
        whole = examples.whole(np.zeros(0, np.int64))
        self.whole_before = whole.arm(self.before)
        self.pairs = damaged_pairs(whole, self.whole_before, seed)
        places = np.asarray([place for place, _ in self.pairs], np.int64)
        others = np.asarray([row for _, row in self.pairs], np.int64)
        self.damage = dict(
            zip(places.tolist(), examples.pairs(self.whole_before.rows[places], others), strict=True)
        )

    def fold(self, whole: Whole, scorable: np.ndarray, seeds: Sequence[int], *, smaller: bool) -> Fold:
        """Its arms, but for records of which the context leaves nothing to train on.

        `smaller` is whether the set after is, over all folds: each has the same arms, also one that lost nothing.
        """
        before = _only(self.whole_before, scorable)
        variants = {name: _only(whole.arm(rows), scorable) for name, rows in self.variants.items()}
        reserve = self.reserve[scorable[self.reserve]]
        after = variants[AFTER]
        arms = {BEFORE: [before] * len(seeds), **{name: [arm] * len(seeds) for name, arm in variants.items()}}
        if smaller:
            arms[RANDOM] = [removed_at_random(whole, before, after, seed) for seed in seeds]
        arms[NULL] = [nothing_changed(whole, before, reserve, seed) for seed in seeds]
        arms[PLANTED] = [_only(damaged(self.whole_before, self.damage), scorable)] * len(seeds)
        common = np.intersect1d(before.rows, after.rows)
        seen = whole.arm(common).rows if len(common) else before.rows
        judged = _scorable(self.judged, scorable)
        if not all(len(rows) for rows in (judged.own, before.rows, *(arm.rows for arm in variants.values()))):
            raise UsageError("the context is so short that nothing of any response is within it.")
        return Fold(judged, _scorable(self.tuned, scorable), _some(seen, len(judged.own)), arms)


def _judged(examples: Examples, shown: pl.DataFrame, trained: pl.DataFrame) -> Judged:
    own, types, clusters = examples.rows(shown), shown[PROMPT_TYPE].to_list(), shown[CLUSTER].to_numpy()
    near = nearness(shown[PROMPT], trained[PROMPT])
    keys = trained[c.KEY].to_list()
    return Judged(
        keys=shown[c.KEY].to_list(),
        types=types,
        clusters=clusters,
        own=own,
        crossed=examples.pairs(own[_others(types, clusters)], own),
        similarity=near.similarity,
        nearest=[keys[at] if at >= 0 else "" for at in near.which.tolist()],
    )


def _others(types: Sequence[str], clusters: Positions) -> Positions:
    """For each record the next of its type that it does not hang together with, or else of all, or itself."""
    every, of_type = list(range(len(types))), dict[str, list[int]]()
    for at, name in enumerate(types):
        of_type.setdefault(name, []).append(at)

    def following(at: int, ring: list[int]) -> Iterator[int]:
        begin = ring.index(at)
        others = (ring[(begin + step) % len(ring)] for step in range(1, len(ring)))
        return (other for other in others if clusters[other] != clusters[at])

    return np.asarray(
        [next(chain(following(at, of_type[name]), following(at, every), [at])) for at, name in enumerate(types)],
        np.int64,
    )


def _scorable(judged: Judged, scorable: np.ndarray) -> Judged:
    kept = np.flatnonzero(scorable[judged.own] & scorable[judged.crossed])
    return Judged(
        keys=[judged.keys[at] for at in kept],
        types=[judged.types[at] for at in kept],
        clusters=judged.clusters[kept],
        own=judged.own[kept],
        crossed=judged.crossed[kept],
        similarity=judged.similarity[kept],
        nearest=[judged.nearest[at] for at in kept],
    )


def _of_one_length(examples: Encoded, judged: Judged) -> tuple[Encoded, Judged]:
    """Responses cut so that each is scored on the same tokens under both prompts, of which one may be longer."""
    least = np.minimum(examples.trained[judged.own], examples.trained[judged.crossed])
    examples, own = examples.cut(judged.own, least)
    examples, crossed = examples.cut(judged.crossed, least)
    return examples, replace(judged, own=own, crossed=crossed)


def _only(arm: Arm, scorable: np.ndarray) -> Arm:
    kept = scorable[arm.rows]
    return Arm(arm.rows[kept], arm.keys[kept])


def _some(rows: Positions, count: int) -> Positions:
    """About so many of them, evenly spread over the order of keys, which says nothing."""
    return rows[np.unique(np.linspace(0, len(rows) - 1, min(count, len(rows))).astype(np.int64))]


def laid_out(sets: Sequence[Parted], model: Model, context: int, seeds: Sequence[int]) -> Study:
    """Lay out arms and scored records of each way to part the set.

    Raises:
        UsageError: the context leaves nothing to train on, or to score.
    """
    examples = Examples()
    drafts = [_Draft(examples, each, seeds[0]) for each in sets]
    encoded = examples.encoded(model, context)
    whole = examples.whole(encoded.trained)
    scorable = encoded.trained > 0
    smaller = sum(len(draft.variants[AFTER]) - len(draft.before) for draft in drafts) < 0
    folds = list[Fold]()
    for draft in drafts:
        fold = draft.fold(whole, scorable, seeds, smaller=smaller)
        encoded, judged = _of_one_length(encoded, fold.judged)
        encoded, tuned = _of_one_length(encoded, fold.tuned)
        folds.append(replace(fold, judged=judged, tuned=tuned))
    left_out = sum(len(draft.judged.own) - len(fold.judged.own) for draft, fold in zip(drafts, folds, strict=True))
    return Study(model, encoded, examples.types, tuple(folds), left_out, sum(each.reserve.height for each in sets))
