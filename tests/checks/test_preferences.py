"""Judgements of responses."""

import random
from collections.abc import Callable
from typing import Any

import pytest

import curate

Row = dict[str, Any]


def said(role: str, content: str) -> Row:
    return {"role": role, "content": content}


ASKED, OTHERWISE = said("user", "Which cheese melts best?"), said("user", "Which cheese is oldest?")
GOUDA, NONE = said("assistant", "Young Gouda does."), said("assistant", "None.")


def test_equal_responses_are_found_at_the_end_of_the_chosen_one(records_of: Callable[..., Any]) -> None:
    records = records_of([{"messages": [ASKED], "chosen": [GOUDA], "rejected": [GOUDA]}])
    (row,) = curate.check(records, select=["PRF"]).findings.frame.iter_rows(named=True)
    assert (row["code"], [place["path"] for place in row["places"]]) == ("PRF001", ["chosen[0].content"])


def test_different_prompts_are_found_where_they_part(records_of: Callable[..., Any]) -> None:
    chosen, rejected = [ASKED, GOUDA, ASKED, NONE], [ASKED, GOUDA, OTHERWISE, NONE]
    records = records_of([{"chosen": chosen, "rejected": rejected}])
    (row,) = curate.check(records, select=["PRF", "STR"]).findings.frame.iter_rows(named=True)
    assert (row["code"], [place["path"] for place in row["places"]]) == ("PRF002", ["chosen[2].content"])


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_input_does_not_decide_which_judgement_is_found(
    records_of: Callable[..., Any], seed: int
) -> None:
    rows = [
        {"messages": [ASKED, response], "label": label} for response in (GOUDA, NONE) for label in (True, False)
    ]
    rows += [{"messages": [ASKED, GOUDA], "label": False}]

    def found(order: list[Row]) -> set[tuple[object, ...]]:
        frame = curate.check(records_of(order), select=["PRF003"]).findings.frame
        return set(frame.select("key", "related").iter_rows())

    told = found(random.Random(seed).sample(rows, len(rows)))
    assert told == found(rows) != set()
    assert not {key for key, _ in told} & {related for _, related in told}
