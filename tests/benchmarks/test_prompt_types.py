"""How the types of prompts are judged, and how that is told."""

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from benchmarks.prompt_types import arguments, halves, measure, speed
from benchmarks.prompts.judged import agreement, answers, by_chance, by_type, fitted, judged
from benchmarks.prompts.sources import SOURCES, Prompt, accepted, is_open, prompts
from benchmarks.table.prompt_types import prompt_types
from benchmarks.tables import README
from curate.taxonomy import assign as module
from curate.taxonomy.read import taxonomy

DOLLY, AUTO_J, BELLE = SOURCES[:3]
ROWS = [
    {"instruction": "Why is the sky blue?", "context": "", "category": "general_qa"},
    {"instruction": "Write a mail to my landlord.", "context": "", "category": "creative_writing"},
    {"instruction": "Write a poem about snow.", "context": "", "category": "brainstorming"},
    {"instruction": "Sum it up.", "context": "It rained all day.", "category": "summarization"},
    {"instruction": "Why is the sky blue?", "context": "", "category": "closed_qa"},
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with gzip.open(tmp_path / "dolly.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in ROWS)
    (tmp_path / "BELLE" / "eval").mkdir(parents=True)
    rows = [
        {"question": "把“早”翻译成英文。", "class": "rewrite"},
        {"question": "天为何蓝？", "class": "open qa"},
    ]
    (tmp_path / "BELLE" / "eval" / "eval_set.json").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path


def test_each_prompt_is_read_once_with_what_its_first_label_means(data: Path) -> None:
    assert prompts(DOLLY, [data]) == [
        Prompt("Why is the sky blue?", "open_qa"),
        Prompt("Sum it up.\n\nIt rained all day.", "summarization"),
        Prompt("Write a poem about snow.", "brainstorming"),
        Prompt("Write a mail to my landlord.", "creative_writing"),
    ]
    assert prompts(BELLE, [data / "no", data]) == [
        Prompt("天为何蓝？", "open_qa"),
        Prompt("把“早”翻译成英文。", "transform"),
    ]
    assert prompts(AUTO_J, [data]) is None


def test_a_prompt_is_in_one_half_wherever_it_comes_from(data: Path) -> None:
    own = prompts(DOLLY, [data]) or []
    two = halves([(DOLLY, own)])
    assert sorted(two["open"][0][1] + two["held"][0][1]) == sorted(own)
    assert all(is_open(each.text) for each in two["open"][0][1])


def test_a_label_may_mean_a_group_or_a_type_beside_its_own() -> None:
    agree = accepted(DOLLY, taxonomy())
    assert agree["creative_writing"] == {"creative_writing", "functional_writing"}
    assert agree["transform"] == {"rewriting", "translation"}
    assert accepted(BELLE, taxonomy())["creative_writing"] == {"creative_writing"}


def test_every_prompt_counts_and_what_agrees_is_right(data: Path) -> None:
    by = taxonomy()
    own = [*(prompts(DOLLY, [data]) or []), Prompt("lorem ipsum", "open_qa")]
    told = judged(DOLLY, own, by)
    assert (told["prompts"], told["accuracy"], told["exactly"]) == (5, 0.6, 0.4)
    assert told["low"] < 0.6 < told["high"]
    assert told["right_and_told"] == 0.6
    assert told["by_type"]["open_qa"] == {"prompts": 2, "precision": 1.0, "f1": 0.6667, "recall": 0.5}
    assert told["by_type"]["creative_writing"] == {"prompts": 1, "precision": 0.5, "f1": 0.6667, "recall": 1.0}
    found = answers(own, by)
    assert found.types[-1] == "other:none"
    assert set(by_type(found, accepted(DOLLY, by))) == {
        "open_qa",
        "summarization",
        "brainstorming",
        "creative_writing",
    }


def test_what_is_fitted_leaves_all_as_it_was(data: Path) -> None:
    before = (module.SCALE, module.MOST)
    told = fitted([(DOLLY, prompts(DOLLY, [data]) or [])], taxonomy())
    assert before == (module.SCALE, module.MOST)
    assert told["error"] <= told["as_set"]


def test_all_is_measured_and_what_is_not_there_is_left_out(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.prompt_types.LARGE", 0)
    monkeypatch.setattr("benchmarks.prompt_types.labelled", lambda *_: {"by_source": {}})
    monkeypatch.setattr("benchmarks.table.prompt_types.labelled_lines", lambda told: [[str(told)]])
    monkeypatch.setattr("benchmarks.table.prompt_types.labelled_aims", lambda _: [])
    monkeypatch.setattr("benchmarks.prompt_types.is_open", lambda text: text[0] in "W天")
    told = measure(argparse.Namespace(data=data, fetched=None, rounds=1))
    assert list(told["held"]) == ["Dolly", "BELLE, Chinese"]
    assert list(told["left_out"]) == ["Auto-J", "MT-bench", "Vicuna"]
    table = prompt_types({**told, "python": "3", "command": "it"})
    assert "* Not here: Vicuna, for its files are not there." in table
    assert arguments(["--data", "x"]).fetched is None


def test_speed_is_the_median_of_rounds() -> None:
    asked = list[pl.Series]()
    told = speed(["Why?"] * 10, asked.append, 3)
    assert [len(each) for each in asked] == [50] * 3
    assert told["prompts"] == 50
    assert told["best"] >= told["prompts_a_cpu_s"] > 0


def test_the_table_tells_each_source_and_each_aim() -> None:
    stored: dict[str, Any] = json.loads(
        (README.parent / "results" / "prompt-types.json").read_text(encoding="utf-8")
    )
    table = prompt_types(stored)
    for name, told in stored["held"].items():
        assert f"| {name} | {told['prompts']:,} | {told['accuracy']:.1%} |" in table
    assert (
        f"| Dolly's labels, seven classes, right | >= 68.0% | {stored['held']['Dolly']['accuracy']:.1%} |" in table
    )


def test_two_that_say_the_same_may_have_labels_that_differ() -> None:
    told = agreement([("Why?", "a"), ("why? ", "a"), ("WHY?", "b"), ("How?", "a")])
    assert told == {"pairs": 3, "same": 0.3333}
    assert agreement([("Why?", "a")]) == {"pairs": 0, "same": None}


def test_few_prompts_give_an_error_by_chance() -> None:
    few, many = (by_chance(np.full(count, 0.7)) for count in (20, 2000))
    assert 0.04 < few < 0.15
    assert many < 0.02
    assert by_chance(np.ones(5)) == 0
