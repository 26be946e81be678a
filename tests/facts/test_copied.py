"""Summaries that are a piece of their text."""

from collections.abc import Callable
from typing import Any

import pytest

from curate.facts.view import View

MILL = "The old mill dates from 1742. It ground rye until the river was moved, then stood empty."


@pytest.mark.parametrize(
    ("prompt", "response", "copied"),
    [
        (f"Summarise: {MILL}", "the old mill dates from 1742; it ground rye", True),
        (f"Summarise: {MILL}", "A mill of 1742, long without its river.", False),
        (f"When was it built? {MILL}", "The old mill dates from 1742.", False),
        (f"总结：{MILL}", MILL, True),
        (f"Summarise: {MILL}", "The old mill dates from 174", False),
    ],
)
def test_it_is_copied_where_a_summary_is_asked_for_and_all_words_stand_in_the_prompt(
    records_of: Callable[..., Any], chat: Callable[..., Any], prompt: str, response: str, *, copied: bool
) -> None:
    view = View.of(records_of([chat("Who ground rye?", "The miller."), chat(prompt, response)]).frame)
    view.need(["copied"])
    last = view.messages.filter(view.messages["turn"] == 1).sort("record")["fact:copied"].to_list()
    assert sorted(last) == sorted([False, copied])


def test_the_label_asks_for_a_summary_too(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    view = View.of(records_of([chat(f"About the mill. {MILL}", MILL, category="summarization")]).frame)
    view.need(["copied"])
    assert view.messages["fact:copied"].to_list() == [False, True]
