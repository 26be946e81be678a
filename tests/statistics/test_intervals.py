"""Bounds of shares, against published ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.statistics.intervals import Interval, deviations, jeffreys, wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_score_intervals_are_those_that_newcombe_published(count: int, of: int, low: float, high: float) -> None:
    """Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3."""
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 0.217), (1, 0.011, 0.381), (2, 0.044, 0.503), (4, 0.153, 0.696), (5, 0.224, 0.776)],
)
def test_intervals_of_jeffreys_are_those_that_brown_cai_and_dasgupta_published(
    count: int, low: float, high: float
) -> None:
    """Of ten: "Interval estimation for a binomial proportion", 2001, table 5."""
    assert jeffreys(count, 10) == pytest.approx((low, high), abs=5e-4)


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_the_share_that_was_counted_and_mirrors_that_of_the_others(some: int, of: int) -> None:
    count = min(some, of)
    for interval in (wilson, jeffreys):
        found = interval(count, of)
        assert 0 <= found.low <= found.high <= 1
        assert found.low - 1e-12 <= count / of <= found.high + 1e-12
        mirrored = interval(of - count, of)
        assert found == pytest.approx((1 - mirrored.high, 1 - mirrored.low), abs=1e-9)


def test_nothing_counted_says_nothing() -> None:
    assert wilson(0, 0) == (0, 1)


def test_several_intervals_that_hold_at_once_are_wider() -> None:
    assert deviations() == pytest.approx(1.959964, abs=1e-6)
    assert deviations(among=14) == pytest.approx(2.914, abs=1e-3)


def test_an_interval_tells_its_half_width_and_what_it_holds() -> None:
    assert Interval(0.2, 0.5).half_width == pytest.approx(0.15)
    assert Interval(0.2, 0.5).holds(0.2)
    assert not Interval(0.2, 0.5).holds(0.51)
