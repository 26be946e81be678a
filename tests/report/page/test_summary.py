"""The answer first."""

from pathlib import Path

import pytest

from curate.report.page.section import Material
from curate.report.page.summary import MOST_INPUTS, share, summary
from tests.report.page.runs import SOUPS, material_of


def test_the_account_is_told_in_a_few_numbers(material: Material) -> None:
    numbers = {each["name"]: each["count"] for each in summary(material).values["numbers"]}
    assert numbers == {"read": 6, "dropped": 3, "kept": 3, "edited": 1}


def test_each_gate_tells_what_it_met_and_its_limit(material: Material) -> None:
    gates = {each["name"]: each for each in summary(material).values["gates"]}
    assert gates["max_dropped_share"] == {
        "name": "max_dropped_share",
        "value": "0.5",
        "limit": "0.9",
        "holds": True,
        "reason": "",
    }
    assert summary(material).values["broken"] == 0


def test_a_broken_gate_is_counted(tmp_path: Path) -> None:
    values = summary(material_of(tmp_path, SOUPS, "[gates]\nmin_records = 100\n")).values
    assert values["broken"] == 1
    assert [gate["holds"] for gate in values["gates"] if gate["name"] == "min_records"] == [False]


def test_a_gate_that_a_run_can_not_judge_is_told_as_such(tmp_path: Path) -> None:
    values = summary(material_of(tmp_path, SOUPS, '[gates]\nverdict_not = "worse"\n')).values
    (gate,) = [each for each in values["gates"] if each["name"] == "verdict_not"]
    assert (gate["value"], gate["limit"], gate["holds"]) == ("", "worse", None)
    assert "curate measure" in gate["reason"]
    assert (values["broken"], values["unjudged"]) == (0, 1)


def test_inputs_are_told_one_by_one(material: Material) -> None:
    values = summary(material).values
    assert [each["numbers"] for each in values["inputs"]] == [(6, 0, 3, 3)]
    assert values["more_inputs"] == 0
    assert MOST_INPUTS > 1


@pytest.mark.parametrize(
    ("count", "total", "told"),
    [
        (0, 10, "0 %"),
        (10, 10, "100 %"),
        (1, 3, "33.3 %"),
        (1, 100_000, "< 0.1 %"),
        (99_999, 100_000, "99.9 %"),
        (0, 0, "0 %"),
    ],
)
def test_a_share_never_calls_something_none_or_all(count: int, total: int, told: str) -> None:
    assert share(count, total) == told
