"""How conversations are put together."""

from collections.abc import Callable
from typing import Any

import pytest

import curate


def test_a_finding_names_the_turn_and_the_roles(records_of: Callable[..., Any]) -> None:
    turns = [("user", "Hi"), ("user", "Anyone there?"), ("assistant", "Yes, at the quay.")]
    records = records_of([{"messages": [{"role": role, "content": said} for role, said in turns]}])
    (row,) = curate.check(records)["STR002"].frame.iter_rows(named=True)
    assert row["places"] == [{"path": "messages[1].content", "start": 0, "end": 13}]
    assert row["message"] == "user follows user"


def test_each_empty_turn_is_a_place_of_one_finding(records_of: Callable[..., Any]) -> None:
    records = records_of([{"messages": [{"role": "user", "content": " "}, {"role": "assistant", "content": ""}]}])
    (row,) = curate.check(records)["STR001"].frame.iter_rows(named=True)
    assert [place["path"] for place in row["places"]] == ["messages[0].content", "messages[1].content"]


ASKED = {"role": "user", "content": "Which pier does it leave from?"}
ANSWERED = {"role": "assistant", "content": "From the north pier, at nine."}


@pytest.mark.parametrize(
    ("rejected", "code", "path"),
    [
        ([{"role": "assistant", "content": " "}], "STR001", "rejected[0].content"),
        ([ASKED, ANSWERED], "STR002", "rejected[0].content"),
        ([ANSWERED, ASKED], "STR003", "rejected[1].content"),
    ],
)
def test_a_response_that_was_not_chosen_is_put_together_as_any_other(
    records_of: Callable[..., Any], rejected: list[dict[str, str]], code: str, path: str
) -> None:
    records = records_of([{"prompt": [ASKED], "chosen": [ANSWERED], "rejected": rejected}])
    (row,) = curate.check(records)[code].frame.iter_rows(named=True)

    assert [place["path"] for place in row["places"]] == [path]


def test_the_prompt_of_a_preference_is_judged_once(records_of: Callable[..., Any]) -> None:
    records = records_of([{"prompt": [ASKED, ASKED], "chosen": [ANSWERED], "rejected": [ANSWERED]}])
    (row,) = curate.check(records)["STR002"].frame.iter_rows(named=True)

    assert [place["path"] for place in row["places"]] == ["prompt[1].content"]
