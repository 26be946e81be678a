"""What is judged, against which margin, and when nothing may be believed."""

import numpy as np
import pytest

from curate.measurement.change import AFTER
from curate.measurement.judging import ALONE, PART_OF_GAIN, Judgement, judged
from curate.measurement.study import NULL, PLANTED, RANDOM
from curate.statistics.power import detectable
from tests.measurement.invented import GAIN, Effect, World, measured

SEEN: dict[str, Effect] = {PLANTED: (0.05, -0.05)}


def told(change: Effect = (0.0, 0.0), **world: object) -> Judgement:
    effects = {AFTER: change, **SEEN}
    return judged(measured(World(**{"effects": effects, **world})))  # type: ignore[arg-type]


def verdict_of(judgement: Judgement, contrast: str) -> str:
    (at,) = [at for at, each in enumerate(judgement.told) if each[0].comparison.id == contrast]
    return judgement.joint[at].verdict


@pytest.mark.parametrize(
    ("change", "verdict", "by"),
    [
        ((-0.1, -0.1), "better", "loss"),
        ((0.1, 0.1), "worse", "loss"),
        ((0.0, 0.2), "better", "dependence"),
        ((0.0, -0.2), "worse", "dependence"),
        ((-0.1, -0.3), "worse", "dependence"),
        ((0.0, 0.0), "equivalent", "dependence"),
    ],
)
def test_less_loss_is_better_and_more_dependence_is(change: Effect, verdict: str, by: str) -> None:
    judgement = told(change, removed=0)
    assert verdict_of(judgement, "total") == verdict
    assert judgement.joint[0].by == by or verdict == "equivalent"


def test_small_effects_are_called_small() -> None:
    assert verdict_of(told((-0.006, -0.006), noise=0.001), "total") == "better_small"


def test_the_margin_is_a_part_of_what_training_gains_unless_it_is_given() -> None:
    judgement = told()
    np.testing.assert_allclose(judgement.gain.estimate, GAIN)
    np.testing.assert_allclose(judgement.margins["loss"], PART_OF_GAIN * GAIN)
    np.testing.assert_allclose(judgement.margins["dependence"], PART_OF_GAIN * 1.0)
    given = judged(measured(World(), margin=0.3))
    assert given.margins == {"loss": 0.3, "dependence": 0.3}


def test_an_arm_in_which_nothing_changed_that_moves_makes_it_invalid() -> None:
    judgement = judged(measured(World(effects={NULL: (0.1, 0.0), **SEEN})))
    assert (judgement.controls.valid, judgement.controls.null_moved) == (False, True)


def test_planted_damage_is_seen_by_either_reading() -> None:
    for damage in ((0.05, 0.05), (0.0, -0.05)):
        controls = judged(measured(World(effects={PLANTED: damage}))).controls
        assert (controls.valid, controls.planted_seen) == (True, True)


def test_planted_damage_that_looks_like_a_gain_makes_it_invalid() -> None:
    controls = judged(measured(World(effects={PLANTED: (-0.1, -0.1)}))).controls
    assert (controls.valid, controls.planted_seen, controls.planted_detectable) == (False, False, True)


def test_damage_too_small_to_be_seen_leaves_it_valid() -> None:
    controls = judged(measured(World(effects={PLANTED: (0.001, 0.0)}, noise=0.1))).controls
    assert (controls.valid, controls.planted_seen, controls.planted_detectable) == (True, False, False)


def test_where_nothing_could_be_planted_nothing_is_known_of_it() -> None:
    """Types with few records have no two responses to swap; the arm is then the set before."""
    controls = judged(measured(World(effects={}))).controls
    assert (controls.valid, controls.planted_seen, controls.planted_detectable) == (None, None, None)
    moved = judged(measured(World(effects={NULL: (0.1, 0.0)}))).controls
    assert (moved.valid, moved.null_moved, moved.planted_seen) == (False, True, None)


def test_the_change_is_judged_alike_whatever_else_is_asked_of_it() -> None:
    """A pipeline of many steps gets through a gate no easier than its result does."""
    steps = {f"without-{number}": "drop DUP" for number in range(1, 9)}
    others = {name: (0.0001 * number, 0.0) for number, name in enumerate(steps)}
    weak = {AFTER: (0.004, 0.004), **others, **SEEN}
    alone, among = (
        judged(measured(World(effects=weak, removed=0, steps=each, noise=0.02, seeds=6, types=(("coding", 200),))))
        for each in ({}, steps)
    )
    assert [one.seen.chance for one in alone.told[0]] == [one.seen.chance for one in among.told[0]]
    assert [one.seen.held for one in alone.told[0]] == [True, False]
    assert among.told[0][0].seen == alone.told[0][0].seen
    assert among.controls == alone.controls


def test_a_step_is_judged_beside_all_other_steps() -> None:
    """A chance that stands alone falls where many others are looked at."""
    steps = {f"without-{number}": "drop DUP" for number in range(1, 9)}
    weak = {name: (0.0002 * number, 0.0) for number, name in enumerate(steps)} | {AFTER: (0.004, 0.004), **SEEN}
    alone, among = (
        judged(measured(World(effects=weak, removed=0, steps=each, noise=0.02, seeds=6, types=(("coding", 200),))))
        for each in (dict(list(steps.items())[:1]), steps)
    )
    (one, other) = (
        next(contrast[0] for contrast in each.told if contrast[0].comparison.id == "step-without-1")
        for each in (alone, among)
    )
    assert one.seen.chance == other.seen.chance
    assert (one.seen.held, other.seen.held) == (True, False)


def test_what_is_asked_twice_or_not_at_all_takes_nothing_from_the_change() -> None:
    """A step that does all that the pipeline does is the pipeline again; one that does nothing asks nothing."""
    weak = {AFTER: (0.004, 0.004), **SEEN}
    alone = judged(measured(World(effects=weak, removed=0, noise=0.02, seeds=6, types=(("coding", 200),))))
    steps = {"without-1": "drop LEN", "without-2": "keep-one DUP002"}
    whole = weak | {"without-2": weak[AFTER]}
    world = World(effects=whole, removed=0, steps=steps, noise=0.02, seeds=6, types=(("coding", 200),))
    for one, other in zip(alone.told[0], judged(measured(world)).told[0], strict=True):
        assert (one.seen.chance, one.seen.held) == (other.seen.chance, other.seen.held)


def test_the_more_is_asked_of_a_change_the_larger_must_an_effect_be_to_be_seen() -> None:
    """Two readings against random removal, and two more for a step, unless it does all that the pipeline does."""
    steps = {"without-1": "drop LEN", "without-2": "keep-one DUP002"}
    effects: dict[str, Effect] = {AFTER: (0.01, 0.01), RANDOM: (0.0, 0.0), "without-1": (0.02, 0.02), **SEEN}
    several = judged(measured(World(effects=effects, steps=steps)))
    for told, parts in ((judged(measured(World(effects=effects))), 2), (several, 4)):
        for one in [one for contrast in told.told for one in contrast if one.effect.any()]:
            whole = one.comparison.arm in ALONE or one.comparison.id in ("total", "step-without-2")
            level = 0.05 / (2 if whole else parts)
            assert (one.level, one.seen.detectable) == (level, detectable(one.crossed, level))


def test_contrasts_are_told_with_both_readings_and_controls_last() -> None:
    judgement = told(steps={"without-1": "drop LEN"})
    ids = [[one.comparison.id for one in each] for each in judgement.told]
    assert ids == [[name] * 2 for name in ("total", "choice", "random", "step-without-1", "null", "planted")]
    assert [one.seen.reading for one in judgement.told[0]] == ["loss", "dependence"]


def test_by_one_seed_nothing_stands_however_narrow_its_interval() -> None:
    judgement = judged(measured(World(effects={AFTER: (-0.1, 0.1), **SEEN}, seeds=1)))
    assert judgement.told[0][0].crossed.high < 0
    assert not any(one.seen.held for each in judgement.told for one in each)
    controls = judgement.controls
    assert (controls.valid, controls.null_moved, controls.planted_seen, controls.planted_detectable) == (None,) * 4
