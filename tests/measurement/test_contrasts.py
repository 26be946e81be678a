"""A contrast as the report tells it."""

from dataclasses import replace

import numpy as np
import pytest

from curate.measurement.change import AFTER
from curate.measurement.study import NULL, PLANTED, RANDOM
from tests.measurement.invented import GAIN, World
from tests.measurement.worlds import SEEN, WORLDS, contrast, told

pytestmark = pytest.mark.torch


def test_the_effect_is_told_by_seed() -> None:
    loss = contrast(told(WORLDS["usual"])).readings[0]
    assert len(loss.seeds) == 3
    assert np.mean(loss.seeds) == pytest.approx(loss.estimate)
    assert loss.low < -0.1 < loss.high
    assert loss.of_gain == pytest.approx(loss.estimate / GAIN)


@pytest.mark.parametrize(("world", "removed"), [("usual", 20), ("AFTER larger", -20), ("AFTER equal", None)])
def test_how_many_records_were_removed_is_told(world: str, removed: int | None) -> None:
    report = told(WORLDS[world])
    assert contrast(report).removed == removed
    assert not contrast(report, "planted").same
    assert (RANDOM in {arm.id for arm in report.arms}) is (world == "usual")


def test_sets_that_are_equal_are_equivalent_whatever_the_controls_say() -> None:
    for effects in ({}, SEEN, {NULL: (0.2, 0.0), **SEEN}):
        told_so = contrast(told(replace(WORLDS["AFTER equal"], effects=effects)))
        loss, dependence = told_so.readings
        assert (loss.estimate, loss.low, loss.high, *loss.seeds) == (0.0,) * 6
        assert (dependence.estimate, dependence.chance) == (0.0, 1.0)
        assert (told_so.verdict, told_so.needs, told_so.same) == ("equivalent", None, True)


def test_a_step_that_changes_nothing_is_equivalent() -> None:
    world = World(effects={AFTER: (0.0, 0.0), **SEEN}, noise=0.0, steps={"without-1": "drop LEN"})
    step = contrast(told(world), "step-without-1")
    assert (step.title, step.readings[0].estimate, step.verdict) == ("drop LEN", 0.0, "equivalent")


def test_a_control_that_holds_the_same_as_before_was_not_done() -> None:
    report = told(World(effects={AFTER: (-0.1, 0.1)}))
    assert (report.controls.valid, report.controls.null_moved, report.controls.planted_seen) == (None, None, None)
    for arm in (NULL, PLANTED):
        control = contrast(report, arm)
        verdicts = {control.verdict, *(one.verdict for one in control.readings)}
        assert (control.same, verdicts) == (True, {"too_small_to_tell"})
    assert contrast(report).verdict == "better"


def test_one_seed_tells_nothing_but_what_holds_the_same() -> None:
    world = World(effects={AFTER: (0.0, 0.0), **SEEN}, noise=1e-5, seeds=1)
    report = told(world)
    assert {each.verdict for each in report.contrasts if not each.same} == {"too_small_to_tell"}
    assert {one.verdict for one in contrast(report).readings} == {"too_small_to_tell"}
    equal = contrast(told(replace(world, removed=0, effects=SEEN)))
    assert (equal.verdict, equal.readings[0].verdict) == ("equivalent", "equivalent")


def test_nothing_is_believed_where_nothing_changed_and_yet_it_moved() -> None:
    report = told(World(effects={AFTER: (-0.1, 0.0), RANDOM: (0.05, 0.0), NULL: (0.2, 0.0), **SEEN}))
    assert not report.controls.valid
    assert contrast(report).verdict == contrast(report, "choice").verdict == "invalid"
    assert contrast(report, "null").verdict == "worse"


def test_too_small_to_tell_says_what_would_settle_it() -> None:
    unclear = contrast(told(World(effects={AFTER: (0.0, 0.0), PLANTED: (0.5, -0.5)}, noise=0.03)))
    assert unclear.verdict == "too_small_to_tell"
    assert unclear.needs is not None
    assert contrast(told(WORLDS["usual"])).needs is None


def test_types_and_nearness_are_told_of_a_change() -> None:
    world = World(
        effects={AFTER: (0.0, 0.0), **SEEN},
        types=(("coding", 40), ("open_qa", 40), ("poem", 3), ("letter", 2)),
        by_type={"open_qa": 0.3},
    )
    total = contrast(told(world))
    assert [(each.type, each.prompts, each.found) for each in total.types] == [
        ("open_qa", 40, True), ("coding", 40, False), ("other types", 5, False),
    ]  # fmt: skip
    assert [each.group for each in total.nearness] == ["familiar", "between", "unfamiliar"]
    assert total.unfamiliar_gap is not None


def test_opposite_views_of_equal_tokens_and_equal_epochs_are_flagged() -> None:
    """The smaller arm comes to its last epoch; read at as many epochs as the other, it had lost more."""
    gained = World(effects={AFTER: (-0.2, 0.0), **SEEN}, removed=50, held_out=(0.5, 0.0), noise=0.001)
    flagged = contrast(told(gained))
    assert flagged.compute_dependent
    assert flagged.readings[0].equal_epochs is not None
    assert not contrast(told(WORLDS["usual"])).compute_dependent


def test_what_training_did_not_gain_has_no_share() -> None:
    assert contrast(told(WORLDS["training harms"])).readings[0].of_gain is None
