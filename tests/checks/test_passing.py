"""A check that has a limit knows the setting with which what it found passes."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from curate.checks import BUILTIN, Check
from curate.checks.tokens import TokenCheck
from curate.records import columns as c
from curate.testing import cases, finds, looked_at

pytestmark = pytest.mark.slow

LIMITED = [check for check in BUILTIN if check.passing is not Check.passing]
MARKED = [
    pytest.param(check, id=check.code, marks=[pytest.mark.torch] if issubclass(check, TokenCheck) else [])
    for check in LIMITED
]
CASES = Path(__file__).parent / "cases"


def test_checks_with_a_limit_on_their_score_are_among_them() -> None:
    limited = {check.code for check in LIMITED}
    assert {"LEN001", "LEN002", "LEN003", "LEN004", "LNG001", "SCO001", "DUP002", "ECH001", "ECH002"} <= limited
    assert {"TOK001", "TOK002"} <= limited


@pytest.mark.parametrize("check", MARKED)
def test_with_the_setting_that_a_check_names_a_found_record_passes(check: type[Check]) -> None:
    tried = 0
    for case in cases(CASES / f"{check.code}.jsonl"):
        for row in looked_at(check, case)[check.code].frame.iter_rows(named=True):
            other = check(**case.settings).passing(row["score"], row["message"])
            try:
                changed = case.model_copy(update={"settings": {**case.settings, **other}})
                found = finds(check, changed)
            except ValidationError:
                continue  # No setting goes so far: nothing is shorter than one word.
            assert other
            assert row[c.ROW] - 1 not in found, (case.why, other)
            tried += 1
    assert tried >= 3
