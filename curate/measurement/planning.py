"""What a measurement would train, how long that takes, and what it could see: told before anything is trained."""

from pathlib import Path
from time import perf_counter

import numpy as np

from curate.measurement.course import Course
from curate.measurement.fine_tunes import FineTunes
from curate.measurement.judging import LEVEL, READINGS
from curate.measurement.measuring import Prepared
from curate.measurement.recipe import Recipe
from curate.measurement.reporting import held_out_told, kind_of, named, title_of
from curate.measurement.study import BEFORE, Study
from curate.report.measured.model import RecipeModel
from curate.report.measured.plan import PlannedArmModel, PlanReport
from curate.statistics.crossed import Components
from curate.statistics.power import planned

USUAL = Components(prompt=0.02, seed=0.002, residual=0.016)
"""How much effects vary from prompt to prompt, from seed to seed, and of both: about as with the proxy on 2,000
records of Dolly, with and without a tenth of them."""
_TIMED = 3
"""Steps that are timed; the first of them, in which memory is made ready, does not count."""


def plan_of(prepared: Prepared, folder: Path, processes: int) -> PlanReport:
    """The plan of what was prepared; what lies in the folder need not be trained."""
    asked, study = prepared.asked, prepared.study
    missing = _missing(prepared, folder)
    tries = len(prepared.recipes) if prepared.chooses else 0
    seconds = _seconds_a_step(study, prepared.usual)
    courses = [Course(study.examples, fold, prepared.usual) for fold in study.folds]
    steps = sum(missing.values()) * np.mean([course.steps for course in courses]) * _SCORING
    steps += tries * 2 * courses[0].steps
    told = held_out_told(prepared)
    return PlanReport(
        **named(prepared.change),
        quick=asked.quick,
        seed=asked.seed,
        seeds=asked.of_seeds,
        model=study.model.name,
        parameters=study.model.parameters,
        layers=study.model.layers,
        recipe=None if prepared.chooses else _recipe(prepared.usual, courses[0]),
        tries=tries,
        held_out=told,
        arms=_arms(prepared, missing),
        runs=sum(missing.values()),
        seconds=float(steps * seconds / processes),
        processes=processes,
        detectable=planned(USUAL, told.clusters, asked.seeds, LEVEL / len(READINGS)) if asked.seeds > 1 else None,
        margin=asked.margin,
    )


_SCORING = 1.15
"""What scoring adds to training."""


def _missing(prepared: Prepared, folder: Path) -> dict[str, int]:
    """Of each arm, how many fine-tunes are not there yet; none is there, where the recipe is not known."""
    study = prepared.study
    tunes = FineTunes(study.model, study.examples, folder)
    known, missing = set[str](), dict.fromkeys(study.folds[0].arms, 0)
    for fold in study.folds:
        course = Course(study.examples, fold, prepared.usual)
        for number, seed in enumerate(prepared.asked.of_seeds):
            for name, task in course.tasks(prepared.told, number, seed):
                (one,) = tunes.of({name: task}, prepared.usual)
                # Arms that hold the same are trained once.
                if one.digest not in known and (prepared.chooses or not one.is_done):
                    missing[name] += 1
                known.add(one.digest)
    return missing


def _seconds_a_step(study: Study, recipe: Recipe) -> float:
    """Measured here, on a model of the same size."""
    from curate.measurement.train import Task, train

    model, fold = study.model.for_timing(), study.folds[0]
    times = list[float]()
    net = model.net(study.examples, recipe, Path(), 0)
    task = Task(fold.arms[BEFORE][0], 0, _TIMED, {})
    train(net, study.examples, recipe, task, lambda _: times.append(perf_counter()))
    return (times[-1] - times[0]) / (len(times) - 1)


def _recipe(recipe: Recipe, course: Course) -> RecipeModel:
    return RecipeModel(
        learning_rate=recipe.learning_rate,
        epochs=recipe.epochs,
        layers=recipe.layers,
        steps=course.steps,
        tokens=recipe.tokens,
        context=recipe.context,
        tried=[],
    )


def _arms(prepared: Prepared, missing: dict[str, int]) -> list[PlannedArmModel]:
    trained = prepared.study.examples.trained
    return [
        PlannedArmModel(
            id=name,
            kind=kind_of(name),
            title=title_of(name, prepared.change),
            records=len(several[0].rows),
            tokens=int(trained[several[0].rows].sum()),
            runs=missing[name],
        )
        for name, several in prepared.study.folds[0].arms.items()
    ]
