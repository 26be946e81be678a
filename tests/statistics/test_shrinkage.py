"""Effects that are drawn to what they have in common, against a published meta-analysis."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.statistics.shrinkage import Shrunk, shrunk

TRIALS = np.array(
    [
        *((4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761)),
        *((180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232)),
        *((17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825)),
    ],
    float,
)
"""Thirteen trials of a vaccine against tuberculosis: ill and well with it, ill and well without.

Colditz and others, "Efficacy of BCG vaccine in the prevention of tuberculosis", 1994.
"""


def risks() -> tuple[np.ndarray, np.ndarray]:
    ill, well, ill_without, well_without = TRIALS.T
    ratio = np.log(ill / (ill + well) / (ill_without / (ill_without + well_without)))
    return ratio, 1 / ill - 1 / (ill + well) + 1 / ill_without - 1 / (ill_without + well_without)


def test_trials_of_a_vaccine_are_put_together_as_published() -> None:
    """Viechtbauer, "Conducting meta-analyses in R with the metafor package", 2010, section 5."""
    told = shrunk(*risks())
    assert told.variance == pytest.approx(0.3132, abs=5e-5)
    assert (told.overall, told.error) == pytest.approx((-0.7145, 0.1798), abs=5e-5)


def test_what_is_known_least_is_drawn_most() -> None:
    estimates, variances = risks()
    told = shrunk(estimates, variances)
    moved = np.abs(told.effects - estimates) / np.abs(told.overall - estimates)
    assert moved == pytest.approx(variances / (variances + told.variance))
    assert (told.errors < np.sqrt(variances)).all()


def test_effects_that_are_alike_become_one() -> None:
    told = shrunk([0.1, 0.11, 0.09], [0.01, 0.02, 0.02])
    assert told.variance == 0
    assert told.effects == pytest.approx(np.full(3, told.overall))
    assert (told.errors > told.error).all(), "they may differ all the same"


def test_one_of_which_nothing_is_known_becomes_the_overall_effect() -> None:
    estimates, variances = risks()
    told, without = shrunk([*estimates, 9.0], [*variances, inf]), shrunk(estimates, variances)
    assert told.overall == without.overall
    assert told.effects[-1] == told.overall
    assert told.errors[-1] > (told.variance + told.error**2) ** 0.5
    assert told.intervals()[-1].holds(told.overall)


def test_an_error_that_all_share_tells_none_apart_and_widens_each() -> None:
    alone, told = shrunk(*risks()), shrunk(*risks(), shared=0.04)
    assert (told.overall, told.variance, *told.effects) == (alone.overall, alone.variance, *alone.effects)
    assert told.error == pytest.approx((alone.error**2 + 0.04) ** 0.5)
    assert told.errors == pytest.approx(np.sqrt(alone.errors**2 + 0.04))
    assert shrunk([0.3, 0.3], [0.0, 0.0], shared=0.04).errors == pytest.approx([0.2, 0.2])


def test_one_that_is_known_exactly_stays() -> None:
    told = shrunk([0.5, 0.1, 0.9], [0.0, 0.01, 0.01])
    assert (told.effects[0], told.errors[0]) == (0.5, 0)


def test_a_single_effect_is_itself_and_none_is_unknown() -> None:
    told = shrunk([0.3], [0.04])
    assert (told.effects[0], told.errors[0]) == pytest.approx((0.3, 0.2))
    nothing = shrunk([0.3], [inf])
    assert np.isnan(nothing.overall)
    assert nothing.errors[0] == inf


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(0.01, 2)), min_size=2, max_size=9), st.floats(-5, 5))
def test_adding_to_all_shifts_all(effects: list[tuple[float, float]], more: float) -> None:
    estimates, variances = np.array(effects).T
    one, other = shrunk(estimates, variances), shrunk(estimates + more, variances)
    assert one.effects + more == pytest.approx(other.effects, abs=1e-6)
    _lies_between(one, estimates)


def _lies_between(told: Shrunk, estimates: np.ndarray) -> None:
    assert (np.abs(told.effects - told.overall) <= np.abs(estimates - told.overall) + 1e-9).all()


@pytest.mark.parametrize("differ", [0.0, 0.05, 0.2, 0.5])
def test_intervals_hold_true_effects_as_often_as_they_say_or_nearly(differ: float) -> None:
    """Without counting that the variance between effects is not known, it would be 89 % at 0.2."""
    random, held = np.random.default_rng(3), []
    for _ in range(300):
        true = random.normal(0.1, differ, 12)
        variances = random.uniform(0.005, 0.05, 12)
        told = shrunk(random.normal(true, np.sqrt(variances)), variances)
        held += [each.holds(own) for each, own in zip(told.intervals(), true, strict=True)]
    assert np.mean(held) > 0.92
