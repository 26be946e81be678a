"""How conversations are put together."""

from collections.abc import Callable
from typing import Any

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
