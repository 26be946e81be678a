"""The difference of two shares that were counted on the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.statistics.paired import Paired, difference_within


@pytest.mark.parametrize(
    ("told", "low", "high"),
    [
        # Newcombe 1998, table III, method 10; and Fagerland, Lydersen and Laake 2014, airways before and after.
        (Paired(36, 12, 2, 0), 0.0569, 0.3404),
        (Paired(1, 1, 7, 12), -0.507, -0.026),
    ],
)
def test_published_intervals_are_met(told: Paired, low: float, high: float) -> None:
    within = difference_within(told)
    assert within.low == pytest.approx(low, abs=5e-4)
    assert within.high == pytest.approx(high, abs=5e-4)


COUNTS = st.integers(0, 200)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_the_difference_lies_within_and_turned_round_is_its_negative(a: int, b: int, c: int, d: int) -> None:
    told, turned = Paired(a, b, c, d), Paired(a, c, b, d)
    within, other = difference_within(told), difference_within(turned)
    assert -1 <= within.low <= told.difference + 1e-9
    assert told.difference - 1e-9 <= within.high <= 1
    assert (within.low, within.high) == pytest.approx((-other.high, -other.low))


def test_of_nothing_nothing_is_known() -> None:
    assert difference_within(Paired(0, 0, 0, 0)) == (-1.0, 1.0)
    assert Paired(0, 0, 0, 0).difference == 0
