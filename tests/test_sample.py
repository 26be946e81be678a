"""What is planted in the sample and what the checks find in it are the same, both ways."""

import json
from collections import Counter
from typing import Any

import pytest

import curate
from curate.cli.demo import LANGUAGES
from curate.files.resources import sample_files, sample_truth
from curate.records.records import Records
from curate.report.results import Checked

Planted = tuple[str, frozenset[str]]
TYPES = {
    "open_qa", "advice_planning", "brainstorming", "closed_qa", "extraction", "classification", "summarization",
    "rewriting", "translation", "creative_writing", "functional_writing", "math_reasoning", "coding",
    "chat_roleplay", "other",
}  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> Records:
    return curate.read(*sample_files())


@pytest.fixture(scope="module")
def checked(sample: Records) -> Checked:
    return curate.check(sample, expect=LANGUAGES)


@pytest.fixture(scope="module")
def truth() -> list[dict[str, Any]]:
    return [json.loads(line) for line in sample_truth().splitlines()]


def planted(truth: list[dict[str, Any]]) -> set[Planted]:
    """A pair of duplicates counts as a pair, since either may lead; an exact one is a near one too."""
    pairs = {(line["code"], frozenset((line["id"], line["twin"]))) for line in truth if "twin" in line}
    pairs |= {("DUP002", pair) for code, pair in pairs if code == "DUP001"}
    single = {
        (line["code"], frozenset((line.get("id") or f"row {line['row']}",)))
        for line in truth
        if "twin" not in line
    }
    return pairs | single


def found(checked: Checked) -> set[Planted]:
    ids = dict(checked.records.frame.select("key", "id").iter_rows())
    rows = checked.findings.frame.iter_rows(named=True)
    return {
        (
            row["code"],
            frozenset((row["id"], ids[row["related"]]) if row["related"] else (row["id"] or f"row {row['row']}",)),
        )
        for row in rows
    }


def test_nothing_planted_is_missed(checked: Checked, truth: list[dict[str, Any]]) -> None:
    assert planted(truth) - found(checked) == set()


def test_nothing_else_is_found(checked: Checked, truth: list[dict[str, Any]]) -> None:
    assert found(checked) - planted(truth) == set()


def test_the_sample_is_as_varied_as_it_says(sample: Records, truth: list[dict[str, Any]]) -> None:
    assert len(sample) >= 400
    assert len(truth) >= 100
    assert set(sample.frame["type"]) == TYPES
    assert {each.format for each in sample.inputs} == {"messages", "alpaca"}
    raws = [json.loads(raw) for number in range(2) for raw in sample.raw(number)]
    languages, writers = Counter(raw["lang"] for raw in raws), {raw["writer"] for raw in raws}
    assert set(languages) == set(LANGUAGES)
    assert min(languages.values()) >= 12
    assert len(writers) >= 8
