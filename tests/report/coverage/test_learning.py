"""What the labels of a sample teach."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import curate
from curate.records.records import Records
from curate.report.coverage.as_json import CoverageReport, coverage_report
from curate.report.coverage.result import Coverage
from curate.report.coverage.text import print_coverage
from curate.report.terminal import captured
from curate.statistics.intervals import Interval

COUNTS = {"open_qa": 150, "translation": 60, "coding": 60}


@pytest.fixture(scope="module")
def told(mixed: Callable[..., Records]) -> Records:
    """Prompts of which nobody has labelled any."""
    return mixed(COUNTS, labelled=False)


def labelled(records: Records, tmp_path: Path, count: int, wrong: str = "") -> Coverage:
    """The coverage by labels of some; of what patterns take for a type, each is labelled as another."""
    said = dict(curate.coverage(records).prompts.select("key", "prompt_type").rows())
    keys = [key for key in curate.label(records, count).sheet["key"] if not said[key].startswith("other")]
    lines = (f"{key},{'advice_planning' if said[key] == wrong else said[key]}" for key in keys)
    path = tmp_path / "ann.csv"
    path.write_text("key,label\n" + "\n".join(lines) + "\n")
    return curate.coverage(records, labels=path)


def test_labels_that_contradict_the_patterns_teach_a_head_that_tells_the_others(
    told: Records, tmp_path: Path
) -> None:
    found = labelled(told, tmp_path, 90, wrong="open_qa")
    assert found.lesson is not None
    assert found.lesson.gain is not None
    assert found.lesson.gain.is_sure
    others = found.prompts.filter(found.prompts["audited"].is_null())
    kinds = dict(others["prompt_type"].value_counts().iter_rows())
    assert kinds["advice_planning"] > 0.9 * (COUNTS["open_qa"] - 60)
    assert "used for cells" in captured(lambda out: print_coverage(out, found, limit=None))
    assert coverage_report(found)["labels"]["gain"]["used"]


def test_a_head_that_is_likely_better_is_used_and_said_not_to_be_surely_so(told: Records, tmp_path: Path) -> None:
    found = labelled(told, tmp_path, 90, wrong="open_qa")
    assert found.lesson is not None
    assert found.lesson.gain is not None
    gain = found.lesson.gain._replace(difference=Interval(-0.01, 0.2))
    unsure = replace(found, lesson=found.lesson._replace(gain=gain))
    said = captured(lambda out: print_coverage(out, unsure, limit=None))
    assert "likely better, not surely, and used for cells" in " ".join(said.split())


def test_labels_that_say_what_patterns_say_teach_nothing_new(told: Records, tmp_path: Path) -> None:
    found = labelled(told, tmp_path, 90)
    assert found.lesson is not None
    assert found.lesson.head is None
    assert set(found.prompts["how"]) <= {"rules", "unsure"}
    assert "not surely better" in captured(lambda out: print_coverage(out, found, limit=None))
    CoverageReport.model_validate(coverage_report(found))


def test_few_labels_teach_nothing_and_say_how_many_more_it_takes(told: Records, tmp_path: Path) -> None:
    found = labelled(told, tmp_path, 20)
    assert found.lesson is not None
    assert found.lesson.gain is None
    assert "more are needed" in found.lesson.refusal
    assert "teach nothing of the others yet" in captured(lambda out: print_coverage(out, found, limit=None))
    assert coverage_report(found)["labels"]["gain"] is None


def test_shares_are_those_of_the_labels_whatever_they_teach(told: Records, tmp_path: Path) -> None:
    found = labelled(told, tmp_path, 90, wrong="open_qa")
    row = found.table.filter(found.table["type"] == "advice_planning").row(0, named=True)
    by_rules = curate.coverage(told).counts
    assert row["share"] == pytest.approx(COUNTS["open_qa"] / by_rules.total, abs=0.02)
    assert row["share_low"] < row["share"] < row["share_high"]


def test_what_a_person_labelled_counts_as_that_everywhere(told: Records, tmp_path: Path) -> None:
    found = labelled(told, tmp_path, 90, wrong="open_qa")
    looked_at = found.prompts.filter(found.prompts["audited"].is_not_null())
    assert (looked_at["unit"] == looked_at["audited"]).all()
