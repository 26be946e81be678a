"""Which recipe sees most: chosen on the set before and its planted damage alone, before anything is judged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from curate.engine.hands import Hands
from curate.measurement.course import Course
from curate.measurement.fine_tunes import Done, FineTune, FineTunes
from curate.measurement.recipe import Recipe
from curate.measurement.study import BEFORE, PLANTED, Judged, Study
from curate.measurement.train import Losses, Task
from curate.progress import Tell

_SEED = 1_000_003
"""Of what is trained for the choice: none of those that are judged."""


@dataclass(frozen=True)
class Tried:
    """A recipe, and what it sees of planted damage."""

    recipe: Recipe
    harm: float
    """How much prompt dependence the damage costs, or how much loss, whichever is seen better; more is worse."""
    error: float
    """Its standard error, over prompts."""

    @property
    def sight(self) -> float:
        """How clearly it sees."""
        return self.harm / self.error if self.error else 0.0


def tried(study: Study, tunes: FineTunes, recipes: list[Recipe], hands: Hands, tell: Tell) -> list[Tried]:
    """What each recipe sees, after each of its epochs, in the order of the recipes; what ran away is left out.

    The records it is seen on are held out for this alone: nothing that is judged has a say.
    """
    return _all_seen(study, recipes, tunes.done(tries(study, tunes, recipes), hands, tell))


def tried_before(study: Study, tunes: FineTunes, recipes: list[Recipe]) -> list[Tried] | None:
    """The same where all of it was trained already; None where something is left to do."""
    done = [each.done() for each in tries(study, tunes, recipes)]
    there = [each for each in done if each]
    return _all_seen(study, recipes, there) if len(there) == len(done) else None


def tries(study: Study, tunes: FineTunes, recipes: list[Recipe]) -> list[FineTune]:
    """What is trained for the choice: for each recipe the set before, and that with planted damage."""
    fold, made = study.folds[0], list[FineTune]()
    rows = np.concatenate([fold.tuned.own, fold.tuned.crossed])
    for recipe in recipes:
        course = Course(study.examples, fold, recipe)
        looks = dict.fromkeys((step for _, step in course.marks(fold.arms[BEFORE][0])), rows)
        tasks = {
            f"recipe {recipe.learning_rate:g}, {name}": Task(fold.arms[name][0], _SEED, course.steps, looks)
            for name in (BEFORE, PLANTED)
        }
        made += tunes.of(tasks, recipe, must_hold=False)
    return made


def _all_seen(study: Study, recipes: list[Recipe], done: Sequence[Done]) -> list[Tried]:
    fold, found = study.folds[0], list[Tried]()
    for recipe, before, planted in zip(recipes, done[::2], done[1::2], strict=True):
        course = Course(study.examples, fold, recipe)
        for epochs, step in course.marks(fold.arms[BEFORE][0]):
            losses = before.losses[step], planted.losses[step]
            if np.isfinite(losses).all():
                found.append(_seen(replace(recipe, epochs=epochs), fold.tuned, *losses))
    return found


def best(several: Sequence[Tried], usual: Recipe) -> Recipe:
    """The one that sees most clearly, the first of equals; the usual one where none was tried, or all ran away."""
    return max(several, key=lambda each: each.sight).recipe if several else usual


def around(usual: Recipe, layers: int) -> list[Recipe]:
    """Recipes to try: the usual one first, with rates and numbers of layers beside its own."""
    rates = [usual.learning_rate * factor for factor in (1.0, 3.0, 1 / 3)]
    depths = [usual.layers] if not usual.layers else [usual.layers, min(layers, 2 * usual.layers)]
    several = [replace(usual, learning_rate=rate, layers=depth) for depth, rate in product(depths, rates)]
    return list(dict.fromkeys(several))


def _seen(recipe: Recipe, judged: Judged, before: Losses, planted: Losses) -> Tried:
    worse = planted - before
    own, crossed = worse[: len(judged.own)], worse[len(judged.own) :]
    readings = [Tried(recipe, float(each.mean()), _error(each)) for each in (own, own - crossed)]
    return max(readings, key=lambda each: each.sight)


def _error(values: Losses) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0
