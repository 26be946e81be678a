"""What a measurement would train, how long that takes, and what it could see: told before anything is trained."""

from collections import Counter
from contextlib import suppress
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import NamedTuple

from curate.measurement.asked import FEWEST_SEEDS
from curate.measurement.choosing import best, tried_before, tries
from curate.measurement.course import Course
from curate.measurement.fine_tunes import FineTunes
from curate.measurement.judging import OF_READING
from curate.measurement.laying_out import laid_apart
from curate.measurement.measuring import Prepared
from curate.measurement.models.proxy.model import PROXIES
from curate.measurement.recipe import Recipe
from curate.measurement.reporting import held_out_told, kind_of, named, title_of
from curate.measurement.study import BEFORE, Study
from curate.measurement.usual import usual_components
from curate.report.measured.model import HeldOutModel, Reading, RecipeModel
from curate.report.measured.plan import PlannedArmModel, PlanReport
from curate.statistics.power import foreseen

_TIMED, _ENOUGH = 6, 1.0
"""Steps that are timed, and seconds after which fewer are enough; the first, in which memory is made ready, does
not count."""


def plan_of(prepared: Prepared, folder: Path, processes: int) -> PlanReport:
    """The plan of what was prepared; what lies in the folder need not be trained."""
    asked, study = prepared.asked, prepared.study
    tunes = FineTunes(study.model, study.examples, folder)
    recipe = _known(prepared, tunes)
    missing = _missing(prepared, tunes, recipe)
    runs = missing.total()
    takes = _takes(prepared, tunes, recipe, processes) if runs else _Takes(0.0, 0.0)
    first = sum(number for (_, seed), number in missing.items() if seed in asked.of_seeds[:FEWEST_SEEDS])
    told = held_out_told(prepared)
    could_see = _detectable(prepared, told)
    return PlanReport(
        **named(prepared.change),
        quick=asked.quick,
        seed=asked.seed,
        seeds=asked.of_seeds,
        model=study.model.name,
        parameters=study.model.parameters,
        layers=study.model.layers,
        recipe=_recipe(prepared, recipe) if recipe else None,
        tries=0 if recipe else len(prepared.recipes),
        held_out=told,
        arms=_arms(prepared, missing),
        another=None,
        runs=runs,
        seconds=takes.of(runs),
        ahead=takes.ahead,
        least=takes.of(first),
        budget=asked.budget,
        processes=processes,
        detectable=could_see["loss"],
        detectable_dependence=could_see["dependence"],
        margin=asked.margin,
    )


def _detectable(prepared: Prepared, told: HeldOutModel) -> dict[Reading, float | None]:
    """The least effect of the change that would be seen, by reading; of one seed nobody knows."""
    pretrained = prepared.study.model.name not in PROXIES
    seeds = prepared.asked.seeds
    return {
        name: foreseen(varies, told.clusters, seeds, OF_READING) if seeds > 1 else None
        for name, varies in usual_components(told.trained, told.folds, pretrained=pretrained).items()
    }


class _Takes(NamedTuple):
    """Seconds, with as many processes as train."""

    ahead: float
    """Before any arm."""
    run: float
    """One fine-tune."""

    def of(self, runs: int) -> float:
        """So many fine-tunes, and all that comes before them; nothing where there are none."""
        return self.ahead + runs * self.run if runs else 0.0


def _known(prepared: Prepared, tunes: FineTunes) -> Recipe | None:
    """How arms would be trained; None where that is to be chosen, and was not in an earlier call."""
    if not prepared.chooses:
        return prepared.usual
    several = tried_before(prepared.study, tunes, prepared.recipes)
    return None if several is None else best(several, prepared.usual)


def _takes(prepared: Prepared, tunes: FineTunes, known: Recipe | None, processes: int) -> _Takes:
    study, usual = prepared.study, known or prepared.usual
    courses = [Course(study.examples, fold, usual) for fold in study.folds]
    step = _seconds_a_step(study, usual)
    several = [known] if known else prepared.recipes
    ahead = sum(study.model.ahead(study.examples, recipe, tunes.folder) for recipe in laid_apart(several))
    if not known:
        left = tunes.missing(tries(study, tunes, several))
        ahead += sum(each.task.steps for each in left) / processes
    run = mean(course.steps for course in courses) * _SCORING / processes
    return _Takes(ahead * step, run * step)


_SCORING = 1.15
"""What scoring adds to training."""


def _missing(prepared: Prepared, tunes: FineTunes, recipe: Recipe | None) -> Counter[tuple[str, int]]:
    """Of each arm and seed, how many fine-tunes are not there yet; none is, where the recipe is not known."""
    study, like = prepared.study, recipe or prepared.usual
    known, missing = set[str](), Counter[tuple[str, int]]()
    for fold in study.folds:
        course = Course(study.examples, fold, like)
        for number, seed in enumerate(prepared.asked.of_seeds):
            for name, task in course.tasks(prepared.told, number, seed):
                (one,) = tunes.of({name: task}, like)
                # Arms that hold the same are trained once.
                if one.digest not in known and not (recipe and one.is_done):
                    missing[name, seed] += 1
                known.add(one.digest)
    return missing


def _seconds_a_step(study: Study, recipe: Recipe) -> float:
    """Measured here, on a model of the same size."""
    from curate.measurement.models.memory import give_back
    from curate.measurement.train import Task, train

    model, fold = study.model.for_timing(), study.folds[0]
    times = list[float]()
    net = model.net(study.examples, recipe, Path(), 0)
    task = Task(fold.arms[BEFORE][0], 0, _TIMED, {})

    def timed(step: int) -> None:
        times.append(perf_counter())
        if step > 1 and times[-1] - times[0] > _ENOUGH:
            raise _Timed

    with suppress(_Timed):
        train(net, study.examples, recipe, task, timed)
    del net
    give_back()
    return (times[-1] - times[0]) / (len(times) - 1)


class _Timed(Exception):
    """Steps take so long that one of them tells enough."""


def _recipe(prepared: Prepared, recipe: Recipe) -> RecipeModel:
    return RecipeModel(
        learning_rate=recipe.learning_rate,
        epochs=recipe.epochs,
        layers=recipe.layers,
        steps=Course(prepared.study.examples, prepared.study.folds[0], recipe).steps,
        tokens=recipe.tokens,
        context=recipe.context,
        tried=[],
    )


def _arms(prepared: Prepared, missing: Counter[tuple[str, int]]) -> list[PlannedArmModel]:
    trained, seeds = prepared.study.examples.trained, prepared.asked.of_seeds
    return [
        PlannedArmModel(
            id=name,
            kind=kind_of(name),
            title=title_of(name, prepared.change),
            records=len(several[0].rows),
            tokens=int(trained[several[0].rows].sum()),
            runs=sum(missing[name, seed] for seed in seeds),
            same=prepared.study.same(name, BEFORE),
        )
        for name, several in prepared.study.folds[0].arms.items()
    ]
