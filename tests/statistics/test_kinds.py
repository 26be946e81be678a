"""Variety and completeness, against those that iNEXT publishes of its spiders."""

from collections import Counter
from itertools import combinations
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.statistics.kinds import Sample

GIRDLED = Sample([46, 22, 17, 15, 15, 9, 8, 6, 6, 4, *[2] * 4, *[1] * 12])
LOGGED = Sample([88, 22, 16, 15, 13, 10, 8, 8, 7, 7, 7, 5, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, *[1] * 14])
"""Sackett and others, "Response of soil food web structure to experimental gaps", Ecosphere 2011, as they stand in
"A quick introduction to iNEXT via examples" (Hsieh, Ma and Chao, 2022), from which the figures below are."""


@pytest.mark.parametrize(("sample", "size", "coverage"), [(GIRDLED, 168, 0.9289), (LOGGED, 252, 0.9446)])
def test_what_a_sample_has_seen_is_as_published(sample: Sample, size: int, coverage: float) -> None:
    assert sample.size == size
    assert sample.coverage == pytest.approx(coverage, abs=5e-5)


@pytest.mark.parametrize(("sample", "kinds"), [(GIRDLED, 43.893), (LOGGED, 61.403)])
def test_how_many_kinds_there_are_at_least_is_as_published(sample: Sample, kinds: float) -> None:
    assert sample.at_least == pytest.approx(kinds, abs=5e-4)


@pytest.mark.parametrize(
    ("sample", "numbers"), [(GIRDLED, (26.0, 12.060, 7.840)), (LOGGED, (37.0, 14.421, 6.761))]
)
def test_hill_numbers_are_as_published(sample: Sample, numbers: tuple[float, ...]) -> None:
    assert [sample.hill(order) for order in (0, 1, 2)] == pytest.approx(numbers, abs=5e-4)


@pytest.mark.parametrize(
    ("sample", "size", "kinds", "coverage"),
    [
        (GIRDLED, 1, 1.0, 0.122),
        (GIRDLED, 84, 18.912, 0.900),
        (GIRDLED, 248, None, 0.948),
        (GIRDLED, 336, None, 0.964),
        (LOGGED, 1, 1.0, 0.145),
        (LOGGED, 126, 28.268, 0.908),
        (LOGGED, 504, None, 0.969),
    ],
)
def test_smaller_and_larger_samples_are_as_published(
    sample: Sample, size: int, kinds: float | None, coverage: float
) -> None:
    assert sample.coverage_at(size) == pytest.approx(coverage, abs=5e-4)
    if kinds is not None:
        assert sample.hill_at(size, 0) == pytest.approx(kinds, abs=5e-4)


def test_a_smaller_sample_is_what_all_samples_of_that_size_are_on_average() -> None:
    counts, size = (3, 2, 1), 3
    everybody = [kind for kind, count in enumerate(counts) for _ in range(count)]
    drawn = [Counter(own) for own in combinations(everybody, size)]
    kinds = np.mean([len(own) for own in drawn])
    entropy = np.mean([-sum(n / size * np.log(n / size) for n in own.values()) for own in drawn])
    sample = Sample(counts)
    assert sample.hill_at(size, 0) == pytest.approx(kinds)
    assert sample.hill_at(size, 1) == pytest.approx(np.exp(entropy))


COUNTS = st.lists(st.integers(1, 30), min_size=1, max_size=25)


@settings(deadline=None, max_examples=60)
@given(COUNTS)
def test_a_sample_of_the_same_size_is_the_sample(counts: list[int]) -> None:
    sample = Sample(counts)
    for order in (0, 1, 2):
        assert sample.hill_at(sample.size, order) == pytest.approx(sample.hill(order))
    assert sample.coverage_at(sample.size) == pytest.approx(sample.coverage)


@settings(deadline=None, max_examples=60)
@given(COUNTS, st.floats(0.05, 1))
def test_what_more_is_seen_is_never_less_varied_and_never_less_complete(counts: list[int], part: float) -> None:
    sample = Sample(counts)
    size = max(1, int(part * sample.size))
    for order in (0, 1, 2):
        assert sample.hill_at(size, order) <= sample.hill(order) + 1e-9
    assert sample.coverage_at(size) <= sample.coverage_at(size + 1) + 1e-12


@settings(deadline=None, max_examples=60)
@given(COUNTS, st.floats(0.01, 1))
def test_a_sample_of_a_coverage_has_it(counts: list[int], part: float) -> None:
    sample = Sample(counts)
    coverage = part * sample.coverage
    size = sample.size_for(coverage)
    assert 0 <= size <= sample.size
    low = int(size)
    assert sample.coverage_at(low) - 1e-9 <= coverage <= sample.coverage_at(min(low + 1, sample.size)) + 1e-9


def test_at_equal_completeness_the_more_varied_of_two_is_told_whatever_their_size() -> None:
    shares = np.full(40, 1 / 40)
    random = np.random.default_rng(5)
    few, many = (Sample(np.bincount(random.choice(40, size, p=shares))) for size in (60, 600))
    assert few.hill(0) < 0.9 * many.hill(0)
    level = min(few.coverage, many.coverage)
    assert few.hill_for(level, 0) == pytest.approx(many.hill_for(level, 0), rel=0.15)


def test_how_many_more_a_coverage_takes_is_told() -> None:
    more = GIRDLED.more_for(0.964)
    assert GIRDLED.coverage_at(GIRDLED.size + round(more)) == pytest.approx(0.964, abs=5e-4)
    assert GIRDLED.more_for(0.5) == 0
    assert Sample([1, 1, 1]).more_for(1.0) == inf


def test_an_empty_sample_has_seen_nothing() -> None:
    empty = Sample([])
    assert (empty.size, empty.coverage, empty.hill(1), empty.at_least, empty.coverage_at(3)) == (0, 0, 0, 0, 0)


def test_what_is_more_than_was_seen_is_refused() -> None:
    with pytest.raises(ValueError, match="more than the 3"):
        Sample([2, 1]).hill_at(4, 0)
    with pytest.raises(ValueError, match="more than the"):
        Sample([2, 1, 1]).size_for(0.99)


def test_an_error_is_about_what_samples_of_the_same_kinds_vary_by() -> None:
    random = np.random.default_rng(7)
    shares = np.arange(1, 41) / np.arange(1, 41).sum()
    drawn = [Sample(random.multinomial(300, shares)) for _ in range(120)]
    coverage = min(each.coverage for each in drawn)
    varied = float(np.std([each.hill_for(coverage, 1) for each in drawn], ddof=1))
    told = [each.error_for(coverage, 1) for each in drawn[:12]]
    assert 0.6 * varied < float(np.mean(told)) < 1.6 * varied


def test_an_error_is_the_same_each_time_and_none_where_nothing_can_vary() -> None:
    sample = Sample([9, 5, 2, 1, 1])
    assert sample.error_for(0.5, 1) == sample.error_for(0.5, 1) > 0
    assert Sample([40]).error_for(0.9, 1) == 0
