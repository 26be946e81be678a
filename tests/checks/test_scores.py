from collections.abc import Callable, Sequence
from typing import Any

import pytest

import curate
from curate.checks.scores import LowScore
from curate.errors import UnknownName
from curate.records.records import Records

Row = dict[str, Any]
Read = Callable[[Sequence[Row]], Records]
SAIL = {"prompt": "Name a sail.", "completion": "The jib."}


def test_it_does_not_run_without_a_field_and_a_limit(records_of: Read) -> None:
    checked = curate.check(records_of([SAIL]))
    (status,) = [each for each in checked.statuses if each.check.code == "SCO001"]
    assert status.status == "not-selected"
    (status,) = [
        each
        for each in curate.check(records_of([SAIL]), select=["SCO001"]).statuses
        if each.check.code == "SCO001"
    ]
    assert (status.status, status.reason) == ("not-applicable", "no field or no limit is set")
    assert LowScore(field="score").not_applicable()
    assert not LowScore(field="score", at_least=0).not_applicable()


def test_number_and_limit_are_told_and_the_number_is_the_score(
    records_of: Read,
) -> None:
    records = records_of([{**SAIL, "judge": {"score": 2.5}}])
    (found,) = curate.check(records, [LowScore(field="judge.score", at_least=3)])["SCO001"].frame.iter_rows(
        named=True
    )
    assert (found["message"], found["score"]) == ("2.5 of at least 3 in judge.score", 2.5)


def test_a_field_that_no_record_has_is_refused(records_of: Read) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'score'"):
        curate.check(records_of([{**SAIL, "score": 1}]), [LowScore(field="scoer", at_least=3)])
