"""Families of tests, against a published one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.statistics.holm import adjusted, holds

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=9)


def test_chances_are_adjusted_as_by_hand() -> None:
    assert adjusted([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holds([0.01, 0.04, 0.03, 0.005]).tolist() == [True, False, False, True]


def test_once_one_does_not_hold_none_above_it_does() -> None:
    """The second is above its 0.05 / 2, so the third does not hold though it is below 0.05."""
    assert holds([0.01, 0.03, 0.045]).tolist() == [True, False, False]


def test_none_and_one_are_families_too() -> None:
    assert len(adjusted([])) == 0
    assert adjusted([0.04]) == pytest.approx([0.04])


@given(CHANCES, st.integers(0, 8), st.floats(0, 1))
def test_a_rarer_thing_seen_never_takes_from_what_holds(chances: list[float], at: int, part: float) -> None:
    rarer = list(chances)
    rarer[at % len(chances)] *= part
    assert (adjusted(rarer) <= adjusted(chances) + 1e-12).all()
    assert (holds(chances) <= holds(rarer)).all()


@given(CHANCES)
def test_it_lies_between_each_alone_and_bonferroni(chances: list[float]) -> None:
    own, told = np.asarray(chances), adjusted(chances)
    assert (own <= told).all()
    assert (told <= np.minimum(1, own * len(own)) + 1e-12).all()
    assert told.min() == pytest.approx(min(1, own.min() * len(own)))


@given(CHANCES, st.integers(0, 9))
def test_the_order_of_tests_does_not_matter(chances: list[float], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(chances))
    assert adjusted(np.asarray(chances)[order]) == pytest.approx(adjusted(chances)[order])
