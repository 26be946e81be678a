"""Stretches that are apart, and facts about them."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from curate.facts.private import Private, apart, discreet
from curate.facts.view import View

STRETCHES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 5)).map(
        lambda each: Private(each[0], each[0] + each[1], "CARD", "")
    )
)


@given(STRETCHES)
def test_stretches_apart_do_not_overlap_and_hide_only_what_does(found: list[Private]) -> None:
    kept = apart(found)
    assert all(one.end <= other.start for one, other in pairwise(kept))
    assert all(any(one.start < each.end and each.start < one.end for one in kept) for each in found)


def test_a_part_of_a_text_shows_a_kind_for_what_it_cuts_through() -> None:
    text = "Card 4556 7375 8689 9855 of Ada"

    def find(text: str) -> list[Private]:
        return [Private(5, 24, "CARD", text[5:24])]

    assert discreet(text, 0, len(text), [find]) == "Card [CARD] of Ada"
    assert discreet(text, 8, 27, [find]) == "[CARD] of"
    assert discreet(text, 0, 9, [find]) == "Card [CARD]"
    assert discreet(text, 25, 31, [find]) == "of Ada"


def test_a_fact_counts_by_kind_and_is_null_where_there_is_nothing(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    said = "Ada is at ada@fjordmail.no, bo at bo@fjordmail.no and 503-246-8917."
    view = View.of(records_of([chat("Where are they? @home", said)]).frame)
    view.need(["personal-data", "secrets"])
    told = [None, {"count": 3, "kinds": "2 mail addresses, 1 phone number"}]
    assert view.messages["fact:personal-data"].to_list() == told
    assert view.messages["fact:secrets"].to_list() == [None, None]
