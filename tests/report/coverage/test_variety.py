"""How varied the prompts of a type are."""

import polars as pl
import pytest

from curate.report.coverage.variety import ENOUGH, Variety, varieties
from curate.statistics.kinds import Sample

IDS = ["coding", "open_qa", "summarization", "translation"]


def opened(**counts: list[int]) -> pl.DataFrame:
    """Prompts of each type, so many of each opening; each leads a family."""
    made = [
        (kind, f"{kind} {at}")
        for kind, numbers in counts.items()
        for at, number in enumerate(numbers)
        for _ in range(number)
    ]
    frame = pl.DataFrame(made, schema={"unit": pl.String, "opening": pl.String}, orient="row")
    return frame.with_row_index("rank").with_columns(pl.col("rank").alias("leader"))


def test_a_type_has_as_many_openings_as_are_different_and_varies_as_they_are_frequent() -> None:
    told = varieties(opened(coding=[8, 1, 1]), IDS)
    assert list(told) == ["coding"]
    assert told["coding"][:2] == (10, 3)
    assert told["coding"].hill_1 == pytest.approx(Sample([8, 1, 1]).hill(1))
    assert told["coding"].hill_2 == pytest.approx(1 / (0.64 + 0.01 + 0.01))
    assert (told["coding"].most, told["coding"].most_share) == ("coding 0", 0.8)


def test_members_of_a_family_open_as_their_leader() -> None:
    frame = opened(coding=[1, 1, 1]).with_columns(pl.lit(0, pl.UInt32).alias("leader"))
    assert varieties(frame, IDS)["coding"].families == 1


def test_types_are_compared_at_equal_sample_coverage_with_the_median() -> None:
    few, many = [60, 60], [2] * 60
    told = varieties(opened(coding=few, open_qa=many, summarization=many), IDS)
    assert _ratio(told["coding"]) < 0.2
    assert _ratio(told["open_qa"]) == pytest.approx(1)


def test_how_sure_it_is_that_a_type_is_narrow_is_told_by_what_a_sample_could_have_been() -> None:
    few, many = [60, 60], [2] * 60
    told = varieties(opened(coding=few, open_qa=many, summarization=many), IDS)
    assert told["coding"].ratio_high is not None
    assert _ratio(told["coding"]) < told["coding"].ratio_high < 0.5
    assert told["open_qa"].ratio_high is None


def test_a_small_type_is_not_compared() -> None:
    small, large = [1] * (ENOUGH - 1), [2] * 60
    told = varieties(opened(coding=small, open_qa=large, summarization=large, translation=large), IDS)
    assert told["coding"].usual is None
    assert told["open_qa"].usual is not None


def test_two_types_tell_nothing_of_what_is_usual() -> None:
    told = varieties(opened(coding=[2] * 60, open_qa=[60, 60]), IDS)
    assert {each.usual for each in told.values()} == {None}


def test_beside_a_reference_each_type_is_compared_with_itself() -> None:
    own, reference = opened(coding=[60, 60], open_qa=[2] * 60), opened(coding=[2] * 70)
    told = varieties(own, IDS, reference)
    assert _ratio(told["coding"]) < 0.2
    assert told["open_qa"].compared is None


def test_samples_that_saw_nothing_twice_are_not_compared() -> None:
    once = [1] * 120
    told = varieties(opened(coding=once, open_qa=once, summarization=once), IDS)
    assert {each.compared for each in told.values()} == {None}


def _ratio(variety: Variety) -> float:
    assert variety.compared is not None
    assert variety.usual is not None
    return variety.compared / variety.usual


def test_a_curve_of_rarefaction_goes_from_one_family_to_all_there_are() -> None:
    told = varieties(opened(coding=[8, 4, 2, 1, 1]), IDS)["coding"]
    sizes, covered, varied = zip(*told.rarefaction, strict=True)
    assert (sizes[0], sizes[-1]) == (1, 16)
    assert list(covered) == sorted(covered)
    assert list(varied) == sorted(varied)
    assert varied[0] == pytest.approx(1)
    assert (covered[-1], varied[-1]) == pytest.approx((told.coverage, told.hill_1))
