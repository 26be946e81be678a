"""A line of numbers across a drawing."""

from itertools import pairwise

import pytest

from curate.report.page.axis import APART, FARTHER, Axis, round_step


def test_all_that_matters_is_on_the_line_and_zero_is() -> None:
    axis = Axis.over([0.01, 0.03], [], 0, 100)
    assert all(axis.holds(each) for each in (0.0, 0.01, 0.03))
    assert 0 < axis.place(0) < axis.place(0.01) < axis.place(0.03) < 100


def test_others_are_on_it_from_the_nearest_unless_it_would_get_too_long() -> None:
    axis = Axis.over([-0.01, 0.01], [0.02, 0.5, -0.019], 0, 100)
    assert axis.holds(0.02)
    assert axis.holds(-0.019)
    assert not axis.holds(0.5)
    assert axis.high - axis.low < 1.2 * FARTHER * 0.02


def test_what_is_not_on_the_line_stands_at_its_end() -> None:
    axis = Axis(-1.0, 1.0, 10, 90)
    assert [axis.place(each) for each in (-7, 0, 7)] == [10, 50, 90]


def test_there_is_a_line_even_where_nothing_differs() -> None:
    axis = Axis.over([0.0], [], 0, 100)
    assert axis.place(0) == 50
    assert axis.ticks()


@pytest.mark.parametrize("most", [0.0007, 0.04, 0.3, 9.0])
def test_numbers_below_it_are_round_few_and_in_their_places(most: float) -> None:
    axis = Axis.over([-most, most / 3], [], 0, 300)
    ticks = axis.ticks()
    assert 2 <= len(ticks) <= 5
    assert all(tick["x"] == pytest.approx(axis.place(float(tick["said"]))) for tick in ticks)
    assert all(later["x"] - earlier["x"] >= APART - 0.1 for earlier, later in pairwise(ticks))
    assert len({tick["said"] for tick in ticks}) == len(ticks)


@pytest.mark.parametrize(
    ("least", "step"), [(0.0011, 0.002), (0.02, 0.02), (0.021, 0.05), (0.6, 1.0), (1.0, 1.0), (7.0, 10.0)]
)
def test_a_step_is_one_two_or_five_of_a_power_of_ten(least: float, step: float) -> None:
    assert round_step(least) == pytest.approx(step)
