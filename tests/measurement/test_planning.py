"""A plan says what would be trained, and trains nothing."""

from pathlib import Path
from typing import Any

import pytest

import curate
from curate.measurement import planning
from curate.measurement.usual import usual_components
from curate.measuring import measure_plan
from curate.report.measured.plan import PlanReport
from curate.statistics.power import foreseen
from tests.measurement.animals import Rows, small_proxy, talks
from tests.tiny_models import model_in

__all__ = ["small_proxy"]
pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("small_proxy")]

ROWS = talks(64)


@pytest.fixture
def sets(records_of: Rows) -> tuple[Any, Any]:
    """Before, and after a third was removed."""
    return records_of(ROWS), records_of(ROWS[:44])


def planned(sets: tuple[Any, Any], folder: Path, **how: Any) -> PlanReport:  # noqa: ANN401  as `measure_plan` takes them
    return measure_plan(*sets, work=folder, processes=1, **how)


def test_nothing_is_learned_trained_or_written(
    sets: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curate.measurement.models.proxy.pretraining.learned", None)
    plan = planned(sets, tmp_path / "kept", seeds=2, quick=True)
    assert not (tmp_path / "kept").exists()
    assert plan.seconds > 0
    assert plan.detectable is not None


def test_runs_are_counted_by_arm_and_once_for_arms_that_hold_the_same(
    sets: tuple[Any, Any], tmp_path: Path
) -> None:
    plan = planned(sets, tmp_path, seeds=2, quick=True)
    runs = {arm.id: arm.runs for arm in plan.arms}
    folds = 5
    assert runs["before"] == runs["after"] == runs["random"] == 2 * folds
    assert plan.runs == sum(runs.values()) <= 2 * folds * len(runs)
    same = planned((sets[0], sets[0]), tmp_path, seeds=2, quick=True)
    assert {arm.id: arm.runs for arm in same.arms}["after"] == 0
    assert [arm.id for arm in same.arms if arm.same] == ["before", "after"]


def test_what_was_trained_before_need_not_be_trained(
    sets: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    curate.measure(*sets, work=tmp_path, processes=1, seeds=1, quick=True)
    with monkeypatch.context() as patch:
        patch.setattr(planning, "_seconds_a_step", lambda *_: pytest.fail("timed what need not be done"))
        one = planned(sets, tmp_path, seeds=1, quick=True)
    assert (one.runs, one.seconds) == (0, 0.0)
    two = planned(sets, tmp_path, seeds=2, quick=True)
    assert {arm.id: arm.runs for arm in two.arms}["before"] == 5


@pytest.mark.parametrize("tuned", [1, 100])
def test_a_recipe_that_would_be_looked_for_is_not_told(
    sets: tuple[Any, Any], tmp_path: Path, tuned: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from curate.measurement import measuring

    monkeypatch.setattr(measuring, "FEWEST_TUNED", tuned)
    plan = planned(sets, tmp_path, seeds=1)
    assert (plan.recipe is None, plan.tries) == ((True, 3) if tuned == 1 else (False, 0))
    given = planned(sets, tmp_path, seeds=1, learning_rate=0.01)
    assert given.recipe is not None
    assert (given.recipe.learning_rate, given.tries) == (0.01, 0)


def test_a_recipe_that_was_chosen_before_is_known_and_so_is_what_was_trained_by_it(
    sets: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from curate.measurement import measuring

    monkeypatch.setattr(measuring, "FEWEST_TUNED", 1)
    report = curate.measure(*sets, work=tmp_path, processes=1, seeds=1).report
    kept = {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    plan = planned(sets, tmp_path, seeds=1)
    assert (plan.runs, plan.tries, plan.seconds) == (0, 0, 0.0)
    assert plan.recipe == report.recipe.model_copy(update={"tried": []})
    more = planned(sets, tmp_path, seeds=2)
    assert ({arm.id: arm.runs for arm in more.arms}["before"], more.ahead) == (5, 0.0)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == kept


def test_a_choice_that_was_ended_is_not_known_and_takes_what_is_left_of_it(
    sets: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from curate.measurement import measuring

    monkeypatch.setattr(measuring, "FEWEST_TUNED", 1)
    monkeypatch.setattr(planning, "_seconds_a_step", lambda *_: 1.0)
    with monkeypatch.context() as patch:
        patch.setattr(measuring, "best", None)
        with pytest.raises(TypeError):
            curate.measure(*sets, work=tmp_path, processes=1, seeds=1)
    next(tmp_path.glob("losses-*.npz")).unlink()
    plan, usual = planned(sets, tmp_path, seeds=1), planned(sets, tmp_path, seeds=1, quick=True)
    assert usual.recipe is not None
    assert (plan.recipe, plan.tries, plan.ahead) == (None, 3, usual.recipe.steps)


def test_more_seeds_see_more(sets: tuple[Any, Any], tmp_path: Path) -> None:
    two, five = (planned(sets, tmp_path, seeds=number, quick=True) for number in (2, 5))
    for of_two, of_five in (
        (two.detectable, five.detectable),
        (two.detectable_dependence, five.detectable_dependence),
    ):
        assert of_two is not None
        assert of_five is not None
        assert of_five < of_two
    one = planned(sets, tmp_path, seeds=1, quick=True)
    assert (one.detectable, one.detectable_dependence) == (None, None)


def test_what_could_be_seen_is_an_effect_of_the_whole_change_by_either_reading(
    sets: tuple[Any, Any], tmp_path: Path
) -> None:
    plan = planned(sets, tmp_path, seeds=3, quick=True)
    told = {"loss": plan.detectable, "dependence": plan.detectable_dependence}
    for name, varies in usual_components(plan.held_out.trained, plan.held_out.folds).items():
        assert told[name] == pytest.approx(foreseen(varies, plan.held_out.clusters, 3, 0.05 / 2))


def test_what_a_pretrained_model_could_see_is_drawn_from_measurements_with_one(
    sets: tuple[Any, Any], tmp_path: Path
) -> None:
    model_in(tmp_path / "model")
    plan = planned(sets, tmp_path / "kept", seeds=3, quick=True, model=str(tmp_path / "model"))
    varies = usual_components(plan.held_out.trained, plan.held_out.folds, pretrained=True)
    could_see = foreseen(varies["dependence"], plan.held_out.clusters, 3, 0.05 / 2)
    assert plan.detectable_dependence == pytest.approx(could_see)


def test_steps_are_timed_on_a_model_that_learns_nothing(
    sets: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter(range(0, 1_000, 10))
    monkeypatch.setattr(planning, "perf_counter", lambda: float(next(ticks)))
    plan = planned(sets, tmp_path, seeds=1, quick=True)
    assert plan.recipe is not None
    assert plan.seconds - plan.ahead == pytest.approx(plan.runs * plan.recipe.steps * 1.15 * 10, rel=0.5)
    assert next(ticks) == 20, "two slow steps tell enough"


def test_what_the_proxy_reads_counts_until_it_is_read(sets: tuple[Any, Any], tmp_path: Path) -> None:
    before = planned(sets, tmp_path, seeds=1, quick=True)
    assert 0 < before.ahead < before.seconds
    curate.measure(*sets, work=tmp_path, processes=1, seeds=1, quick=True)
    after = planned(sets, tmp_path, seeds=2, quick=True)
    assert after.runs > 0
    assert after.ahead == 0


def test_two_seeds_are_the_least_that_is_trained_whatever_the_budget(
    sets: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "_seconds_a_step", lambda *_: 1.0)
    two, five = (planned(sets, tmp_path, seeds=number, quick=True, budget=9.0) for number in (2, 5))
    assert two.least == two.seconds == pytest.approx(five.least, rel=0.05)
    assert five.seconds > 2 * five.least - five.ahead
    assert five.budget == 9.0


def test_a_choice_of_recipes_comes_before_the_arms(
    sets: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from curate.measurement import measuring

    monkeypatch.setattr(measuring, "FEWEST_TUNED", 1)
    monkeypatch.setattr(planning, "_seconds_a_step", lambda *_: 1.0)
    chosen, usual = planned(sets, tmp_path, seeds=1), planned(sets, tmp_path, seeds=1, quick=True)
    assert usual.recipe is not None
    assert chosen.ahead == pytest.approx(usual.ahead + 3 * 2 * usual.recipe.steps)


def test_what_timing_a_step_took_is_given_back(
    sets: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = list[str]()
    monkeypatch.setattr("curate.measurement.models.memory.give_back", lambda: given.append("memory"))
    planned(sets, tmp_path, seeds=2, quick=True)
    assert given == ["memory"]
