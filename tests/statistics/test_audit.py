"""Shares by labels of some of each stratum."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.statistics.audit import LEAST_EACH, allocation, audited


def test_shares_are_those_within_strata_weighted_by_size() -> None:
    found = audited([300, 100], [[9, 1], [2, 8]])
    assert found.shares == pytest.approx([0.75 * 0.9 + 0.25 * 0.2, 0.75 * 0.1 + 0.25 * 0.8])


def test_labels_that_all_agree_leave_a_doubt_unless_all_are_labelled() -> None:
    some, all_of_them = audited([100], [[10, 0]]), audited([10], [[10, 0]])
    assert some.shares.tolist() == all_of_them.shares.tolist() == [1, 0]
    assert some.errors.min() > 0
    assert all_of_them.errors.max() == 0


def test_a_stratum_without_labels_is_taken_for_evenly_mixed() -> None:
    assert audited([50, 50], [[5, 0], [0, 0]]).shares == pytest.approx([0.75, 0.25])


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    random, held, widths = np.random.default_rng(8), 0, list[float]()
    sizes, truth = [600, 300, 100], np.array([[0.9, 0.1, 0.0], [0.15, 0.8, 0.05], [0.3, 0.1, 0.6]])
    everybody = [random.choice(3, size, p=own) for size, own in zip(sizes, truth, strict=True)]
    shares = np.bincount(np.concatenate(everybody), minlength=3) / sum(sizes)
    for _ in range(400):
        given_to = allocation(sizes, [0.3, 0.4, 0.5], 200)
        drawn = [random.choice(own, n, replace=False) for own, n in zip(everybody, given_to, strict=True)]
        intervals = audited(sizes, np.array([np.bincount(own, minlength=3) for own in drawn], float)).intervals()
        held += sum(each.holds(share) for each, share in zip(intervals, shares, strict=True))
        widths.append(max(each.half_width for each in intervals))
    assert 0.93 <= held / 1200 <= 0.985
    assert max(widths) < 0.07


def test_labels_go_where_strata_are_large_or_mixed() -> None:
    assert allocation([1000, 1000, 1000], [0.1, 0.3, 0.1], 100) == [20, 60, 20]
    assert allocation([3000, 1000], [0.5, 0.5], 100) == [75, 25]


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(0, 0.5)), min_size=1, max_size=12), st.integers(0, 600))
def test_no_label_is_given_twice_and_none_is_kept_back(strata: list[tuple[int, float]], labels: int) -> None:
    sizes, spreads = [size for size, _ in strata], [own for _, own in strata]
    given_to = allocation(sizes, spreads, labels)
    assert sum(given_to) == min(labels, sum(sizes))
    assert all(own <= size for own, size in zip(given_to, sizes, strict=True))
    if labels >= LEAST_EACH * len(sizes):
        assert all(own >= min(LEAST_EACH, size) for own, size in zip(given_to, sizes, strict=True))
