"""How large an effect must be to be seen."""

from math import inf

import numpy as np
import pytest

from curate.statistics.crossed import Components, Crossed, crossed, half_width, spread_of
from curate.statistics.power import Plan, cheapest, detectable, foreseen, planned, power

VARIES = Components(prompt=0.08, seed=0.01, residual=0.04)


def drawn(repeats: int, clusters: int, seeds: int, seed: int = 1) -> np.ndarray:
    random = np.random.default_rng(seed)
    both = random.normal(0, VARIES.residual, (repeats, clusters, seeds))
    prompts = random.normal(0, VARIES.prompt, (repeats, clusters, 1))
    return np.asarray(both + prompts + random.normal(0, VARIES.seed, (repeats, 1, seeds)))


def each_scored(clusters: int, seeds: int) -> float:
    return clusters * seeds


def measured(clusters: int = 40, seeds: int = 3, seed: int = 2) -> Crossed:
    return crossed(drawn(1, clusters, seeds, seed)[0], np.arange(clusters))


@pytest.mark.parametrize(("clusters", "seeds"), [(40, 2), (40, 3), (150, 3), (40, 8)])
def test_an_effect_of_the_size_that_is_told_is_seen_four_times_of_five(clusters: int, seeds: int) -> None:
    effect = planned(VARIES, clusters, seeds)
    by_seed, spread = spread_of(drawn(6000, clusters, seeds) + effect, np.full(clusters, 1 / clusters))
    assert (by_seed.mean(axis=1) > half_width(spread)).mean() == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize("part", [0.0, 0.5, 1.5])
def test_any_effect_is_seen_as_often_as_is_told(part: float) -> None:
    effect = part * planned(VARIES, 40, 3)
    by_seed, spread = spread_of(drawn(6000, 40, 3) + effect, np.full(40, 1 / 40))
    seen = (by_seed.mean(axis=1) > half_width(spread)).mean()
    assert power(-effect, VARIES, 40, 3) == power(effect, VARIES, 40, 3) == pytest.approx(seen, abs=0.02)


def test_of_one_prompt_nothing_is_ever_seen() -> None:
    assert power(1.0, VARIES, 1, 3) == 0


@pytest.mark.parametrize("seeds", [3, 5])
def test_what_a_measurement_tells_of_itself_is_on_average_not_too_little(seeds: int) -> None:
    by_seed, spread = spread_of(drawn(4000, 40, seeds), np.full(40, 1 / 40))
    off, reach = by_seed.mean(axis=1), half_width(spread)
    told = [detectable(measured(40, seeds, seed)) for seed in range(100, 160)]
    seen = np.mean([(off + effect > reach).mean() for effect in told])
    assert 0.77 < seen < 0.92


def test_more_prompts_and_more_seeds_let_see_less() -> None:
    effects = [planned(VARIES, clusters, seeds) for clusters, seeds in ((20, 3), (80, 3), (80, 6), (320, 6))]
    assert effects == sorted(effects, reverse=True)
    assert planned(measured(), 40, 3) == pytest.approx(detectable(measured()), rel=1e-6)


@pytest.mark.parametrize(("clusters", "seeds"), [(40, 3), (40, 8), (200, 3)])
def test_what_is_foreseen_is_about_what_measurements_then_say_and_more_than_if_all_were_known(
    clusters: int, seeds: int
) -> None:
    ahead = foreseen(VARIES, clusters, seeds)
    said = [detectable(measured(clusters, seeds, seed)) for seed in range(100, 200)]
    assert np.quantile(said, 0.3) < ahead < np.quantile(said, 0.8)
    assert ahead > planned(VARIES, clusters, seeds)
    assert foreseen(VARIES, clusters, seeds, 0.01) > ahead


def test_foreseen_of_one_seed_is_what_these_two_models_would_show() -> None:
    assert planned(VARIES, 40, 1) < foreseen(VARIES, 40, 1) < 1.1 * planned(VARIES, 40, 1)


def test_a_stricter_level_needs_a_larger_effect() -> None:
    assert detectable(measured(), 0.01) > detectable(measured())
    assert planned(VARIES, 40, 3, 0.01) > planned(VARIES, 40, 3)


def test_with_one_seed_it_tells_of_these_models_only() -> None:
    told = measured(seeds=1)
    assert 0.02 < detectable(told) < 0.1
    assert planned(told, 40, 3) == inf
    assert cheapest(told, 1.0, each_scored, (1000, 20)) is None


def test_of_a_single_cluster_no_effect_is_large_enough() -> None:
    told = crossed(drawn(1, 1, 3)[0], np.zeros(1, int))
    assert detectable(told) == inf
    assert planned(told, 100, 3) == inf


def test_where_nothing_varies_anything_is_seen() -> None:
    assert detectable(crossed(np.zeros((5, 3)), np.arange(5))) == 0


def test_the_cheapest_plan_reaches_the_effect_and_its_neighbours_cost_more_or_do_not() -> None:
    def cost(clusters: int, seeds: int) -> float:
        return seeds * (100 + clusters)

    plan = cheapest(VARIES, 0.02, cost, (2000, 12))
    assert plan is not None
    assert plan.detectable == planned(VARIES, plan.clusters, plan.seeds) <= 0.02
    for seeds in range(2, 13):
        for clusters in range(10, 2000, 50):
            if cost(clusters, seeds) < 0.95 * cost(plan.clusters, plan.seeds):
                assert planned(VARIES, clusters, seeds) > 0.02


def test_dear_seeds_are_spared_by_more_prompts() -> None:
    many = cheapest(VARIES, 0.02, lambda clusters, seeds: seeds * 1e6 + clusters, (5000, 12))
    few = cheapest(VARIES, 0.02, lambda clusters, seeds: seeds + clusters * 1e6, (5000, 12))
    assert many is not None
    assert few is not None
    assert many.seeds < few.seeds
    assert many.clusters > few.clusters


def test_where_seeds_differ_too_much_more_prompts_can_not_help() -> None:
    assert planned(Components(0.08, 0.5, 0.04), 1e6, 5) > 0.05
    assert cheapest(Components(0.08, 0.5, 0.04), 0.05, each_scored, (5000, 8)) is None


def test_a_plan_may_use_all_that_there_is_and_no_more() -> None:
    exact = planned(VARIES, 37, 3) * 1.0001
    assert cheapest(VARIES, exact, each_scored, (37, 3)) == Plan(37, 3, planned(VARIES, 37, 3))
    assert cheapest(VARIES, exact, each_scored, (36, 3)) is None
