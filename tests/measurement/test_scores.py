"""Losses of all arms, where they belong."""

from dataclasses import replace

import numpy as np
import pytest

from curate.measurement.change import AFTER
from curate.measurement.course import Comparison
from curate.measurement.study import BEFORE, PLANTED
from tests.measurement.invented import BASE, GAIN, World, measured

KNOWN = World(effects={AFTER: (-0.2, 0.1), PLANTED: (0.05, -0.05)}, noise=0.0, removed=0)


def test_each_prompt_has_a_row_and_each_seed_a_column() -> None:
    scores = measured(World(folds=2, seeds=3)).scores
    assert scores.own(BEFORE).shape == scores.dependence(AFTER).shape == (120, 3)
    assert len(scores.types) == len(scores.clusters) == len(scores.similarity) == 120
    assert len(set(scores.clusters.tolist())) == 120


def test_a_record_that_was_seen_in_several_folds_is_known_as_one() -> None:
    scores = measured(World(folds=2)).scores
    first = scores.courses[0].fold.seen
    again = [replace(course, fold=replace(course.fold, seen=first)) for course in scores.courses]
    assert replace(scores, courses=again).seen.tolist() == [*first, *first]
    assert len(set(scores.seen.tolist())) == 2 * len(first)


def test_losses_are_those_of_the_held_out_records() -> None:
    scores = measured(KNOWN).scores
    expected = BASE - GAIN + np.arange(60) / 100
    np.testing.assert_allclose(scores.own(BEFORE)[:, 0], expected)
    np.testing.assert_allclose(scores.own(AFTER) - scores.own(BEFORE), -0.2)
    np.testing.assert_allclose(scores.base, BASE + np.arange(60).mean() / 100)


def test_dependence_is_what_another_prompt_costs() -> None:
    scores = measured(KNOWN).scores
    np.testing.assert_allclose(scores.dependence(BEFORE), 1.0)
    np.testing.assert_allclose(scores.dependence(AFTER), 1.3)


def test_what_training_gained_is_told_against_the_untrained_model() -> None:
    np.testing.assert_allclose(measured(KNOWN).scores.gained(BEFORE), GAIN)


def test_seeds_stay_with_their_seeds() -> None:
    scores = measured(World(seeds=3, noise=0.1)).scores
    effect = scores.own(PLANTED) - scores.own(BEFORE)
    assert len({column.tobytes() for column in effect.T}) == 3


def test_equal_epochs_are_read_where_both_have_gone_as_often_through_their_own() -> None:
    """The smaller arm has come further by the last step, so it is read earlier: at its first epochs."""
    world = World(effects={}, removed=50, held_out=(0.3, 0.0))
    scores = measured(world).scores
    effect = scores.equal(Comparison("total", "the change", AFTER, BEFORE))
    np.testing.assert_allclose(effect, 0.3)
    np.testing.assert_allclose(scores.own(AFTER) - scores.own(BEFORE), 0.0)


@pytest.mark.parametrize("folds", [1, 3])
def test_a_curve_tells_held_out_and_seen_losses_by_epoch(folds: int) -> None:
    scores = measured(World(effects={}, folds=folds, seen=(-0.1, -0.4), held_out=(0.0, 0.2))).scores
    mean = np.arange(60).mean() / 100
    assert [epoch for epoch, *_ in scores.curve(BEFORE)] == [1.0, 2.0]
    np.testing.assert_allclose(
        [losses for _, *losses in scores.curve(BEFORE)],
        [[BASE - GAIN + mean, BASE - GAIN - 0.1], [BASE - GAIN + mean + 0.2, BASE - GAIN - 0.4]],
    )


@pytest.mark.parametrize("folds", [1, 3])
def test_each_record_has_a_loss_at_each_point_of_the_curve(folds: int) -> None:
    scores = measured(World(effects={}, folds=folds, held_out=(0.0, 0.2))).scores
    assert scores.after(BEFORE, 0).shape == (60 * folds, 3)
    np.testing.assert_allclose(scores.after(BEFORE, 1), scores.own(BEFORE))
    np.testing.assert_allclose(scores.after(BEFORE, 1) - scores.after(BEFORE, 0), 0.2)
    np.testing.assert_allclose(
        [scores.after(BEFORE, at).mean() for at in (0, 1)], [held for _, held, _ in scores.curve(BEFORE)]
    )


def test_what_was_memorised_is_told_against_the_untrained_model() -> None:
    held, seen = measured(World(effects={}, seen=(0.0, -0.4), held_out=(0.0, 0.2))).scores.memorised(BEFORE)
    np.testing.assert_allclose(held, 0.2 - GAIN)
    np.testing.assert_allclose(seen, -0.4 - GAIN)


def test_a_fine_tune_that_several_arms_share_counts_once_and_so_does_its_time() -> None:
    told = measured(World(seeds=2, folds=2))
    assert (told.scores.runs, told.scores.seconds) == (20, 6.0 * 20)
    both = told.scores.results[0]
    both[AFTER] = both[BEFORE]
    assert (told.scores.runs, told.scores.seconds) == (18, 6.0 * 18)
