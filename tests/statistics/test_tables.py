"""Cells of tables, against published ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.statistics.tables import adjusted_residuals, discoveries, expected, two_sided

CHANCES = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]
"""Benjamini and Hochberg 1995, section 4.1: what two treatments of heart attacks differ in."""


def test_the_first_four_of_fifteen_are_found_as_published() -> None:
    assert np.flatnonzero(discoveries(CHANCES, 0.05)).tolist() == [0, 1, 2, 3]
    assert np.flatnonzero(discoveries(CHANCES[::-1], 0.05)).tolist() == [11, 12, 13, 14]


def test_where_nothing_is_to_be_found_nothing_is() -> None:
    assert not discoveries([0.2, 0.9], 0.1).any()
    assert len(discoveries([], 0.1)) == 0


def test_residuals_of_two_by_two_are_the_root_of_chi_square() -> None:
    table = [[30, 10], [20, 40]]
    (a, b), (c, d) = table
    chi_square = 100 * (a * d - b * c) ** 2 / (40 * 60 * 50 * 50)
    assert adjusted_residuals(table) == pytest.approx(np.sqrt(chi_square) * np.array([[1, -1], [-1, 1]]))
    assert expected(table).tolist() == [[20, 20], [30, 30]]


@given(st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=1, max_size=6))
def test_a_table_has_a_residual_for_each_cell_whatever_is_empty(counts: list[list[int]]) -> None:
    found = adjusted_residuals(counts)
    assert found.shape == np.shape(counts)
    assert np.isfinite(found).all()


def test_chances_are_those_of_the_normal_distribution() -> None:
    assert two_sided([0, 1.959964, -1.959964]) == pytest.approx([1, 0.05, 0.05], abs=1e-6)
