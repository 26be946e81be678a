"""Coverage as JSON."""

import json

import pytest

from curate.report.coverage.as_json import CoverageReport, coverage_report
from curate.report.coverage.result import Coverage


@pytest.mark.parametrize("name", ["against", "guessed", "beside", "alone"])
def test_what_is_printed_keeps_to_the_promise(name: str, request: pytest.FixtureRequest) -> None:
    found: Coverage = request.getfixturevalue(name)
    told = json.loads(json.dumps(coverage_report(found), allow_nan=False))
    CoverageReport.model_validate(told)
    assert told["schema"] == "curate/coverage/v1"
    assert told["prompts"] == found.prompts.height
    assert len(told["flags"]) == found.flags.height
    assert [each["type"] for each in told["types"]] == found.ids


def test_it_says_the_same_as_the_table(against: Coverage) -> None:
    told = {each["type"]: each for each in coverage_report(against)["types"]}
    for row in against.table.filter(against.table["kind"] != "unsure").iter_rows(named=True):
        assert told[row["type"]]["share"] == row["share"]
        assert told[row["type"]]["collect"] == row["collect"]
    assert told["translation"]["verdict"] == "missing"
    assert told["coding"]["verdict"] is None


def test_whose_word_stands_behind_the_types_is_told(against: Coverage, guessed: Coverage) -> None:
    assert coverage_report(against)["types_told"]["judged"]
    told = coverage_report(guessed)["types_told"]
    assert not told["judged"]
    assert told["by_label"] == 0
