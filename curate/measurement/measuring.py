"""A measurement from its records to its verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from curate.engine.hands import Hands
from curate.errors import UsageError
from curate.measurement.asked import FEWEST_SEEDS, Asked
from curate.measurement.change import Change
from curate.measurement.choosing import Tried, around, best, tried
from curate.measurement.course import Comparison, Course, comparisons
from curate.measurement.demonstrations import PROMPT, RESPONSE
from curate.measurement.fine_tunes import Done, FineTunes
from curate.measurement.models.base import Model
from curate.measurement.models.known import model_called
from curate.measurement.models.proxy.model import PROXIES
from curate.measurement.pace import Pace
from curate.measurement.recipe import Recipe
from curate.measurement.scores import Scores
from curate.measurement.sets import Parted, parted_sets
from curate.measurement.study import BEFORE, Study, laid_out
from curate.progress import Tell
from curate.records.records import Records
from curate.statistics.crossed import effective

FEWEST_TUNED = 10
"""Records on which a recipe is chosen."""
FEWEST_GROUPS = 10
"""Held-out prompts that are no near-duplicates of each other, or as many as tell as much."""


@dataclass(frozen=True)
class Prepared:
    """All that is settled before anything is trained."""

    asked: Asked
    change: Change
    sets: Sequence[Parted]
    study: Study
    usual: Recipe
    from_file: bool
    """Whether what is held out stands in a file of its own."""
    another: Model | None = None
    """The other model that is asked."""

    @property
    def told(self) -> list[Comparison]:
        """What is compared."""
        return comparisons(self.change, self.study.folds[0].arms)

    @property
    def chooses(self) -> bool:
        """Whether a recipe is looked for; by fewer records than these it would be chosen by chance."""
        return self.asked.chooses and len(self.study.folds[0].tuned.own) >= FEWEST_TUNED

    @property
    def recipes(self) -> list[Recipe]:
        """Those that are tried; one, where none is looked for."""
        return around(self.usual, self.study.model.layers) if self.chooses else [self.usual]


@dataclass(frozen=True)
class Measured:
    """What was trained, and what it came to."""

    prepared: Prepared
    tried: Sequence[Tried]
    recipe: Recipe
    scores: Scores
    seconds: float
    """Of a processor, for all that was trained."""
    processes: int = 1
    """That trained at once."""


def prepare(change: Change, held_out: Records | None, asked: Asked, tell: Tell) -> Prepared:
    """Part the set, draw the arms, and read all of them as the model does.

    Raises:
        UsageError: there is too little to train on, or the model can not be had.
    """
    parts = cache(lambda: parted_sets(change, held_out, asked.seed, tell))
    # A model that can not be had is told of before the set is looked at, of which a proxy is made.
    names = sorted({asked.model, asked.also or asked.model}, key=PROXIES.__contains__)
    models = {name: model_called(name, lambda: _texts(parts())) for name in names}
    sets = parts()
    study, usual = as_read_by(models[asked.model], sets, asked, tell)
    return Prepared(asked, change, sets, study, usual, held_out is not None, models.get(asked.also or ""))


def as_read_by(model: Model, sets: Sequence[Parted], asked: Asked, tell: Tell) -> tuple[Study, Recipe]:
    """Every arm as a model reads it, and how it is trained where no recipe is chosen."""
    usual = _given(model.usual(), asked)
    if usual.layers > model.layers:
        raise UsageError(f"{model.name} has {model.layers} layers: {usual.layers} can not be trained.")
    tell(f"reading as {model.name} does", 0, sum(each.before.height for each in sets))
    study = laid_out(sets, model, usual.context, asked.of_seeds)
    _must_be_enough(study)
    tokens = int(study.examples.trained[study.folds[0].arms[BEFORE][0].rows].sum())
    return study, usual.fitted(tokens)


def measure(prepared: Prepared, folder: Path, hands: Hands, tell: Tell) -> Measured:
    """Train and score: the recipe first, then all arms with one seed after the other.

    Args:
        prepared: What is to be done.
        folder: Where fine-tunes are kept, so that none is done twice.
        hands: Who does it.
        tell: Called with what is being done.
    """
    asked, study = prepared.asked, prepared.study
    tunes = FineTunes(study.model, study.examples, folder)
    tries = tried(study, tunes, prepared.recipes, hands, tell) if prepared.chooses else []
    recipe = best(tries, prepared.usual)
    courses = [Course(study.examples, fold, recipe) for fold in study.folds]
    results: list[dict[str, list[Done]]] = [{name: [] for name in fold.arms} for fold in study.folds]
    untrained = [_one(tunes, course, asked.seed, hands, tell) for course in courses]
    pace = Pace(asked.since, asked.budget)
    for number, seed in enumerate(asked.of_seeds):
        made = [
            (at, name, task)
            for at, course in enumerate(courses)
            for name, task in course.tasks(prepared.told, number, seed)
        ]
        several = tunes.of({f"{name}, seed {seed}, part {at + 1}": task for at, name, task in made}, recipe)
        left = sum(each.size for each in tunes.missing(several))
        if number >= FEWEST_SEEDS and pace.is_over(left):
            break
        with pace.training(left):
            found = tunes.done(several, hands, tell)
        for (at, name, _), done in zip(made, found, strict=True):
            results[at][name].append(done)
    scores = Scores(courses, results, untrained)
    return Measured(prepared, tries, recipe, scores, scores.seconds, hands.processes)


def _must_be_enough(study: Study) -> None:
    """See that there is something to train on, and to judge by.

    Raises:
        UsageError: there is not.
    """
    for fold in study.folds:
        for name, several in fold.arms.items():
            if not all(len(arm.rows) for arm in several):
                raise UsageError(
                    f"nothing is left to train on in {name!r}: no response begins within the model's context.",
                    hint="Name a model with a longer context.",
                )
    sizes = np.unique(np.concatenate([fold.judged.clusters for fold in study.folds]), return_counts=True)[1]
    telling = effective(sizes / sizes.sum())
    if telling < FEWEST_GROUPS:
        raise UsageError(
            f"what is held out tells as much as {telling:.1f} prompts that are no near-duplicates of each other; "
            f"it takes {FEWEST_GROUPS}.",
            hint="Name more records, or more kinds of them.",
        )


def _one(tunes: FineTunes, course: Course, seed: int, hands: Hands, tell: Tell) -> Done:
    (done,) = tunes.done(tunes.of({"untrained": course.untrained(seed)}, course.recipe), hands, tell)
    return done


def _given(usual: Recipe, asked: Asked) -> Recipe:
    named = {name: getattr(asked, name) for name in ("learning_rate", "epochs", "layers")}
    return replace(usual, **{name: value for name, value in named.items() if value is not None})


def _texts(sets: Sequence[Parted]) -> list[str]:
    """What is said in whatever any arm is trained on: each prompt and each response by itself, and once.

    Also in records that only the null arm is trained on, which would be the only ones that were not read. Of
    several folds each trains on what others are judged by: so all of that is read, and no record is known less.
    """
    shown = [frame for each in sets for frame in (each.before, *each.variants.values(), each.reserve)]
    shown += [each.judged_by for each in sets if len(sets) > 1]
    pooled = pl.concat([frame.select(PROMPT, RESPONSE) for frame in shown])
    return [*pooled[PROMPT].unique(maintain_order=True), *pooled[RESPONSE].unique(maintain_order=True)]
