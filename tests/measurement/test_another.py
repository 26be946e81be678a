"""What another model says of the same change."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from curate.api import load_pipeline
from curate.engine.hands import Hands
from curate.errors import UsageError
from curate.measurement import another
from curate.measurement.another import leaving, on_another, planned_with, with_another
from curate.measurement.asked import Asked
from curate.measurement.change import AFTER, ByPipeline, Given
from curate.measurement.measuring import Measured, measure, prepare
from curate.measurement.models.proxy.model import WIDE, Proxy
from curate.measurement.reporting import report_of
from curate.measurement.study import BEFORE, PLANTED
from curate.progress import silent
from tests.measurement.animals import Rows, small_proxy, talks
from tests.measurement.invented import World, measured
from tests.report.measured.telling import planned

__all__ = ["small_proxy"]
pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("small_proxy")]

ROWS = talks(48)
HARM = {PLANTED: (0.05, -0.05)}
BETTER, WORSE, UNCLEAR = (World({**HARM, AFTER: (loss, 0.0)}) for loss in (-0.05, 0.05, 0.0))


def alone(world: World) -> Measured:
    """As another model is measured with: only before and after are trained."""
    whole = measured(world)
    study = whole.prepared.study
    folds = tuple(replace(each, arms={name: each.arms[name] for name in (BEFORE, AFTER)}) for each in study.folds)
    courses = [replace(course, fold=fold) for course, fold in zip(whole.scores.courses, folds, strict=True)]
    results = [{name: found[name] for name in (BEFORE, AFTER)} for found in whole.scores.results]
    return replace(
        whole,
        prepared=replace(whole.prepared, study=replace(study, folds=folds)),
        scores=replace(whole.scores, courses=courses, results=results),
    )


@pytest.mark.parametrize(
    ("first", "second", "verdict", "opposite"),
    [
        (BETTER, WORSE, "worse", True),
        (WORSE, BETTER, "better", True),
        (BETTER, BETTER, "better", False),
        (WORSE, WORSE, "worse", False),
        (BETTER, UNCLEAR, "too_small_to_tell", False),
        (UNCLEAR, WORSE, "worse", False),
    ],
)
def test_a_verdict_hangs_on_the_proxy_where_another_model_says_the_opposite(
    first: World, second: World, verdict: str, *, opposite: bool
) -> None:
    own = report_of(measured(first))
    told = with_another(own, alone(second))
    beside = told.another
    assert beside is not None
    assert (beside.proxy_dependent, beside.verdict) == (opposite, verdict)
    assert [each.reading for each in beside.readings] == ["loss", "dependence"]
    assert (beside.runs, beside.seeds) == (2 * 3, [0, 1, 2])
    assert told.model_copy(update={"another": None}) == own


def test_nothing_vouches_for_another_model_so_that_it_calls_no_sets_equivalent() -> None:
    still = World({**HARM, AFTER: (0.0, 0.0)}, noise=1e-5)
    assert report_of(measured(still)).contrasts[0].verdict == "equivalent"
    beside = with_another(report_of(measured(still)), alone(still)).another
    assert beside is not None
    assert (beside.verdict, beside.readings[0].verdict) == ("too_small_to_tell", "equivalent")


def test_it_is_trained_on_both_sets_alone_by_its_usual_recipe(records_of: Rows, tmp_path: Path) -> None:
    change = Given(records_of(ROWS), records_of(ROWS[:36]))
    asked = Asked(also=WIDE, seeds=1, budget=900.0, learning_rate=0.5, epochs=7.0, since=3.0)
    other = on_another(prepare(change, None, asked, silent), silent)
    assert other is not None
    usual = other.study.model.usual()
    assert other.asked == Asked(model=WIDE, seeds=1, budget=900.0, quick=True)
    assert other.asked.since == 3.0
    assert (other.usual.learning_rate, other.usual.epochs) == (usual.learning_rate, usual.epochs)
    made = measure(other, tmp_path, Hands(), silent)
    assert [set(found) for found in made.scores.results] == [{BEFORE, AFTER}] * 5
    assert [each.id for each in other.told] == ["total"]


def test_of_a_pipeline_it_is_asked_about_the_whole_alone(records_of: Rows) -> None:
    twice = [{**row, "prompt": f"{row['prompt']} "} for row in ROWS[:12]]
    change = ByPipeline(records_of([*ROWS, *twice]), load_pipeline("dedup-only"))
    prepared = prepare(change, None, Asked(also=WIDE, seeds=2), silent)
    other = on_another(prepared, silent)
    assert other is not None
    assert any(each.id.startswith("step-") for each in prepared.told)
    assert [each.id for each in other.told] == ["total"]


def test_none_is_asked_where_none_is_named_or_nothing_can_differ(records_of: Rows) -> None:
    records = records_of(ROWS)
    for after, also in ((records_of(ROWS[:36]), None), (records, WIDE)):
        assert on_another(prepare(Given(records, after), None, Asked(also=also), silent), silent) is None


def test_the_same_model_by_another_name_is_refused(records_of: Rows) -> None:
    prepared = prepare(Given(records_of(ROWS), records_of(ROWS[:36])), None, Asked(also=WIDE), silent)
    same: Any = prepared.study.model
    assert isinstance(same, Proxy)
    with pytest.raises(UsageError, match="other and proxy are one and the same model"):
        on_another(replace(prepared, another=replace(same, name="other")), silent)


@pytest.mark.parametrize(("budget", "left"), [(None, None), (900.0, 600.0), (200.0, 0.001)])
def test_as_much_of_a_budget_is_left_as_it_takes(budget: float | None, left: float | None) -> None:
    prepared = measured(World(), budget=budget).prepared
    assert leaving(prepared, 300.0).asked.budget == left


def test_a_plan_tells_how_long_it_takes_and_changes_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    other = planned(model="proxy-wide", parameters=4_000_000, runs=6, seconds=300.0, least=200.0)
    monkeypatch.setattr(another, "plan_of", lambda *_: other)
    nothing: Any = None
    told = planned_with(planned(), nothing, Path(), 2)
    assert told.another is not None
    assert told.another.model_dump() == {
        "model": "proxy-wide", "parameters": 4_000_000, "runs": 6, "seconds": 300.0, "least": 200.0,
    }  # fmt: skip
    assert told.model_copy(update={"another": None}) == planned()
