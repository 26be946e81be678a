"""How far from the truth sureness is."""

import numpy as np
import pytest

from curate.statistics.calibration import calibration_error


def test_what_is_as_right_as_it_is_sure_has_no_error() -> None:
    sure, right = np.array([0.75] * 4 + [1.0]), np.array([True, True, True, False, True])
    assert calibration_error(sure, right) == pytest.approx(0)


def test_the_error_of_each_bin_counts_as_much_as_it_holds() -> None:
    sure, right = np.array([0.95, 0.95, 0.15]), np.array([True, False, True])
    assert calibration_error(sure, right) == pytest.approx((2 * 0.45 + 0.85) / 3)


def test_answers_may_stand_for_many() -> None:
    sure, right = np.array([0.9, 0.1]), np.array([True, True])
    assert calibration_error(sure, right, np.array([9.0, 1.0])) == pytest.approx(0.9 * 0.1 + 0.1 * 0.9)
    assert calibration_error(np.zeros(0), np.zeros(0, np.bool_)) == 0
