"""A response that opens with its prompt."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.facts.echo import echoed
from curate.facts.view import View

PROMPT = "Which path leads to the spring?"


@pytest.mark.parametrize(
    ("prompt", "response", "part"),
    [
        (PROMPT, f"{PROMPT.upper()} The left one.", PROMPT.lower()),
        (PROMPT, f"Q: {PROMPT}\nThe left one.", PROMPT.lower()),
        (f"{PROMPT}\nSee the map.", f"{PROMPT} The left one.", PROMPT.lower()),
        ("The path to the spring", "The path to the spring is steep.", ""),
        ("Draw the path to the spring", "Draw the path to the spring\nDone.", "draw the path to the spring"),
        (PROMPT, "Which path? The left one.", ""),
        ("Paths to the spring", "Paths to the spring:\n- the left one", ""),
        ("", "The left one.", ""),
    ],
)
def test_the_part_that_is_said_again(prompt: str, response: str, part: str) -> None:
    assert echoed(prompt, response) == part


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_is_echoed_stands_in_both(prompt: str, response: str) -> None:
    part = echoed(prompt, response)
    assert len(part) <= 2 * len(prompt)
    assert len(part) <= 2 * len(response)
    assert echoed(prompt, "") == ""


def test_each_response_is_told_in_words(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    view = View.of(records_of([chat(PROMPT, f"{PROMPT} The left."), chat("And to the mill?", PROMPT)]).frame)
    view.need(["echo"])
    assert view.messages["fact:echo"].to_list() == [None, 6, None, 0]
