"""Each line of `cases/CODE.jsonl`: what people wrote, and which records its check must find, no more, no less."""

from pathlib import Path

import pytest

from curate.checks import BUILTIN, Check
from curate.checks.tokens import TokenCheck
from curate.testing import CheckCases, cases, texts_in

FOLDER = Path(__file__).parent / "cases"

# One class of tests for each check, by its code: TestLEN001, ...
for each in BUILTIN:
    settings = {"check": each, "file": FOLDER / f"{each.code}.jsonl", "__module__": __name__}
    marks = {"pytestmark": [pytest.mark.torch]} if issubclass(each, TokenCheck) else {}
    globals()[f"Test{each.code}"] = type(f"Test{each.code}", (CheckCases,), settings | marks)


def test_every_case_file_belongs_to_a_check() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {check.code for check in BUILTIN}


@pytest.mark.parametrize("check", BUILTIN, ids=lambda check: check.code)
def test_no_case_repeats_the_documentation_of_its_check(check: type[Check]) -> None:
    said = " ".join(check.documentation().split())
    for case in cases(FOLDER / f"{check.code}.jsonl"):
        for record in case.records:
            assert not [text for text in texts_in(record) if len(text) > 20 and text in said], case.why
