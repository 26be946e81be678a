"""Bounds of ratios and of estimates with several doubts."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.statistics.intervals import Interval, deviations, wilson
from curate.statistics.ratios import ratio, together

SHARES = st.floats(0.001, 0.999)


def exactly(share: float) -> Interval:
    return Interval(share, share)


@given(SHARES, SHARES)
def test_two_known_shares_have_a_known_ratio(share: float, of: float) -> None:
    assert ratio(share, exactly(share), of, exactly(of)) == pytest.approx((share / of, share / of))


@given(st.integers(0, 400), st.integers(1, 400), SHARES)
def test_beside_a_known_share_the_bounds_are_those_of_the_other_divided_by_it(
    count: int, of: int, known: float
) -> None:
    share = min(count, of) / of
    bounds = wilson(min(count, of), of)
    made = ratio(share, bounds, known, exactly(known))
    assert made == pytest.approx((bounds.low / known, bounds.high / known), rel=1e-6, abs=1e-9)


@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 400), st.integers(0, 400))
def test_the_bounds_of_a_ratio_turned_over_are_turned_over(one: int, other: int, more: int, beside: int) -> None:
    of_one, of_other = wilson(one, one + more), wilson(other, other + beside)
    shares = one / (one + more), other / (other + beside)
    made = ratio(shares[0], of_one, shares[1], of_other)
    turned = ratio(shares[1], of_other, shares[0], of_one)
    assert made.low <= shares[0] / shares[1] * (1 + 1e-9)
    assert made.high >= shares[0] / shares[1] * (1 - 1e-9)
    assert made == pytest.approx((1 / turned.high if turned.high < inf else 0.0, 1 / turned.low), rel=1e-6)


def test_a_share_that_may_be_none_leaves_the_ratio_open_above() -> None:
    made = ratio(0.2, wilson(20, 100), 0.0, Interval(0.0, 0.05))
    assert made.low > 0
    assert made.high == inf


def test_none_of_a_kind_has_a_ratio_of_zero_with_an_upper_bound() -> None:
    assert ratio(0.0, wilson(0, 100), 0.1, exactly(0.1)) == pytest.approx((0.0, wilson(0, 100).high / 0.1))


@pytest.mark.parametrize(("share", "of"), [(0.05, 0.1), (0.02, 0.02), (0.3, 0.1)])
def test_the_bounds_hold_the_true_ratio_as_often_as_they_say(share: float, of: float) -> None:
    random = np.random.default_rng(7)
    ones, others = random.binomial(400, share, 2_000), random.binomial(600, of, 2_000)
    z = deviations(0.95)
    held = [
        ratio(one / 400, wilson(one, 400, z), other / 600, wilson(other, 600, z)).holds(share / of)
        for one, other in zip(ones, others, strict=True)
    ]
    assert 0.935 <= np.mean(held) <= 0.975


def test_doubts_add_up_in_squares_and_none_leaves_no_width() -> None:
    assert together(0.5) == (0.5, 0.5)
    assert together(0.5, Interval(0.47, 0.53), Interval(0.46, 0.54)) == pytest.approx((0.45, 0.55))
    assert together(0.01, Interval(0.0, 0.4), Interval(0.0, 0.9)) == pytest.approx((0.0, 0.98), abs=0.02)
