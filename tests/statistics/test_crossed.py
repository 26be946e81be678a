"""Intervals of effects that were measured on prompts and seeds."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.statistics.crossed import CAP, Crossed, Numbers, Spread, apart, crossed, half_width, spread_of


def losses(prompts: int = 24, seeds: int = 3, seed: int = 5, of_seed: float = 0.01) -> Numbers:
    random = np.random.default_rng(seed)
    shape = random.normal(0.02, 0.05, (prompts, 1)) + random.normal(0, of_seed, (1, seeds))
    return np.asarray(shape + random.normal(0, 0.03, (prompts, seeds)))


def alone(prompts: int) -> np.ndarray:
    return np.arange(prompts)


def bounds(told: Crossed) -> tuple[float, float, float]:
    return told.estimate, told.low, told.high


def test_the_spread_is_that_of_a_two_way_table() -> None:
    """Worked by hand: rows are 1, 3 and 5 on average, columns 2, 3 and 4, and nothing is left."""
    table = np.array([[0.0, 1.0, 2.0], [2.0, 3.0, 4.0], [4.0, 5.0, 6.0]])
    told = crossed(table, alone(3))
    assert told.estimate == 3
    assert told.spread[:3] == pytest.approx((4 / 3, 1 / 3, 0), abs=1e-12)
    assert told.components == pytest.approx((2, 1, 0), abs=1e-6)
    assert told.variance == pytest.approx(5 / 3)
    assert told.freedom == pytest.approx(2), "no more than clusters have, though Satterthwaite's are 2.9"
    assert told.by_seed == pytest.approx((2, 3, 4))


def test_with_one_seed_it_is_the_interval_of_clusters_and_says_so() -> None:
    """Hours of sleep gained, as in Student, "The probable error of a mean", 1908: t is 4.06, its chance 0.0028."""
    gained = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])[:, None]
    told = crossed(gained, alone(10))
    assert bounds(told) == pytest.approx((1.58, 0.7001, 2.4599), abs=1e-4)
    assert told.chance == pytest.approx(0.00283, abs=1e-5)
    assert told.seeds == 1
    assert told.freedom == pytest.approx(9)


def test_of_a_single_cluster_nothing_is_known() -> None:
    told = crossed(losses(4), np.zeros(4, int))
    assert bounds(told)[1:] == (-inf, inf)
    assert (told.chance, told.variance, told.clusters) == (1, inf, 1)
    assert told.estimate == pytest.approx(losses(4).mean())


def test_its_interval_can_be_taken_for_that_of_a_normal_distribution() -> None:
    told = crossed(losses(20), alone(20))
    assert 1.959964 * told.as_normal**0.5 == pytest.approx((told.high - told.low) / 2)
    assert told.as_normal > told.variance
    assert crossed(losses(4), np.zeros(4, int)).as_normal == inf


@pytest.mark.parametrize("wrong", [np.zeros((0, 3)), np.zeros((3, 0)), np.zeros(3), np.array([[1.0, np.nan]])])
def test_what_is_no_table_of_numbers_is_refused(wrong: Numbers) -> None:
    with pytest.raises(ValueError, match="finite numbers"):
        crossed(wrong, alone(len(wrong)))


def test_arms_that_do_not_differ_at_all_have_no_effect_for_certain() -> None:
    told = crossed(np.zeros((5, 3)), alone(5))
    assert bounds(told) == (0, 0, 0)
    assert told.chance == 1


def test_prompts_of_a_cluster_are_no_evidence_of_their_own() -> None:
    own = losses(20)
    copied = np.repeat(own, 3, axis=0)
    once, thrice = crossed(own, alone(20)), crossed(copied, np.repeat(alone(20), 3))
    assert bounds(once) == pytest.approx(bounds(thrice))
    as_if = crossed(copied, alone(60))
    assert as_if.spread.clusters < once.spread.clusters / 2


def test_a_prompt_that_weighs_twice_is_one_that_is_there_twice() -> None:
    own, twice = losses(12), np.repeat(losses(12), 2, axis=0)
    weights = np.where(alone(12) < 4, 2.0, 1.0)
    kept = np.concatenate([np.arange(8), np.arange(8, 24, 2)])
    weighed = crossed(own, alone(12), weights)
    doubled = crossed(twice[kept], np.repeat(alone(12), 2)[kept])
    assert bounds(weighed) == pytest.approx(bounds(doubled))
    assert weighed.effective == pytest.approx(16**2 / (4 * 4 + 8))


def test_a_prompt_without_weight_has_no_say() -> None:
    own = losses(12)
    without = crossed(own, alone(12), np.where(alone(12) < 8, 1.0, 0.0))
    assert bounds(without) == pytest.approx(bounds(crossed(own[:8], alone(8))))
    assert without.clusters == 8


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 99), st.integers(2, 6), st.integers(1, 5))
def test_neither_the_order_of_prompts_nor_that_of_seeds_matters(seed: int, clusters: int, seeds: int) -> None:
    random = np.random.default_rng(seed)
    own, of = losses(12, seeds, seed), random.integers(0, clusters, 12)
    prompts, columns = random.permutation(12), random.permutation(seeds)
    one, other = crossed(own, of), crossed(own[prompts][:, columns], of[prompts] * 7 - 3)
    assert bounds(other) == pytest.approx(bounds(one), rel=1e-9, abs=1e-12)
    assert other.chance == pytest.approx(one.chance, rel=1e-6)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 99), st.floats(-5, 5), st.floats(0.01, 100), st.integers(1, 4))
def test_adding_shifts_and_scaling_scales(seed: int, more: float, times: float, seeds: int) -> None:
    own = losses(9, seeds, seed)
    told = bounds(crossed(own, alone(9)))
    assert bounds(crossed(own + more, alone(9))) == pytest.approx([each + more for each in told], abs=1e-9)
    assert bounds(crossed(own * times, alone(9))) == pytest.approx([each * times for each in told], rel=1e-9)
    estimate, low, high = told
    assert bounds(crossed(-own, alone(9))) == pytest.approx((-estimate, -high, -low))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 999), st.integers(1, 6), st.floats(0, 0.1))
def test_the_chance_is_the_level_at_which_the_interval_ends_at_none(seed: int, seeds: int, of_seed: float) -> None:
    own = losses(15, seeds, seed, of_seed)
    told = crossed(own, alone(15))
    at = crossed(own, alone(15), level=1 - told.chance)
    assert min(abs(at.low), abs(at.high)) == pytest.approx(0, abs=1e-6)
    assert (told.chance < 0.05) == (not told.low <= 0 <= told.high)


@settings(deadline=None)
@given(st.floats(0, 9), st.floats(0, 9), st.floats(0, 1), st.integers(2, 9), st.floats(1, 300))
def test_it_is_never_narrower_than_clusters_alone_nor_much_wider_than_satterthwaite(
    clusters: float, seeds: float, part: float, number: int, freedom: float
) -> None:
    residual = part * min(clusters, seeds)
    own = Spread(np.asarray(clusters), np.asarray(seeds), np.asarray(residual), freedom, number)
    alone_ = own._replace(seeds=np.asarray(0.0), residual=np.asarray(0.0), number=1)
    wide, narrow = half_width(own, 0.01), half_width(own, 0.1)
    assert half_width(alone_, 0.05) <= half_width(own, 0.05) + 1e-12
    assert narrow <= wide
    assert half_width(own) <= CAP * 12.71 * np.sqrt(own.total) + 1e-9


def test_many_measurements_at_once_are_as_each_alone() -> None:
    many = np.stack([losses(10, 4, seed) for seed in range(5)])
    by_seed, spread = spread_of(many, np.full(10, 0.1))
    each = [crossed(own, alone(10)) for own in many]
    assert by_seed.mean(axis=1) == pytest.approx([told.estimate for told in each])
    assert half_width(spread) == pytest.approx([told.high - told.estimate for told in each])


def test_effects_on_two_groups_are_compared_seed_by_seed() -> None:
    """Seeds that move both groups alike say nothing about how these differ."""
    own = losses(40, 4)
    moved = own + np.array([0.0, 0.5, -0.5, 1.0])
    one, other = (crossed(moved[part], alone(20)) for part in (slice(20), slice(20, 40)))
    gap = apart(one, other)
    assert gap.estimate == pytest.approx(own[:20].mean() - own[20:].mean())
    assert gap.high - gap.low < 0.2 < one.high - one.low
    still = apart(crossed(own[:20], alone(20)), crossed(own[20:], alone(20)))
    assert bounds(gap) == pytest.approx(bounds(still))


def test_two_groups_with_one_seed_are_the_test_of_welch() -> None:
    """Welch's degrees of freedom, worked by hand for variances 1 of 3 and 4 of 5."""
    one = crossed(np.array([[0.0], [1.0], [2.0]]), alone(3))
    other = crossed(np.array([[5.0], [5.0], [5.0], [1.0], [4.0]]) * 2 / 3**0.5, alone(5))
    gap = apart(one, other)
    own, others = 1 / 3, 4 / 5
    assert gap.variance == pytest.approx(own + others)
    assert gap.freedom == pytest.approx((own + others) ** 2 / (own**2 / 2 + others**2 / 4))


def test_groups_with_unlike_seeds_are_not_compared() -> None:
    with pytest.raises(ValueError, match="2 and 3 seeds"):
        apart(crossed(losses(5, 2), alone(5)), crossed(losses(5, 3), alone(5)))


def test_where_nothing_is_known_of_one_group_nothing_is_of_the_difference() -> None:
    gap = apart(crossed(losses(5), alone(5)), crossed(losses(1), alone(1)))
    assert (gap.low, gap.high) == (-inf, inf)


@pytest.mark.parametrize("seeds", [2, 3, 5])
@pytest.mark.parametrize("of_seed", [0.0, 0.01, 0.1])
def test_where_nothing_changed_an_effect_is_seen_about_one_time_in_twenty(seeds: int, of_seed: float) -> None:
    random = np.random.default_rng(11)
    shape = (4000, 60, seeds)
    own = random.normal(0, 0.08, (4000, 60, 1)) + random.normal(0, of_seed, (4000, 1, seeds))
    by_seed, spread = spread_of(own + random.normal(0, 0.04, shape), np.full(60, 1 / 60))
    wrong = (np.abs(by_seed.mean(axis=1)) > half_width(spread)).mean()
    assert 0.015 < wrong < 0.07
