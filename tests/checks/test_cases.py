"""Each line of `cases/CODE.jsonl`: what people wrote, and which records its check must find, no more, no less."""

import base64
import json
from collections.abc import Iterator
from inspect import getdoc
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.checks import BUILTIN, Check, ReadCheck
from curate.params import first_sentence

FOLDER = Path(__file__).parent / "cases"
FOUND, PASSING = 4, 5
"""The fewest cases of each kind that a check must have."""

Case = dict[str, Any]


def cases_of(code: str) -> list[Case]:
    lines = (FOLDER / f"{code}.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


CASES = [
    pytest.param(check, case, id=f"{check.code}: {case['why']}")
    for check in BUILTIN
    if (FOLDER / f"{check.code}.jsonl").exists()
    for case in cases_of(check.code)
]


def written(case: Case, folder: Path) -> Path:
    """The case as a file: a whole one as it stands, or a line for each record."""
    path = folder / "case.jsonl"
    if "raw_base64" in case:
        path.write_bytes(base64.b64decode(case["raw_base64"]))
    elif "raw" in case:
        path.write_bytes(case["raw"].encode())
    else:
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in case["records"])
        path.write_text("".join(lines), encoding="utf-8")
    return path


def rows_found(check: type[Check], case: Case, folder: Path) -> list[int]:
    """Rows counted from 1 that the check finds in a case."""
    records = curate.read(written(case, folder))
    assert "raw" in case or "raw_base64" in case or not records.rejects
    found = curate.check(records, [check(**case.get("settings", {}))], select=[check.code])
    rows: list[int] = found[check.code].frame["row"].to_list()
    return rows


def texts_in(value: object) -> Iterator[str]:
    """Every text that a record holds, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)


@pytest.mark.parametrize(("check", "case"), CASES)
def test_a_check_finds_these_records_and_no_others(check: type[Check], case: Case, tmp_path: Path) -> None:
    first_row = 1 if issubclass(check, ReadCheck) else 0
    expected = [number - first_row + 1 for number in case["found"]]
    assert rows_found(check, case, tmp_path) == expected


@pytest.mark.parametrize("check", BUILTIN, ids=lambda check: check.code)
def test_every_check_has_cases_that_are_found_and_near_misses_that_pass(check: type[Check]) -> None:
    cases = cases_of(check.code)
    found = sum(bool(case["found"]) for case in cases)
    assert found >= FOUND
    assert len(cases) - found >= PASSING
    assert len({case["why"] for case in cases}) == len(cases)


def test_every_case_file_belongs_to_a_check() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {check.code for check in BUILTIN}


@pytest.mark.parametrize("check", BUILTIN, ids=lambda check: check.code)
def test_every_check_says_what_it_finds_why_that_matters_and_gives_an_example_of_each_kind(
    check: type[Check],
) -> None:
    paragraphs = (getdoc(check) or "").split("\n\n")
    assert [paragraph.split(":")[0] for paragraph in paragraphs[1:]] == ["Why it matters", "Found", "Passes"]
    summary = " ".join(paragraphs[0].split())
    assert summary.endswith(".")
    assert summary == first_sentence(check.__doc__)
    assert check.documentation() == getdoc(check)


@pytest.mark.parametrize("check", BUILTIN, ids=lambda check: check.code)
def test_no_case_repeats_the_documentation_of_its_check(check: type[Check]) -> None:
    said = " ".join(check.documentation().split())
    for case in cases_of(check.code):
        for record in case.get("records", []):
            texts = list(texts_in(record))
            assert not [text for text in texts if len(text) > 20 and text in said], case["why"]
