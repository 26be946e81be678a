"""Responses of an unusual length."""

import random
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import curate
from curate.checks.usual import UnusualLength

Row = dict[str, Any]
LINE = "The ferry leaves at nine from the north pier, and at ten from the mill."


def keys(lengths: list[int], kind: str = "summarization") -> pl.DataFrame:
    return pl.DataFrame(
        {"rank": range(len(lengths)), "type": kind, "script": "other", "words": lengths, "asks-for-few": False},
        schema_overrides={"rank": pl.UInt32, "words": pl.UInt32},
    )


def test_a_finding_tells_both_lengths_and_names_no_other_record(
    records_of: Callable[..., Any], chat: Callable[..., Row]
) -> None:
    rows = [chat(f"Sum up page {n}.", f"{LINE} {n}", type="summarization") for n in range(60)]
    rows.append(chat("Sum up the book.", " ".join([LINE] * 20), type="summarization"))
    (row,) = curate.check(records_of(rows))["LEN004"].frame.iter_rows(named=True)
    assert (row["row"], row["related"]) == (61, None)
    assert row["message"] == "300 words, where 16 are usual for the type summarization"
    assert row["score"] > 3.5


@given(st.lists(st.integers(1, 3000), min_size=60, max_size=90), st.randoms())
def test_the_order_of_the_set_does_not_matter(lengths: list[int], chance: random.Random) -> None:
    found = UnusualLength().decide(keys(lengths))
    order = chance.sample(range(len(lengths)), len(lengths))
    again = UnusualLength().decide(keys([lengths[position] for position in order]))
    assert sorted(order[rank] for rank in again["rank"]) == found["rank"].to_list()


@given(st.lists(st.integers(30, 60), min_size=60, max_size=90), st.integers(1, 3000))
def test_what_is_found_is_far_from_the_usual_and_nothing_near_it_is(lengths: list[int], other: int) -> None:
    found = UnusualLength().decide(keys([*lengths, other]))["rank"].to_list()
    assert found in ([], [len(lengths)])
    if 20 <= other <= 100:
        assert found == []
    if other in (1, 3000):
        assert found == [len(lengths)]


@pytest.mark.parametrize(("number", "expected"), [(49, 0), (50, 1)])
def test_few_records_make_no_length_usual(number: int, expected: int) -> None:
    assert UnusualLength().decide(keys([40] * (number - 1) + [3000])).height == expected


def test_only_longer_responses_are_found_where_they_may_be_terse() -> None:
    found = UnusualLength().decide(keys([40] * 60 + [1, 3000], kind="closed_qa"))
    assert found["rank"].to_list() == [61]
