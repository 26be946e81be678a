"""Prompts that are answered twice, and responses that are given twice."""

import random
from collections.abc import Callable
from typing import Any

import pytest

import curate
from curate.checks.repeats import AnotherResponse

Row = dict[str, Any]
SEVERAL = "one of several responses to the same prompt"
CONTRADICTS = "contradicts the response to the same prompt in another record"
VINEGAR = (
    "Half water, half vinegar: boil it, let it stand for an hour, pour it out, and rinse it twice with cold water."
)


@pytest.mark.parametrize(
    ("kind", "responses", "message"),
    [
        ("closed_qa", ("1934", "In 1943."), CONTRADICTS),
        ("classification", ("Positive", "negative!"), CONTRADICTS),
        ("extraction", ("蓝色", "红的"), CONTRADICTS),
        ("closed_qa", ("The Azores.", "Madeira and the Azores."), SEVERAL),
        ("brainstorming", ("1934", "1943"), SEVERAL),
        (None, ("1934", "1943"), SEVERAL),
        ("closed_qa", ("1934", "It went down off the coast in the winter of that bad year 1943."), SEVERAL),
    ],
)
def test_short_and_disjoint_responses_of_a_closed_type_contradict_each_other(
    records_of: Callable[..., Any],
    chat: Callable[..., Row],
    kind: str | None,
    responses: tuple[str, str],
    message: str,
) -> None:
    records = records_of([chat("When did it sink?", each, type=kind) for each in responses])
    (row,) = curate.check(records)["DUP003"].frame.iter_rows(named=True)
    assert row["message"] == message


def test_what_is_closed_and_short_can_be_set(records_of: Callable[..., Any], chat: Callable[..., Row]) -> None:
    records = records_of(
        [chat("When did it sink?", each, type="dates") for each in ("In spring.", "Autumn of 1943.")]
    )
    check = AnotherResponse(closed_types=("dates",))
    assert curate.check(records, [check])["DUP003"].frame["message"].to_list() == [CONTRADICTS]
    check = AnotherResponse(closed_types=("dates",), max_words=2)
    assert curate.check(records, [check])["DUP003"].frame["message"].to_list() == [SEVERAL]


@pytest.mark.parametrize("seed", range(6))
def test_no_record_is_both_a_duplicate_and_another_response(
    records_of: Callable[..., Any], chat: Callable[..., Row], seed: int
) -> None:
    chance = random.Random(seed)
    said = [
        ("Name a moon.", "Titan."),
        ("Name a moon.", "Mimas."),
        ("Name a moon.", "titan."),
        ("Name a sea.", "Titan."),
    ]
    tools = [None, [{"name": "stars"}]]
    rows = [
        chat(*chance.choice(said), **({"tools": tool} if (tool := chance.choice(tools)) else {}))
        for _ in range(12)
    ]

    def found(order: list[Row]) -> set[tuple[str, str, str]]:
        frame = curate.check(records_of(order), select=["DUP001", "DUP003"]).findings.frame
        return set(frame.select("code", "key", "related").iter_rows())

    told = found(rows)
    both = {key for code, key, _ in told if code == "DUP001"} & {key for code, key, _ in told if code == "DUP003"}
    assert both == set()
    for code in ("DUP001", "DUP003"):
        pairs = [(key, related) for each, key, related in told if each == code]
        assert not {key for key, _ in pairs} & {related for _, related in pairs}
    assert found(chance.sample(rows, len(rows))) == told


def test_a_repeated_response_names_the_first_record_with_it(
    records_of: Callable[..., Any], chat: Callable[..., Row]
) -> None:
    prompts = ("How do I descale a kettle?", "Who painted this ceiling?", "Draft a toast for a wedding.")
    records = records_of([chat(prompt, VINEGAR) for prompt in prompts])
    frame = curate.check(records)["DUP004"].frame
    assert frame["related"].n_unique() == 1
    assert set(frame["key"]).isdisjoint(frame["related"])
    assert frame.height == 2
