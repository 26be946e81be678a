"""How long a text is, in words."""

from collections.abc import Callable
from typing import Any

import pytest

from curate.facts.view import View

Row = dict[str, Any]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It's the harbour-master's 2nd boat.", 6),
        ("", 0),
        ("--- !!!", 0),
        ("早上好 Anna", 4),
        ("สวัสดี", 6),
        ("naïve Ångström", 2),
        ("صباح الخير", 2),
    ],
)
def test_words_are_counted_and_characters_where_no_spaces_divide_words(
    records_of: Callable[..., Any], chat: Callable[..., Row], text: str, count: int
) -> None:
    view = View.of(records_of([chat("What do you say?", text)]).frame)
    view.need(["words", "response-words"])
    assert view.messages["fact:words"].to_list() == [4, count]
    assert view.records["fact:response-words"].to_list() == [count]
