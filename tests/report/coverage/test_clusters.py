"""Kinds of prompts that nobody has named."""

from collections.abc import Callable

import polars as pl
import pytest

import curate
from curate.records.records import Records
from curate.report.coverage.as_json import CoverageReport, coverage_report
from curate.report.coverage.clusters import LEAST, SCHEMA
from curate.report.coverage.result import Coverage
from curate.report.coverage.text import print_coverage
from curate.report.terminal import captured
from tests.report.coverage.mill import PLACES, THINGS

FORMS = (
    "Which of these is a river: {thing}, {place} or the Danube?",
    "Classify the {thing} as old or new, for a museum in {place}.",
    "Sort the words {thing}, {place} and anchor by their length.",
)


@pytest.fixture(scope="module")
def templated(tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    """Classification that is written from three templates."""
    path = tmp_path_factory.mktemp("templated") / "t.csv"
    said = [
        form.format(thing=THINGS[at % 20], place=PLACES[(at * 7 + at // 20) % 20])
        for form in FORMS
        for at in range(60)
    ]
    frame = {"prompt": said, "completion": ["The first."] * len(said), "category": ["classification"] * len(said)}
    pl.DataFrame(frame).write_csv(path)
    return curate.coverage(path, similarity=0.9)


def test_templates_that_fill_a_type_are_found_by_their_words(templated: Coverage) -> None:
    found = templated.clusters()
    assert found.schema == SCHEMA
    assert set(found["type"]) == {"classification"}
    assert found["families"].sum() >= 0.5 * templated.families
    openings = [{prompt.split()[0] for prompt in row} for row in found["prompts"]]
    assert all(len(each) == 1 for each in openings), "the prompts of a cluster are of one template"
    assert len(set.union(*openings)) >= 2


def test_the_nearest_prompts_are_of_the_set_and_nothing_is_quoted_where_it_is_not_to_be(
    templated: Coverage,
) -> None:
    found = templated.clusters(text=False)
    assert set(found["keys"].explode()) <= set(templated.prompts["key"])
    assert found["prompts"].list.len().sum() == 0
    assert set(found["name"]) == {""}


def test_the_same_set_has_the_same_clusters(templated: Coverage) -> None:
    assert templated.clusters().equals(templated.clusters())


def test_few_prompts_have_none(mixed: Callable[..., Records]) -> None:
    assert curate.coverage(mixed({"coding": LEAST - 1})).clusters().is_empty()


def test_they_are_printed_and_written_where_they_are_asked_for(templated: Coverage) -> None:
    found = templated.clusters()
    text = captured(lambda out: print_coverage(out, templated, limit=None, clusters=found))
    assert "kinds within" in text
    assert "kinds within" not in captured(lambda out: print_coverage(out, templated, limit=None))
    told = coverage_report(templated, found)
    CoverageReport.model_validate(told)
    assert len(told["clusters"]) == found.height
    assert coverage_report(templated)["clusters"] is None
