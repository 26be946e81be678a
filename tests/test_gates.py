from typing import Any

import pytest
from pydantic import ValidationError

from curate.checks import Check
from curate.checks.duplicates import NearDuplicate
from curate.checks.language import UnexpectedLanguage
from curate.checks.length import ShortResponse
from curate.checks.unreadable import InvalidJson
from curate.errors import UnknownName
from curate.gates import Gates
from curate.ledger import GateEntry, Ledger
from curate.pipeline import default_checks

FOUND: dict[type[Check], int | None] = {
    ShortResponse: 12,
    NearDuplicate: 0,
    UnexpectedLanguage: None,
    InvalidJson: 5,
}


def ledger(parsed: int, kept: int) -> Ledger:
    """An account of one step, and of five records that could not be read."""
    dropped = {"LEN001": parsed - kept} if parsed > kept else {}
    step = {
        "step": 1,
        "use": "drop",
        "setting": "LEN001",
        "in": parsed,
        "kept": kept,
        "dropped": parsed - kept,
        "by_code": dropped,
    }
    given = {"file": "a.jsonl", "format": "messages", "read": parsed + 5, "parsed": parsed, "rejected": 5}
    totals = {"read": parsed + 5, "parsed": parsed, "rejected": 5, "dropped": parsed - kept, "kept": kept}
    return Ledger.model_validate(
        {
            "schema": "curate/ledger/v1",
            **totals,
            "steps": [step],
            "inputs": [{**given, "kept": kept}],
            "gates": [],
        }
    )


def judged(settings: dict[str, Any], parsed: int = 100, kept: int = 60) -> list[GateEntry]:
    return Gates.model_validate(settings).judge(ledger(parsed, kept), FOUND)


@pytest.mark.parametrize(
    ("settings", "parsed", "kept", "value", "holds"),
    [
        ({"max_dropped_share": 0.4}, 100, 60, 0.4, True),
        ({"max_dropped_share": 0.4}, 100, 59, 0.41, False),
        ({"max_dropped_share": 0.0}, 100, 100, 0.0, True),
        ({"max_dropped_share": 0.4}, 0, 0, None, False),
        ({"min_records": 60}, 100, 60, 60, True),
        ({"min_records": 61}, 100, 60, 60, False),
        ({"max_count": {"LEN001": 12}}, 100, 60, 12, True),
        ({"max_count": {"LEN001": 11}}, 100, 60, 12, False),
        ({"max_count": {"DUP002": 0}}, 100, 60, 0, True),
        ({"max_share": {"LEN001": 0.12}}, 100, 60, 0.12, True),
        ({"max_share": {"LEN001": 0.1}}, 100, 60, 0.12, False),
        ({"max_share": {"LEN001": 0.1}}, 0, 0, None, False),
        ({"max_share": {"FMT002": 0.05}}, 100, 60, 5 / 105, True),
        ({"max": {"dropped": 40}}, 100, 60, 40, True),
        ({"max": {"dropped": 39}}, 100, 60, 40, False),
        ({"min": {"kept_share": 0.6}}, 100, 60, 0.6, True),
        ({"min": {"kept_share": 0.7}}, 100, 60, 0.6, False),
        ({"max": {"rejected_share": 0.01}}, 95, 95, 0.05, False),
        ({"max": {"found": {"LEN001": 11}}}, 100, 60, 12, False),
        ({"min": {"step": {"1": {"kept": 50}}}}, 100, 60, 60, True),
        ({"min": {"input": {"a.jsonl": {"kept": 61}}}}, 100, 60, 60, False),
    ],
)
def test_a_gate_holds_up_to_its_limit(
    settings: dict[str, Any], parsed: int, kept: int, value: float | None, *, holds: bool
) -> None:
    (entry,) = judged(settings, parsed, kept)
    assert entry.value == (None if value is None else pytest.approx(value))
    assert entry.holds is holds


@pytest.mark.parametrize(
    ("code", "reason"),
    [("LNG001", "LNG001 did not run"), ("PII001", "there is no check called 'PII001'")],
    ids=["not applicable", "not there"],
)
@pytest.mark.parametrize(
    "settings",
    [
        "max_count.CODE",
        "max_share.CODE",
        "max.found.CODE",
        "max.dropped.CODE",
        "min.found.CODE",
        "min.dropped.CODE",
    ],
)
def test_a_check_that_did_not_run_can_not_satisfy_a_gate(settings: str, code: str, reason: str) -> None:
    table, _, name = settings.replace("CODE", code).partition(".")
    (entry,) = judged({table: {name: 0 if table == "min" else 1}})
    assert (entry.value, entry.holds, entry.reason) == (None, False, reason)
    assert f"could not be told ({reason})" in entry.sentence()


def test_every_gate_that_is_set_is_judged_and_named() -> None:
    entries = judged(
        {
            "max_dropped_share": 1,
            "min_records": 0,
            "max_count": {"LEN001": 99},
            "max_share": {"DUP002": 0.5},
            "max": {"step.1.dropped": 40},
            "min": {"read": 1},
        }
    )
    assert [entry.gate for entry in entries] == [
        "max_dropped_share",
        "min_records",
        "max_count.LEN001",
        "max_share.DUP002",
        "max.step.1.dropped",
        "min.read",
    ]
    assert all(entry.holds and not entry.reason for entry in entries)


def test_a_gate_that_is_not_set_is_not_judged() -> None:
    assert judged({}) == []


def test_a_verdict_is_left_to_a_measurement_and_counts_neither_as_held_nor_as_broken() -> None:
    entries = judged({"min_records": 1, "verdict_not": "worse"})
    assert [entry.holds for entry in entries] == [True, None]
    assert entries[1].sentence() == "verdict_not = worse: curate measure --pipeline judges it"
    account = ledger(100, 60).model_copy(update={"gates": entries})
    assert (account.holds, account.broken) == (True, [])


@pytest.mark.parametrize(
    "settings",
    [
        {"max_dropped_share": 1.5},
        {"max_dropped_share": -0.1},
        {"min_records": -1},
        {"min_records": 0.5},
        {"max_count": {"LEN001": "few"}},
        {"max_drop_share": 0.4},
        {"max": {"kept_share": 40}},
        {"max": {"found_share.LEN001": 5}},
        {"min": {"kept": -1}},
        {"min": {"found": {"LEN001": "few"}}},
        {"min": 3},
        {"verdict_not": "better"},
        {"verdict_not": ["worse"]},
    ],
    ids=str,
)
def test_a_condition_that_means_nothing_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Gates(**settings)


def test_a_number_that_nothing_is_called_is_refused_at_once() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'kept_share'"):
        Gates(max={"kept_shares": 0.5})


@pytest.mark.parametrize(
    "settings",
    [
        {"max_count": {"LEN01": 1}},
        {"max_share": {"LEN01": 1}},
        {"max": {"found.LEN01": 1}},
        {"max": {"dropped.LEN01": 1}},
        {"max": {"step.2.dropped": 1}},
    ],
    ids=str,
)
def test_a_check_or_a_step_that_does_not_exist_is_told_before_anything_is_read(settings: dict[str, Any]) -> None:
    with pytest.raises(UnknownName, match=r"LEN01|step\.2"):
        Gates(**settings).must_fit(default_checks(), 1)
    Gates(max={"step.1.dropped": 1, "found.LEN001": 3}).must_fit(default_checks(), 1)
