"""The table of types."""

import math
from collections.abc import Callable
from typing import Any

import pytest

import curate
from curate.records.records import Records
from curate.report.coverage.result import Coverage
from curate.report.coverage.text import print_coverage
from curate.report.terminal import captured
from curate.statistics.collecting import WANTED
from curate.statistics.intervals import deviations, wilson
from tests.report.coverage.conftest import COUNTS, TARGET


def row(found: Coverage, kind: str) -> dict[str, Any]:
    return next(each for each in found.table.iter_rows(named=True) if each["type"] == kind)


def test_shares_are_those_that_were_counted_beside_those_that_are_to_be(against: Coverage) -> None:
    total = sum(COUNTS.values())
    for kind, count in COUNTS.items():
        told = row(against, kind)
        assert (told["records"], told["effective"]) == (count, count)
        assert told["share"] == pytest.approx(count / total)
        assert (told["target"] is None) == (kind not in TARGET)
        if kind in TARGET:
            assert told["target"] == pytest.approx(TARGET[kind])
            assert told["ratio"] == pytest.approx(count / total / TARGET[kind])
            assert told["expected"] == pytest.approx(TARGET[kind] * total)
    assert row(against, "translation")["ratio"] == 0
    assert row(against, "classification")["ratio"] is None


def test_a_file_beside_quotas_has_no_doubt(against: Coverage) -> None:
    told = row(against, "open_qa")
    assert told["ratio_low"] == pytest.approx(told["ratio"]) == pytest.approx(told["ratio_high"])
    assert told["share_low"] == told["share"] == told["share_high"]


def test_a_sample_has_the_doubt_of_a_sample(mixed: Callable[..., Records]) -> None:
    told = row(curate.coverage(mixed(), TARGET, sampled=True), "creative_writing")
    assert (told["share_low"], told["share_high"]) == pytest.approx(wilson(60, 272))
    z = deviations(among=4)
    assert (told["ratio_low"], told["ratio_high"]) == pytest.approx([each / 0.3 for each in wilson(60, 272, z)])


def test_a_reference_has_the_doubt_of_how_few_prompts_it_has(beside: Coverage) -> None:
    told = row(beside, "creative_writing")
    assert told["target"] == pytest.approx(50 / 220)
    assert told["target_low"] < told["target"] < told["target_high"]
    assert told["ratio_low"] < told["ratio"] < told["ratio_high"]
    assert row(beside, "coding")["ratio"] is None, "of none that are there and none that are to be"


def test_what_to_collect_brings_every_type_to_four_fifths_of_its_target(against: Coverage) -> None:
    more = {kind: row(against, kind)["collect"] or 0 for kind in (*COUNTS, *TARGET)}
    end = sum(COUNTS.values()) + sum(more.values())
    for kind, share in TARGET.items():
        assert (COUNTS.get(kind, 0) + more[kind]) / end >= WANTED * share - 1e-9
    assert row(against, "classification")["collect"] is None


def test_without_a_target_nothing_is_compared(alone: Coverage) -> None:
    for name in ("target", "ratio", "expected", "collect"):
        assert alone.table[name].null_count() == alone.table.height


def test_what_is_not_told_has_its_own_row(alone: Coverage) -> None:
    told = row(alone, "other:unsure")
    assert told["unsure"] == 0
    assert told["share"] is None
    assert math.isclose(sum(each or 0 for each in alone.table["share"]), 1)


def test_what_to_collect_goes_as_far_as_is_asked(mixed: Callable[..., Records], against: Coverage) -> None:
    least = {
        "open_qa": 0.4,
        "summarization": 0.2,
        "creative_writing": 0.3,
        "translation": 0.05,
        "classification": 0.05,
    }
    half, whole = (curate.coverage(mixed(), least, reach=reach) for reach in (0.5, 1.0))
    assert sum(half.table["collect"].drop_nulls()) < sum(whole.table["collect"].drop_nulls())
    assert half.is_feasible
    assert whole.is_feasible
    assert against.is_feasible


def test_where_no_additions_can_do_it_says_so(mixed: Callable[..., Records]) -> None:
    """A tenth is of types of which there are to be none, and each other type is to have all of its share."""
    found = curate.coverage(mixed(), TARGET, reach=1.0)
    assert not found.is_feasible
    assert found.table["collect"].null_count() == found.table.height
    assert found.brief().is_empty()
    assert "no additions can do it" in captured(lambda out: print_coverage(out, found, limit=None))
