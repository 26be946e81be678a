"""What another model says of the same change."""

from pathlib import Path

from curate.measurement.measuring import Measured, Prepared
from curate.measurement.planning import plan_of
from curate.measurement.reporting import report_of
from curate.report.measured.model import AnotherModel, MeasureReport
from curate.report.measured.plan import PlannedModel, PlanReport
from curate.report.measured.words import BAD, GOOD


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
    another = PlannedModel(
        model=told.model, parameters=told.parameters, runs=told.runs, seconds=told.seconds, least=told.least
    )
    return plan.model_copy(update={"another": another})
