from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from curate.gates import Gates

FOUND: Mapping[str, int | None] = {"LEN001": 12, "DUP002": 0, "LNG001": None}


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
    ],
)
def test_a_gate_holds_up_to_its_limit(
    settings: dict[str, Any], parsed: int, kept: int, value: float | None, *, holds: bool
) -> None:
    (judged,) = Gates(**settings).judge(parsed, kept, FOUND)
    assert judged.value == (None if value is None else pytest.approx(value))
    assert judged.holds is holds


@pytest.mark.parametrize("code", ["LNG001", "PII001"], ids=["not applicable", "not run"])
@pytest.mark.parametrize("settings", [{"max_count": 1000}, {"max_share": 1.0}], ids=str)
def test_a_check_that_did_not_run_can_not_satisfy_a_gate(settings: dict[str, float], code: str) -> None:
    gates = Gates.model_validate({name: {code: limit} for name, limit in settings.items()})
    (judged,) = gates.judge(100, 60, FOUND)
    assert judged.value is None
    assert not judged.holds


def test_every_gate_that_is_set_is_judged_and_named() -> None:
    gates = Gates(max_dropped_share=1, min_records=0, max_count={"LEN001": 99}, max_share={"DUP002": 0.5})
    judged = gates.judge(100, 60, FOUND)
    assert [entry.gate for entry in judged] == [
        "max_dropped_share",
        "min_records",
        "max_count.LEN001",
        "max_share.DUP002",
    ]
    assert all(entry.holds for entry in judged)


def test_a_gate_that_is_not_set_is_not_judged() -> None:
    assert Gates().judge(100, 0, FOUND) == []


@pytest.mark.parametrize(
    "settings",
    [
        {"max_dropped_share": 1.5},
        {"max_dropped_share": -0.1},
        {"min_records": -1},
        {"min_records": 0.5},
        {"max_count": {"LEN001": "few"}},
        {"max_drop_share": 0.4},
    ],
    ids=str,
)
def test_a_condition_that_means_nothing_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Gates(**settings)
