"""What own labels have no name for, and how both sides of a comparison are told alike."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import curate
from curate.records.records import Records
from curate.report.coverage.as_json import CoverageReport, coverage_report
from curate.report.coverage.prompts import Typing
from curate.report.coverage.text import print_coverage, standing_lines
from curate.report.coverage.unnamed import labelled_share
from curate.report.coverage.verdicts import verdicts
from curate.report.terminal import captured
from curate.taxonomy.read import taxonomy
from tests.report.coverage.mill import rows

TARGET = {"open_qa": 0.5, "rewriting": 0.3, "coding": 0.2}


@pytest.fixture
def coarse(tmp_path: Path) -> Callable[[Mapping[str, int]], Records]:
    """A set whose labels call everything an open question, whatever is asked for."""

    def read(counts: Mapping[str, int]) -> Records:
        path = tmp_path / "coarse.jsonl"
        given = [{**row, "category": "open_qa"} for row in rows(counts, labelled=False)]
        path.write_text("".join(json.dumps(row) + "\n" for row in given))
        return curate.read(path)

    return read


def test_what_labels_have_no_name_for_is_to_be_checked_where_rules_tell_some_of_it(
    coarse: Callable[[Mapping[str, int]], Records],
) -> None:
    found = curate.coverage(coarse({"open_qa": 60, "rewriting": 30}), TARGET)
    assert dict(found.unnamed) == {"rewriting": 30}
    assert verdicts(found)["rewriting"] == "missing? check"
    assert verdicts(found)["coding"] == "missing", "rules do not tell any, either"
    said = captured(lambda out: print_coverage(out, found, limit=None))
    assert "labels do not tell rewriting, all or in part" in said
    told = coverage_report(found)
    CoverageReport.model_validate(told)
    assert told["types_told"]["unnamed"] == {"rewriting": 30}
    assert "rewriting: none of about 27 expected, which is to be checked" in found.numbers()["COV001"]  # type: ignore[operator]


def test_a_group_is_named_only_if_all_of_it_is(tmp_path: Path) -> None:
    given = rows({"open_qa": 60, "translation": 9}) + rows({"rewriting": 40}, labelled=False)
    path, groups = tmp_path / "part.jsonl", {"open_qa": 0.8, "transform": 0.2}
    path.write_text("".join(json.dumps({"category": "open_qa", **row}) + "\n" for row in given))
    assert dict(curate.coverage(path, groups).unnamed) == {"transform": 40}
    named = [{**row, "category": "Rewrite"} if "category" not in row else row for row in given]
    path.write_text("".join(json.dumps({**row, "category": row["category"]}) + "\n" for row in named))
    assert not curate.coverage(path, groups, scheme="no_robots").unnamed


def test_where_one_side_has_labels_both_are_told_by_rules(mixed: Callable[..., Records]) -> None:
    labelled, bare = mixed(), mixed(labelled=False)
    for found in (curate.coverage(labelled, bare), curate.coverage(bare, labelled)):
        assert found.settings.labels_aside
        assert found.counts.by_label == 0
        assert not found.is_judged
        assert any("left aside" in line.plain for line in standing_lines(found))
        assert coverage_report(found)["types_told"]["labels_aside"]
    assert not curate.coverage(labelled, mixed()).settings.labels_aside


def test_the_share_of_labels_is_of_all_records(mixed: Callable[..., Records]) -> None:
    typing = Typing(taxonomy())
    assert labelled_share(mixed(), typing) == 1
    assert labelled_share(mixed(labelled=False), typing) == 0
    assert labelled_share(mixed(), typing._replace(own_labels=False)) == 0
