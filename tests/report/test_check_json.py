import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.records.records import Records
from curate.report.check_json import CheckReport, check_report, finding_lines

Row = dict[str, Any]
Chat = Callable[..., Row]
Read = Callable[[Sequence[Row]], Records]

PROMPT = "What is a good name for a grey cat?"


@pytest.fixture
def report(records_of: Read, chat: Chat) -> Row:
    rows: list[Row] = [
        chat(PROMPT, "Ash, Pebble, or Earl.", id=7),
        chat(PROMPT, "ok."),
        {"messages": [{"role": "cat"}]},
    ]
    return check_report(curate.check(records_of(rows), ignore=["REF"]))


def test_it_has_the_promised_parts(report: Row) -> None:
    assert list(report) == ["schema", "inputs", "read", "parsed", "rejected", "checks", "languages", "findings"]
    assert report["schema"] == "curate/check/v1"
    assert (report["read"], report["parsed"], report["rejected"]) == (3, 2, 1)


def test_each_input_is_told_with_its_fingerprint(report: Row) -> None:
    (given,) = report["inputs"]
    data = Path(given["file"]).read_bytes()
    assert (given["bytes"], given["sha256"]) == (len(data), sha256(data).hexdigest())
    assert (given["format"], given["read"], given["parsed"], given["rejected"]) == ("messages", 3, 2, 1)


def test_every_check_has_its_answer(report: Row) -> None:
    told = {entry["code"]: entry for entry in report["checks"]}
    assert (told["LEN001"]["status"], told["LEN001"]["count"]) == ("found", 1)
    rejected = told["FMT004"]
    assert (rejected["name"], rejected["severity"]) == ("wrong-shape", "error")
    assert (rejected["status"], rejected["reason"], rejected["count"]) == ("found", None, 1)
    assert told["REF001"]["status"] == "not-selected"
    assert told["LNG001"]["reason"] == "no language is expected; name some: --expect en,zh"


def test_a_reject_is_a_finding_of_no_key(report: Row) -> None:
    reject = next(found for found in report["findings"] if found["code"] == "FMT004")
    assert (reject["key"], reject["line"], reject["row"], reject["at"]) == (None, 3, 3, "read")
    assert {"path": "messages[0].role", "start": 0, "end": 0} in reject["places"]


def test_the_lines_are_the_findings_of_the_report(records_of: Read, chat: Chat) -> None:
    checked = curate.check(records_of([chat(PROMPT, "ok."), chat(PROMPT, "ok.")]))
    assert list(finding_lines(checked)) == check_report(checked)["findings"]


def test_a_reader_of_the_report_gets_back_what_was_written(report: Row) -> None:
    assert CheckReport.model_validate_json(json.dumps(report)).model_dump(mode="json", by_alias=True) == report


def test_no_excerpt_of_a_record_is_among_the_findings(records_of: Read, chat: Chat) -> None:
    secret = "The door code is 4711 &amp; the key is under the mat."
    checked = curate.check(records_of([chat(PROMPT, secret)]))
    assert checked["TXT001"]
    assert "4711" not in json.dumps(check_report(checked))
