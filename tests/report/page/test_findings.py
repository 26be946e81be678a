"""What was found, by code."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from curate.report.page.findings import by_code, findings
from curate.report.page.section import Material
from tests.report.page.runs import SOUPS, material_of


@pytest.fixture
def codes(material: Material) -> dict[str, dict[str, Any]]:
    return {each["code"]: each for each in findings(material).values["codes"]}


def test_each_code_has_its_meaning_and_an_example(codes: dict[str, dict[str, Any]]) -> None:
    short = codes["LEN001"]
    assert short["meaning"] == "The response has too few words to teach anything."
    assert (short["record"], short["place"]) == ("curt", "data.jsonl:3")
    assert short["fates"] == [("dropped", 1)]
    assert [quote.role for quote in short["quotes"]] == ["user", "assistant"]


def test_an_example_of_a_pair_names_the_other_record(codes: dict[str, dict[str, Any]]) -> None:
    assert codes["DUP002"]["message"].split(": ")[-1] in ("soup", "again")


def test_the_steps_that_act_on_a_code_are_named(codes: dict[str, dict[str, Any]]) -> None:
    assert codes["LEN001"]["acts"] == ["step 2 (drop)"]
    assert codes["TXT001"]["acts"] == ["step 1 (repair)"]


def test_a_pipeline_that_only_looks_acts_on_nothing(tmp_path: Path) -> None:
    looking = findings(material_of(tmp_path, SOUPS, "")).values["codes"]
    assert [each["acts"] for each in looking] == [[]] * len(looking)


def test_what_can_not_be_read_comes_to_no_step(tmp_path: Path) -> None:
    told = findings(material_of(tmp_path, [*SOUPS, {"id": "torn", "messages": 1}])).values["codes"]
    assert {each["code"]: each["unread"] for each in told}["FMT004"]


def test_the_chart_has_a_bar_for_each_fate_of_a_code(material: Material) -> None:
    found = [each for each in material.account.codes if each.records]
    for picture in by_code(found):
        made = ElementTree.fromstring(picture)
        fills = [
            each.attrib["fill"] for each in made.iter("path") if each.attrib.get("fill", "").startswith("var")
        ]
        assert len(fills) == sum(len(each.fates) for each in found)
        assert set(fills) == {"var(--kept)", "var(--dropped)"}


def test_where_nothing_was_found_there_is_no_chart(tmp_path: Path) -> None:
    values = findings(material_of(tmp_path, SOUPS[-1:])).values
    assert (values["drawing"], values["codes"]) == (None, [])
