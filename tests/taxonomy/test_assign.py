"""Which type each prompt is of: real sentences, and what holds for any text."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.taxonomy import assign as module
from curate.taxonomy.assign import ASSIGNED, assign
from curate.taxonomy.model import NONE, UNSURE, Taxonomy
from curate.taxonomy.read import parse_taxonomy, taxonomy

GOLDEN = [json.loads(line) for line in (Path(__file__).parent / "golden.jsonl").read_text("utf-8").splitlines()]
PROMPTS = [each["prompt"] for each in GOLDEN]


def told(texts: list[str | None], by: Taxonomy | None = None, least: float | None = None) -> list[Any]:
    return assign(pl.Series(texts, dtype=pl.String), None, by or taxonomy(), least).to_list()


def test_real_sentences_are_of_the_type_that_a_person_says() -> None:
    wrong = [
        (each["type"], answer["type"], each["prompt"])
        for each, answer in zip(GOLDEN, told(PROMPTS), strict=True)
        if answer["type"] != each["type"]
    ]
    assert wrong == []


def test_every_type_and_every_language_is_among_them() -> None:
    assert {each["type"] for each in GOLDEN} == {each.id for each in taxonomy().types}
    assert len(GOLDEN) > 100


TEXTS = st.lists(st.one_of(st.text(max_size=80), st.sampled_from(PROMPTS), st.none()), min_size=1, max_size=8)


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(TEXTS, st.randoms(use_true_random=False))
def test_no_prompt_changes_what_is_told_of_another(texts: list[str | None], random: Any) -> None:  # noqa: ANN401
    together = told(texts)
    order = list(range(len(texts)))
    random.shuffle(order)
    shuffled = told([texts[at] for at in order])
    assert [together[at] for at in order] == shuffled
    assert told([texts[0]]) == together[:1]


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_any_text_is_of_exactly_one_type(texts: list[str | None]) -> None:
    by = taxonomy()
    groups = {each.id: each.group for each in by.types}
    for text, answer in zip(texts, told(texts), strict=True):
        assert (answer is None) == (text is None)
        if answer is None:
            continue
        assert answer["type"] in {*groups, UNSURE, NONE}
        assert 0 <= answer["margin"] <= answer["score"] <= 1
        assert answer["source"] == ("unsure" if answer["type"] in (UNSURE, NONE) else "rules")
        assert answer["group"] in {*groups.values(), None}
        assert (answer["type"] == NONE) == (answer["why"] == [])
        if answer["type"] in groups:
            assert answer["group"] == groups[answer["type"]]


def test_parts_that_are_looked_at_one_by_one_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = told(PROMPTS)
    monkeypatch.setattr(module, "TOGETHER", 7)
    assert told(PROMPTS) == whole


def test_what_is_told_has_a_shape_whatever_is_asked() -> None:
    assert assign(pl.Series("p", [], dtype=pl.String), None, taxonomy()).dtype == ASSIGNED
    assert assign(pl.Series("p", ["Hi"]), None, taxonomy()).name == "p"
    assert told(["Hi"], Taxonomy(name="nothing"))[0]["type"] == NONE


def test_where_nothing_fits_it_says_so() -> None:
    (only,) = told(["lorem ipsum dolor sit amet"])
    assert (only["type"], only["group"], only["source"], only["why"]) == (NONE, None, "unsure", [])


TWINS = """
name = "twins"
[[groups]]
id = "near"
title = "Near"
[[groups]]
id = "far"
title = "Far"
[[types]]
id = "one"
group = "near"
title = "One"
definition = "One."
[[types]]
id = "two"
group = "near"
title = "Two"
definition = "Two."
[[types]]
id = "three"
group = "far"
title = "Three"
definition = "Three."
[[patterns]]
type = "one"
name = "both"
regex = 'both'
weight = 3
[[patterns]]
type = "two"
name = "both, too"
regex = 'both'
weight = 3
[[patterns]]
type = "three"
name = "third"
regex = 'third'
weight = 3
"""


def test_where_the_type_is_unsure_the_group_may_be_sure() -> None:
    (only,) = told(["both"], parse_taxonomy([(TWINS, "twins.toml")]))
    assert (only["type"], only["group"], only["source"], only["margin"]) == ("one", "near", "rules", 0)
    by = parse_taxonomy([(TWINS.replace('name = "twins"', 'name = "twins"\nleast = 0.6', 1), "twins.toml")])
    (only,) = told(["both"], by)
    assert (only["type"], only["group"], only["source"]) == (UNSURE, "near", "unsure")
    assert only["why"] == ["both"]
    assert told(["both third"], by)[0]["group"] == "near"
    assert told(["both"], by, 0.99)[0]["group"] is None


def test_patterns_of_the_users_own_outrank() -> None:
    own = """
        name = "ours"
        extends = "default"
        [[patterns]]
        type = "coding"
        name = "names our product"
        regex = 'turbokit'
        weight = 0.5
    """
    by = parse_taxonomy([(own, "ours.toml")])
    text = "Translate this into French: turbokit is late."
    assert told([text])[0]["type"] == "translation"
    (only,) = told([text], by)
    assert (only["type"], only["why"][0]) == ("coding", "names our product")
    assert told(["Why is the sky blue?"], by) == told(["Why is the sky blue?"])


def test_a_language_can_be_added_as_data() -> None:
    own = """
        name = "italian"
        extends = "default"
        [[languages]]
        id = "it"
        cue = 'traduci'
        courtesy = 'per favore,? '
        [[patterns]]
        type = "translation"
        name = "dice: traduci"
        lang = "it"
        where = "head"
        regex = '^traduci'
        weight = 4
    """
    by = parse_taxonomy([(own, "italian.toml")])
    assert told(["Per favore, traduci questa frase."])[0]["type"] == NONE
    assert told(["Per favore, traduci questa frase."], by)[0]["type"] == "translation"
