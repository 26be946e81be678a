"""Calls of tools."""

from collections.abc import Callable
from typing import Any

import pytest

import curate
from curate.records.records import Records

Row = dict[str, Any]
ASKED = {"role": "user", "content": "Which pier does it leave from?"}
CALL = {"id": "a", "function": {"name": "piers", "arguments": "{}"}}
CALLED = {"role": "assistant", "content": None, "tool_calls": [CALL]}
TOLD = {"role": "tool", "tool_call_id": "a", "content": "north"}
ANSWERED = {"role": "assistant", "content": "From the north pier, at nine."}
FAMILY = ["STR002", "STR003", "STR004"]


def codes(records: Records) -> list[str]:
    return curate.check(records, select=FAMILY).findings.frame["code"].to_list()


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([ASKED, CALLED, TOLD, ANSWERED], []),
        ([ASKED, CALLED, ASKED, ANSWERED], ["STR004"]),
        ([ASKED, CALLED, ANSWERED], ["STR004"]),
        ([ASKED, CALLED], ["STR003"]),
        ([ASKED, CALLED, TOLD], ["STR003"]),
        ([ASKED, CALLED, CALLED, TOLD, ANSWERED], ["STR004"]),
        ([ASKED, TOLD, ANSWERED], ["STR002"]),
    ],
)
def test_what_is_wrong_with_a_call_is_found_once(
    records_of: Callable[..., Any], messages: list[Row], expected: list[str]
) -> None:
    assert codes(records_of([{"messages": messages}])) == expected


def test_a_finding_counts_the_calls_and_names_the_message(records_of: Callable[..., Any]) -> None:
    called = {**CALLED, "tool_calls": [{**CALL, "id": each} for each in "abc"]}
    records = records_of([{"messages": [ASKED, called, TOLD, ANSWERED]}])
    (row,) = curate.check(records)["STR004"].frame.iter_rows(named=True)
    assert (row["message"], row["score"]) == ("2 calls of tools have no result", 2)
    assert [place["path"] for place in row["places"]] == ["messages[1].content"]


def test_a_call_in_a_response_that_was_not_chosen_is_judged_and_in_their_prompt_once(
    records_of: Callable[..., Any],
) -> None:
    prompt = [ASKED, CALLED, ASKED]
    record = {"messages": prompt, "chosen": [ANSWERED], "rejected": [CALLED, ANSWERED]}
    (row,) = curate.check(records_of([record]))["STR004"].frame.iter_rows(named=True)
    assert [place["path"] for place in row["places"]] == ["messages[1].content", "rejected[0].content"]
