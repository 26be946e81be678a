"""Families as JSON."""

import json

import pytest
from jsonschema import Draft202012Validator

import curate
from curate.records.records import Records
from curate.report.contracts import json_schema
from curate.report.duplicates_json import DuplicatesReport, duplicates_report


def test_it_keeps_its_promise_and_says_all_that_the_frame_says(sample: Records) -> None:
    found = curate.duplicates(sample)
    report = duplicates_report(found, [0.7, 0.9])
    Draft202012Validator(json_schema("duplicates")).validate(json.loads(json.dumps(report)))
    assert DuplicatesReport.model_validate(report)
    told = [
        (family["leader"]["key"], member["key"], member["similarity"])
        for family in report["families"]
        for member in family["members"]
    ]
    assert told == found.families.select("leader", "member", "similarity").rows()
    assert [row["similarity"] for row in report["sweep"]] == [0.7, 0.9]
    assert report["records"] == len(sample)


@pytest.mark.parametrize(("method", "recall"), [("exact", 1.0), ("minhash", 0.9999)])
def test_the_recall_that_is_told_is_reached(sample: Records, method: str, recall: float) -> None:
    report = duplicates_report(curate.duplicates(sample, method=method))
    assert report["method"] == method
    assert recall <= report["recall"] <= 1
