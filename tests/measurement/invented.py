"""A measurement whose losses are invented: what comes of it is known, and nothing is trained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.measurement.arms import Arm
from curate.measurement.asked import Asked
from curate.measurement.change import AFTER, Change
from curate.measurement.course import Course
from curate.measurement.encoded import Encoded, Places, encoded
from curate.measurement.fine_tunes import Done
from curate.measurement.measuring import Measured, Prepared
from curate.measurement.models.base import Message, Model, Net
from curate.measurement.recipe import Recipe
from curate.measurement.scores import Scores
from curate.measurement.sets import Parted
from curate.measurement.study import BEFORE, NULL, PLANTED, RANDOM, Fold, Judged, Study
from curate.measurement.train import Task
from curate.progress import Tell

RECIPE = Recipe(learning_rate=1e-3, epochs=2, layers=0, tokens=50, context=64)
Effect = tuple[float, float]
"""On the loss of each response under its own prompt, and under another one."""
BASE, GAIN = 3.0, 0.5


@dataclass(frozen=True)
class NoModel:
    """One that can be asked for anything but to train."""

    name: str = "none"
    digest: str = "0123456789abcdef"
    layers: int = 2
    parameters: int = 1_000
    numbers: str = "float32"

    def usual(self) -> Recipe:
        return RECIPE

    def encode(self, records: Sequence[Sequence[Message]], context: int) -> Encoded:
        raise NotImplementedError

    def for_timing(self) -> "NoModel":
        return self

    def ahead(self, examples: Encoded, recipe: Recipe, folder: Path) -> float:
        raise NotImplementedError

    def lay_out(self, examples: Encoded, recipe: Recipe, folder: Path, tell: Tell) -> None:
        raise NotImplementedError

    def net(self, examples: Encoded, recipe: Recipe, folder: Path, seed: int) -> Net:
        raise NotImplementedError


@dataclass(frozen=True)
class Named:
    name: str


@dataclass(frozen=True)
class Before:
    """What is asked of the set before: its files."""

    sources: tuple[Named, ...] = (Named("before.jsonl"),)


@dataclass(frozen=True)
class NoChange:
    """A change of which only the names are asked."""

    steps: dict[str, str] = field(default_factory=dict)
    title: str = "the change"
    before: Before = Before()


@dataclass(frozen=True)
class World:
    """What the losses are."""

    effects: Mapping[str, Effect] = field(default_factory=lambda: {PLANTED: (0.05, -0.05)})
    """Of each arm, over the set before."""
    types: tuple[tuple[str, int], ...] = (("coding", 30), ("open_qa", 30))
    """Held-out prompts by type."""
    seeds: int = 3
    noise: float = 0.01
    """Of an effect, from one prompt and seed to the next."""
    cluster: int = 1
    """As many prompts hang together."""
    removed: int = 20
    """Records that the set after has less than the set before."""
    steps: Mapping[str, str] = field(default_factory=dict)
    folds: int = 1
    seen: Effect = (0.0, 0.0)
    """What is added to the loss of seen records at the first epoch, and at the end."""
    held_out: Effect = (0.0, 0.0)
    """The same of held-out records."""
    by_type: Mapping[str, float] = field(default_factory=dict)
    """What the change does to the loss on prompts of one type, besides."""


TRAINED = 100
TOKENS = 5


def measured(world: World | None = None, **asked: Any) -> Measured:  # noqa: ANN401  as `Asked` takes them
    """What would have been measured there."""
    world = world or World()
    study = _study(world)
    prepared = Prepared(
        Asked(**{"seeds": world.seeds, **asked}),
        cast(Change, NoChange(dict(world.steps))),
        [cast(Parted, _Height(pl.DataFrame({"key": range(1_000)})))] * world.folds,
        study,
        RECIPE,
        from_file=False,
    )
    courses = [Course(study.examples, fold, RECIPE) for fold in study.folds]
    results: list[dict[str, list[Done]]] = [{name: [] for name in fold.arms} for fold in study.folds]
    for course, found in zip(courses, results, strict=True):
        for number, seed in enumerate(prepared.asked.of_seeds):
            for name, task in course.tasks(prepared.told, number, seed):
                found[name].append(_done(world, course, name, task))
    untrained = [_done(world, course, BEFORE, course.untrained(0)) for course in courses]
    scores = Scores(courses, results, untrained)
    return Measured(prepared, [], RECIPE, scores, scores.seconds)


@dataclass(frozen=True)
class _Height:
    before: pl.DataFrame
    records: int = 1_100
    unused: int = 0
    unjudged: int = 0
    overlap: int = 0
    unlike: int = 0


def _study(world: World) -> Study:
    count = sum(number for _, number in world.types)
    each = TRAINED + 2 * count
    examples = encoded((([1, 2], [3] * TOKENS) for _ in range(each * world.folds)), 64)
    folds = tuple(_fold(world, count, number * each) for number in range(world.folds))
    return Study(cast(Model, NoModel()), examples, ["coding"] * each * world.folds, folds, left_out=1, reserve=3)


def _fold(world: World, count: int, begin: int) -> Fold:
    def rows(least: int, most: int) -> Places:
        return np.arange(begin + least, begin + most)

    def arm(own: Places) -> list[Arm]:
        return [Arm(own, own.astype(np.uint64))] * world.seeds

    own = rows(TRAINED, TRAINED + count)
    judged = Judged(
        keys=[f"key {at}" for at in own],
        types=[name for name, number in world.types for _ in range(number)],
        clusters=begin + np.arange(count) // world.cluster,
        own=own,
        crossed=own + count,
        similarity=np.linspace(0.0, 0.7, count),
        nearest=["" if not at else f"key {at - 1}" for at in range(count)],
    )
    after = TRAINED - world.removed
    names = {BEFORE: TRAINED, AFTER: after, **dict.fromkeys(world.steps, after)}
    if after < TRAINED:
        names[RANDOM] = after
    names |= {NULL: TRAINED, PLANTED: TRAINED}
    arms = {name: arm(rows(0, number)) for name, number in names.items()}
    return Fold(judged, judged, rows(0, min(count, TRAINED)), arms)


def _done(world: World, course: Course, name: str, task: Task) -> Done:
    """Losses by what each row is, and by how far training has come."""
    judged, made = course.fold.judged, dict[int, npt.NDArray[np.float64]]()
    first = {int(row): at for at, row in enumerate(judged.own)}
    second = {int(row): at for at, row in enumerate(judged.crossed)}
    own, crossed = world.effects.get(name, (0.0, 0.0))
    varies = world.noise if name in world.effects else 0.0
    draw = np.random.default_rng([task.seed, *name.encode()])
    noise, other = draw.normal(0.0, 1.0, (2, len(judged.own))) * varies
    for step, rows in task.looks.items():
        trained = step > 0
        last = int(step == course.steps)

        def loss(row: int, *, trained: bool = trained, last: int = last) -> float:
            if row in first:
                at = first[row]
                kind = world.by_type.get(judged.types[at], 0.0) if name == AFTER else 0.0
                come = world.held_out[last] + own + kind + noise[at] - GAIN
                return float(BASE + at / 100 + trained * come)
            if row in second:
                at = second[row]
                return float(BASE + 1.0 + at / 100 + trained * (crossed + other[at] - GAIN))
            return BASE + trained * (world.seen[last] - GAIN)

        made[step] = np.asarray([loss(int(row)) for row in rows])
    return Done(made, seconds=6.0, trained=900)
