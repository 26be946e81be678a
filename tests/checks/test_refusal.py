"""Where the pattern stands, and who must have asked."""

from collections.abc import Callable, Sequence
from typing import Any

import curate
from curate.checks.refusal import SpeaksAsAnAi
from curate.records.records import Records

TEXT = "Well. I am an AI model, you know."


def test_each_place_is_pointed_at_but_none_in_code() -> None:
    assert [TEXT[start:end] for start, end in SpeaksAsAnAi().spans(TEXT)] == ["I am an AI model"]


def test_only_the_user_in_the_turn_before_asks_who_it_is(
    records_of: Callable[[Sequence[dict[str, Any]]], Records],
) -> None:
    said = [
        [("user", "Who are you?"), ("assistant", TEXT)],
        [("user", "Who are you?")],
        [("assistant", TEXT), ("user", "Hm."), ("assistant", "So it is.")],
        [("user", "Guess!"), ("assistant", "Who are you?"), ("assistant", TEXT)],
    ]
    rows = [{"messages": [{"role": role, "content": text} for role, text in each]} for each in said]
    found = curate.check(records_of(rows), select=["REF001"]).findings.frame
    assert found["row"].sort().to_list() == [3, 4]
