"""The recipe that sees most is taken, by records that judge nothing."""

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from curate.engine.hands import Hands
from curate.measurement.choosing import Tried, around, best, tried
from curate.measurement.fine_tunes import Done, FineTunes
from curate.measurement.recipe import Recipe
from curate.measurement.study import PLANTED, Study
from curate.measurement.train import Task
from curate.progress import silent
from tests.measurement.invented import RECIPE, World, measured

STRONG = replace(RECIPE, learning_rate=3e-3)


class Invented:
    """Fine-tunes whose losses are known: by recipe, what planted damage does to each reading."""

    def __init__(self, harms: dict[float, tuple[float, float]], noise: float = 0.01) -> None:
        self.harms, self.noise = harms, noise
        self.tasks = list[Task]()

    def of(self, tasks: dict[str, Task], recipe: Recipe, *, must_hold: bool) -> list[tuple[str, Task, Recipe]]:
        assert not must_hold, "a recipe that runs away ends nothing"
        self.tasks += tasks.values()
        return [(title, task, recipe) for title, task in tasks.items()]

    def done(self, made: Iterable[tuple[str, Task, Recipe]], *_: object) -> list[Done]:
        return [self._done(*each) for each in made]

    def _done(self, title: str, task: Task, recipe: Recipe) -> Done:
        own, crossed = self.harms[recipe.learning_rate] if title.endswith(PLANTED) else (0.0, 0.0)
        found = {}
        for step, rows in task.looks.items():
            half = len(rows) // 2
            draw = np.random.default_rng(len(title))
            effect = np.repeat([own, crossed], [half, half]) * step / task.steps
            found[step] = 2.0 + effect + draw.normal(0, self.noise, 2 * half)
        return Done(found, 1.0, 10)


def tries(invented: Invented, *recipes: Recipe) -> tuple[list[Tried], Study]:
    study = measured(World()).prepared.study
    tuned = replace(study.folds[0].judged, own=np.arange(20, 50), crossed=np.arange(50, 80))
    study = replace(study, folds=(replace(study.folds[0], tuned=tuned),))
    return tried(study, cast(FineTunes, invented), list(recipes), Hands(), silent), study


def test_the_recipe_that_sees_most_harm_over_its_error_is_taken() -> None:
    several, _ = tries(Invented({1e-3: (0.01, 0.01), 3e-3: (0.05, 0.05)}), RECIPE, STRONG)
    assert [(each.recipe.learning_rate, each.recipe.epochs) for each in several] == [
        (1e-3, 1.0), (1e-3, 2.0), (3e-3, 1.0), (3e-3, 2.0),
    ]  # fmt: skip
    assert best(several, RECIPE) == replace(STRONG, epochs=2.0)
    assert several[3].harm == pytest.approx(0.05, abs=0.01)


def test_damage_is_seen_by_whichever_reading_sees_it_better() -> None:
    (_, last), _ = tries(Invented({1e-3: (0.0, -0.2)}), RECIPE)
    assert last.harm == pytest.approx(0.2, abs=0.02)
    (_, last), _ = tries(Invented({1e-3: (0.2, 0.2)}), RECIPE)
    assert last.harm == pytest.approx(0.2, abs=0.02)


def test_damage_that_looks_like_a_gain_is_not_sight() -> None:
    several, _ = tries(Invented({1e-3: (0.01, 0.01), 3e-3: (-0.5, -0.5)}), RECIPE, STRONG)
    assert best(several, RECIPE).learning_rate == 1e-3


def test_only_records_that_judge_nothing_are_looked_at_with_a_seed_of_their_own() -> None:
    invented = Invented({1e-3: (0.1, 0.1)})
    _, study = tries(invented, RECIPE)
    tuned, judged = study.folds[0].tuned, study.folds[0].judged
    looked = {int(row) for task in invented.tasks for rows in task.looks.values() for row in rows}
    assert looked == {*tuned.own.tolist(), *tuned.crossed.tolist()}
    assert not looked & {*judged.own.tolist(), *judged.crossed.tolist()}
    assert not {task.seed for task in invented.tasks} & set(range(1_000))


def test_recipes_that_see_alike_leave_the_first() -> None:
    several = [Tried(recipe, 0.1, 0.01) for recipe in (RECIPE, STRONG)]
    assert best(several, RECIPE) == RECIPE


def test_where_none_was_tried_or_all_ran_away_the_usual_one_is_taken() -> None:
    assert best([], STRONG) == STRONG


def test_harm_without_an_error_is_no_sight() -> None:
    assert Tried(RECIPE, 0.0, 0.0).sight == 0.0


def test_rates_and_depths_around_the_usual_are_tried_the_usual_first() -> None:
    assert [each.learning_rate for each in around(RECIPE, 2)] == pytest.approx([1e-3, 3e-3, 1e-3 / 3])
    deep = around(replace(RECIPE, layers=4), 30)
    assert deep[0] == replace(RECIPE, layers=4)
    assert [each.layers for each in deep] == [4, 4, 4, 8, 8, 8]


def test_no_recipe_is_tried_twice() -> None:
    """A model of four layers has no eight to train."""
    assert len(around(replace(RECIPE, layers=4), 4)) == 3


def test_a_recipe_that_runs_away_is_left_out() -> None:
    several, _ = tries(Invented({1e-3: (0.01, 0.01), 3e-3: (np.nan, np.nan)}), RECIPE, STRONG)
    assert [each.recipe.learning_rate for each in several] == [1e-3, 1e-3]
