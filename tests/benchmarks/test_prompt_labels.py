"""How what labels put right is measured, and how that is told."""

from itertools import product

import pytest

from benchmarks.prompts import labelled as module
from benchmarks.prompts.labelled import drawn, elsewhere, head_of_all, with_labels
from benchmarks.prompts.sources import SOURCES, Prompt
from benchmarks.table.labelled import labelled_aims, labelled_lines
from curate.taxonomy.read import taxonomy

DOLLY, BELLE = SOURCES[0], SOURCES[2]
BY = taxonomy()
NAMES = (
    "the kettle",
    "order 4471",
    "a linen shirt",
    "the oak table",
    "my chairs",
    "these boots",
    "the lamp",
    "a rug",
)
TEXTS = {
    "creative_writing": [f"Shop text for {name}, in {count} lines." for name, count in product(NAMES, range(3))],
    "open_qa": [
        f"What is {name} made of, and {asked}?" for name, asked in product(NAMES, ("why", "how", "where"))
    ],
}
PROMPTS = [Prompt(text, meant) for meant, texts in TEXTS.items() for text in texts]


def test_as_many_are_drawn_as_are_asked_for_and_they_stand_for_all() -> None:
    own = drawn(PROMPTS, 20, BY, 0)
    assert len(own.prompts) == len(set(own.prompts)) == 20
    assert own.stand_for.sum() == pytest.approx(len(PROMPTS))
    labels = {each.text: each.meant for each in PROMPTS}
    assert own.labels.to_list() == [labels[text] for text in own.prompts]
    assert drawn(PROMPTS[::-1], 20, BY, 0).prompts.to_list() == own.prompts.to_list()
    assert drawn(PROMPTS, 20, BY, 1).prompts.to_list() != own.prompts.to_list()


def test_a_label_that_means_a_group_is_taken_for_the_type_that_patterns_tell_or_for_the_first() -> None:
    prompts = [Prompt("Translate this into French: good night", "transform"), Prompt("lorem ipsum", "transform")]
    own = drawn(prompts, 2, BY, 0)
    assert dict(zip(own.prompts, own.labels, strict=True)) == {
        prompts[0].text: "translation",
        prompts[1].text: "rewriting",
    }


def test_what_labels_put_right_is_told_by_how_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LABELS", (32, 300))
    monkeypatch.setattr(module, "DRAWS", 2)
    told = with_labels(DOLLY, PROMPTS, PROMPTS[::3], BY)
    assert list(told) == ["32"]
    each = told["32"]
    assert each["draws"] == 2
    assert each["rules"] < each["head_low"] <= each["head"] <= each["head_high"] <= 1
    assert each["told"] == (each["head"] if each["used"] else each["rules"])
    assert 0 <= each["error"] <= 1


def test_a_head_of_one_source_is_compared_with_patterns_on_another() -> None:
    head = head_of_all(PROMPTS, BY)
    assert head.labels == len(PROMPTS)
    told = elsewhere(head, BELLE, [Prompt("把“早”翻译成英文。", "transform"), Prompt("天为何蓝？", "open_qa")])
    assert told["prompts"] == 2
    assert 0 <= told["head"] <= 1
    assert told["rules"] == 1


def test_the_table_tells_each_number_of_labels_and_each_aim() -> None:
    figures = {"rules": 0.7, "head": 0.75, "head_low": 0.74, "head_high": 0.76, "used": 0.9, "error": 0.09}
    figures |= {"told": 0.725, "told_low": 0.7, "told_high": 0.76, "said_rules": 0.69, "said_head": 0.76}
    told = {
        "by_source": {"Dolly": {"300": {**figures, "draws": 10}}},
        "elsewhere": {"learned": "Dolly", "labels": 4_541, "sources": {"Auto-J": {"head": 0.3, "rules": 0.6}}},
        "speed": {"prompts_a_cpu_s": 39_000, "best": 41_000},
    }
    lines = ["\n".join(each) for each in labelled_lines(told)]
    assert "39,000 prompts a CPU second" in lines[0]
    assert (
        "| Dolly | 300 | 70.0% | 75.0% | 74.0% to 76.0% | 9 of 10 | 72.5% | 70.0% to 76.0% | 0.090 |" in lines[1]
    )
    assert "does not travel: right on the held halves of Auto-J 30.0% (patterns 60.0%)" in lines[2]
    assert [met for *_, met in labelled_aims(told)] == [True, False, False, False]
