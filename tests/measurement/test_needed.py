"""What would settle a question."""

from dataclasses import replace

import pytest

from curate.measurement.judging import OF_READING, Told, judged
from curate.measurement.measuring import Measured
from curate.measurement.needed import MOST_SEEDS, needs
from curate.measurement.study import PLANTED
from curate.report.measured.model import NeedsModel
from curate.statistics.power import planned
from tests.measurement.invented import World, measured


def planted(told: Measured, level: float = OF_READING) -> Told:
    """The contrast of planted damage by loss."""
    (one,) = [each[0] for each in judged(told).told if each[0].comparison.arm == PLANTED]
    return replace(one, level=level)


def asked(world: World, wanted: float) -> NeedsModel | None:
    told = measured(world)
    return needs(told, planted(told), wanted)


WORLD = World(effects={PLANTED: (0.0, 0.0)}, noise=0.1, seeds=3)


def test_a_smaller_effect_takes_more() -> None:
    large, small = (asked(WORLD, wanted) for wanted in (0.05, 0.02))
    assert large is not None
    assert small is not None
    assert small.prompts * small.seeds > large.prompts * large.seeds
    assert small.minutes > large.minutes
    assert large.reachable


def test_more_prompts_than_the_set_can_spare_are_not_reachable() -> None:
    told = asked(WORLD, 0.012)
    assert told is not None
    assert not told.reachable
    assert told.prompts > 300
    assert told.seeds <= MOST_SEEDS


def test_records_that_are_all_held_out_already_give_no_more_prompts() -> None:
    parted = asked(World(effects=WORLD.effects, noise=0.1, folds=5), 0.015)
    assert parted is not None
    assert parted.prompts <= 300
    assert parted.reachable


def test_a_file_to_judge_by_can_be_of_any_length() -> None:
    told = measured(WORLD)
    own = replace(told, prepared=replace(told.prepared, from_file=True))
    found = needs(own, planted(own), 0.012)
    assert found is not None
    assert found.prompts > 330
    assert found.reachable


def test_what_nothing_would_settle_is_none() -> None:
    assert asked(WORLD, 1e-9) is None


def test_of_one_seed_nobody_knows_what_others_would_do() -> None:
    assert asked(World(effects={PLANTED: (0.0, 0.0)}, noise=0.1, seeds=1), 0.05) is None


def test_prompts_are_counted_with_all_that_hang_together() -> None:
    one = asked(WORLD, 0.03)
    five = asked(World(effects=WORLD.effects, noise=0.1, cluster=3), 0.03)
    assert one is not None
    assert five is not None
    assert five.prompts % 3 == 0


def test_processes_share_the_minutes() -> None:
    told = measured(WORLD)
    one, two = (needs(replace(told, processes=number), planted(told), 0.03) for number in (1, 2))
    assert one is not None
    assert two is not None
    assert one.minutes == pytest.approx(2 * two.minutes)


def test_what_it_takes_is_seen_at_the_level_of_its_family() -> None:
    """As many prompts and seeds, each weighing alike: the effect is seen, and with fewer it would not be."""
    told = measured(WORLD)
    effect = planted(told).crossed
    for level in (0.025, 0.005):
        found = needs(told, planted(told, level), 0.02)
        assert found is not None
        assert planned(effect, found.prompts, found.seeds, level) <= 0.02
        assert planned(effect, found.prompts / 1.1, found.seeds, level) > 0.02


@pytest.mark.parametrize("folds", [1, 5])
def test_minutes_are_those_of_every_arm_with_each_seed(folds: int) -> None:
    """A fine-tune took six seconds, and of four arms the one in which nothing changed holds the same as before."""
    made = measured(World(effects=WORLD.effects, noise=1.0, folds=folds))
    told = needs(made, planted(made), 0.15)
    assert told is not None
    arms = made.scores.runs / made.scores.seeds / folds
    assert arms > 2
    new = told.seeds if told.prompts > 60 * folds else told.seeds - 3
    assert told.minutes == pytest.approx(new * arms * folds * 6.0 / 60)
