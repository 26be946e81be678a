"""The prompts of a set, with types and families."""

from collections.abc import Callable, Sequence

import pytest

from curate.checks.duplicates import NearDuplicate
from curate.errors import UnknownName
from curate.progress import silent
from curate.records.records import Records
from curate.report.coverage.prompts import LEADER, TURNS, WEIGHT, Typing, prompts_of, with_families
from curate.taxonomy.read import taxonomy
from tests.report.coverage.mill import Row, rows

Read = Callable[[Sequence[Row]], Records]
BY = Typing(taxonomy())


def test_a_label_of_the_record_tells_its_type_and_rules_tell_the_others(records_of: Read) -> None:
    given = [*rows({"coding": 2}), *rows({"translation": 2}, labelled=False)]
    told = prompts_of(records_of(given), BY, silent).sort("prompt_type")
    assert told.select("prompt_type", "group", "how").rows() == [
        ("coding", "code", "label"),
        ("coding", "code", "label"),
        ("translation", "transform", "rules"),
        ("translation", "transform", "rules"),
    ]


def test_without_their_own_labels_records_are_told_by_rules(records_of: Read) -> None:
    given = [{**row, "category": "coding"} for row in rows({"translation": 3}, labelled=False)]
    told = prompts_of(records_of(given), Typing(taxonomy(), own_labels=False), silent)
    assert set(told["prompt_type"]) == {"translation"}
    assert set(prompts_of(records_of(given), BY, silent)["prompt_type"]) == {"coding"}


def test_a_label_that_says_only_the_group_leaves_the_type_to_the_rules(records_of: Read) -> None:
    given = [{**row, "category": "Generation"} for row in rows({"creative_writing": 2}, labelled=False)]
    given += [{"prompt": "Zxcvb?", "completion": "I do not know that word.", "category": "Generation"}]
    told = prompts_of(records_of(given), Typing(taxonomy(), "no_robots"), silent).sort("prompt_type")
    assert told.select("prompt_type", "group").rows() == [
        *[("creative_writing", "write")] * 2,
        ("other:unsure", "write"),
    ]


def test_a_label_that_means_no_type_is_refused_with_the_nearest_ones(records_of: Read) -> None:
    given = [{**row, "category": "sumarization"} for row in rows({"summarization": 2}, labelled=False)]
    with pytest.raises(UnknownName, match="summarization"):
        prompts_of(records_of(given), BY, silent)


def test_a_label_that_means_no_type_says_in_which_file_it_stands(records_of: Read) -> None:
    said = {"prompt": "Why is the sky blue?", "completion": "Light is scattered."}
    with pytest.raises(UnknownName, match=r"data\.jsonl, row 2: the label 'sumary' is that of no type"):
        prompts_of(records_of([{**said, "category": "open_qa"}, {**said, "category": "sumary"}]), BY, silent)


def test_a_record_in_which_no_user_says_anything_has_no_prompt(records_of: Read) -> None:
    spoken = {"messages": [{"role": "assistant", "content": "Good evening, and welcome."}]}
    asked = {"messages": [{"role": "user", "content": "Hi!"}, {"role": "assistant", "content": "Hello."}] * 2}
    told = prompts_of(records_of([spoken, asked]), BY, silent)
    assert told.select(TURNS).rows() == [(2,)]


def test_prompts_of_one_family_count_as_one(records_of: Read) -> None:
    long = "Explain why the old stone lighthouse near the harbour was moved inland last {} by rail and by sea."
    alike = [{"prompt": long.format(when), "completion": f"Because of the {when}."} for when in ("year", "spring")]
    records = records_of([*alike, *rows({"coding": 3})])
    check = NearDuplicate(view="prompt", similarity=0.6)
    told = with_families(prompts_of(records, BY, silent), records, check, silent)
    assert sorted(told[WEIGHT]) == [0.5, 0.5, 1, 1, 1]
    assert told[LEADER].n_unique() == 4
    assert sum(told[WEIGHT]) == 4


def test_no_records_have_no_prompts(records_of: Read) -> None:
    assert prompts_of(
        records_of(rows({"coding": 1})).of(records_of(rows({"coding": 1})).index.head(0)), BY, silent
    ).is_empty()
