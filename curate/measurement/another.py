"""What another model says of the same change."""

from dataclasses import replace
from pathlib import Path

from curate.errors import UsageError
from curate.measurement.change import AFTER
from curate.measurement.measuring import Measured, Prepared, as_read_by
from curate.measurement.planning import plan_of
from curate.measurement.reporting import report_of
from curate.measurement.study import BEFORE
from curate.progress import Tell
from curate.report.measured.model import AnotherModel, MeasureReport
from curate.report.measured.plan import PlannedAnotherModel, PlanReport
from curate.report.measured.words import BAD, GOOD

_LEAST = 1e-3
"""Seconds of a budget of which nothing is left: what must be trained is, and no more."""


def on_another(prepared: Prepared, tell: Tell) -> Prepared | None:
    """The sets before and after alone, on the other model that is asked, by its usual recipe.

    None where no other is, or where both sets hold the same, so that none could say anything.

    Raises:
        UsageError: it is the same model by another name, or reads too little of the sets.
    """
    model = prepared.another
    if model is None or prepared.study.same(AFTER, BEFORE):
        return None
    if model.digest == prepared.study.model.digest:
        raise UsageError(f"{model.name} and {prepared.study.model.name} are one and the same model.")
    asked = replace(
        prepared.asked, model=model.name, also=None, quick=True, learning_rate=None, epochs=None, layers=None
    )
    sets = [replace(each, variants={AFTER: each.variants[AFTER]}) for each in prepared.sets]
    study, usual = as_read_by(model, sets, asked, tell)
    folds = [replace(each, arms={name: each.arms[name] for name in (BEFORE, AFTER)}) for each in study.folds]
    return replace(prepared, asked=asked, study=replace(study, folds=tuple(folds)), usual=usual)


def leaving(prepared: Prepared, seconds: float) -> Prepared:
    """The same, with so many seconds of the budget left for what comes then."""
    budget = prepared.asked.budget
    if budget is None:
        return prepared
    return replace(prepared, asked=replace(prepared.asked, budget=max(_LEAST, budget - seconds)))


def with_another(report: MeasureReport, measured: Measured) -> MeasureReport:
    """A measurement beside what another model, that was trained on before and after alone, says of the change."""
    told = report_of(measured)
    own, other = report.contrasts[0], told.contrasts[0]
    another = AnotherModel(
        model=told.model,
        recipe=told.recipe,
        seeds=told.seeds,
        verdict=other.verdict,
        by=other.by,
        readings=other.readings,
        proxy_dependent=any(
            own.verdict in one and other.verdict in opposite for one, opposite in ((GOOD, BAD), (BAD, GOOD))
        ),
        runs=told.runs,
        seconds=told.seconds,
    )
    return report.model_copy(update={"another": another})


def planned_with(plan: PlanReport, prepared: Prepared, folder: Path, processes: int) -> PlanReport:
    """A plan beside what another model would take, of the arms that it would be trained on."""
    told = plan_of(prepared, folder, processes)
    another = PlannedAnotherModel(
        model=told.model, parameters=told.parameters, runs=told.runs, seconds=told.seconds, least=told.least
    )
    return plan.model_copy(update={"another": another})
