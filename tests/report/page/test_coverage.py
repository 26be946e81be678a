"""Which types of prompts there are, on the page."""

import json
from pathlib import Path
from typing import Any

import pytest

from curate.errors import InputError
from curate.report.left import Left
from curate.report.page.coverage import coverage
from curate.report.page.page import page_of
from curate.report.page.section import Material
from tests.conftest import Command
from tests.report.page.runs import chat, left_by

PROMPTS = {
    "creative_writing": ["Write a limerick about a lighthouse keeper.", "Write a short poem about wet wool."],
    "summarization": ["Summarise this report on tides in two sentences: the tide came in, and went out."],
    "coding": ["Write a function in Python that adds two fractions.", "Why does this loop never end?"],
}
ROWS = [
    chat(f"{type}-{number}", prompt, "Here it is, as far as I can tell without having seen more of it.", type=type)
    for type, prompts in PROMPTS.items()
    for number, prompt in enumerate(prompts)
]


@pytest.fixture
def covered(command: Command, tmp_path: Path) -> Left:
    """A run whose coverage against a well-known mix was written beside it."""
    left = left_by(tmp_path, ROWS, "")
    beside = left.folder / "coverage.json"
    kept = left.folder / "kept.jsonl"
    code, _, complaints = command(
        "coverage", kept, "--target", "no_robots", "--output-format", "json", "-o", beside
    )
    assert code == 0, complaints
    return left


def values(left: Left) -> dict[str, Any]:
    section = coverage(Material(left))
    assert section is not None
    return section.values


def test_each_type_has_its_share_and_what_it_is_to_be(covered: Left) -> None:
    types = {each["type"]: each for each in values(covered)["types"]}
    assert types["coding"]["share"] == ["40.0 %"]
    assert types["coding"]["target"] == ["3.5 %"]
    assert types["coding"]["families"] == 2
    assert types["open_qa"]["verdict"]


def test_what_is_needed_is_named_with_its_number(covered: Left) -> None:
    needed = dict(values(covered)["needed"])
    assert needed["open_qa"] > 0
    assert "coding" not in needed


def test_types_of_which_nobody_can_tell_are_named(covered: Left) -> None:
    told = values(covered)
    assert told["open"] == [each["type"] for each in told["types"] if each["verdict"] == "cannot tell"]
    assert told["open"], "two or three prompts of a type tell little"
    assert "Nobody can tell yet" in page_of(covered)


def test_each_facet_has_a_picture(covered: Left) -> None:
    facets = dict(values(covered)["facets"])
    assert list(facets) == ["length"]
    assert "curate coverage --brief" in page_of(covered)


def test_a_later_run_takes_the_coverage_away_with_the_rest(covered: Left) -> None:
    import curate

    curate.run("check-only", covered.folder.parent / "data.jsonl", out=covered.folder)
    assert not (covered.folder / "coverage.json").exists()


def test_without_coverage_there_is_no_section(material: Material) -> None:
    assert coverage(material) is None


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": "curate/coverage/v1"}'])
def test_a_damaged_file_is_named(covered: Left, text: str) -> None:
    (covered.folder / "coverage.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"coverage\.json is damaged"):
        coverage(Material(covered))


def test_bounds_are_told_where_a_share_is_not_known_exactly(covered: Left) -> None:
    file = covered.folder / "coverage.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    for each in told["types"]:
        if each["type"] == "coding":
            each |= {"share_low": 0.25, "share_high": 0.5, "ratio_low": 7.1, "ratio_high": None}
    file.write_text(json.dumps(told), encoding="utf-8")
    coding = {each["type"]: each for each in values(covered)["types"]}["coding"]
    assert coding["share"] == ["40.0 %", "(25.0-50.0)"]
    assert coding["ratio"][-1] == "(7.10-...)"
    assert '40.0 % <span class="note">(25.0-50.0)</span>' in page_of(covered)
    assert values(covered)["doubt"]
