"""How the responses of a record are judged."""

from collections.abc import Callable
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from curate.facts.judgements import JUDGEMENT, contrasts, judgements
from curate.facts.view import View
from curate.records import columns as c

SAID = st.sampled_from(["The rowan.", "The  rowan.", "The sloe.", ""])
TURNS = st.lists(st.tuples(st.sampled_from(["user", "assistant"]), SAID), min_size=1, max_size=3)


def frame_of(messages: list[tuple[str, str]], rejected: list[tuple[str, str]], chosen: int) -> pl.DataFrame:
    lists = [
        [{c.ROLE: role, c.CONTENT: said, c.PATH: "x"} for role, said in turns] for turns in (messages, rejected)
    ]
    columns: dict[str, Any] = {c.RANK: [0], c.MESSAGES: [lists[0]], c.REJECTED: [lists[1]], c.CHOSEN: [chosen]}
    return pl.DataFrame({name: columns.get(name, [None]) for name in c.SCHEMA}, schema=c.SCHEMA)


def spaced(turns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(role, " ".join(said.split())) for role, said in turns]


@given(TURNS, TURNS, TURNS)
def test_two_responses_are_alike_if_all_their_messages_are_but_for_white_space(
    prompt: list[tuple[str, str]], one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    frame = frame_of(prompt + one, other, len(one))
    told = contrasts(View.of(frame).messages, lambda *_: None).struct.field("alike").drop_nulls().to_list()
    assert told == [spaced(one) == spaced(other)]
    judged = judgements(frame, lambda *_: None)
    assert judged.is_null().all() == (spaced(one) == spaced(other))


@given(TURNS, TURNS)
def test_a_pair_and_the_pair_turned_round_are_judged_in_opposite_ways(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    asked = [("user", "Name a tree.")]
    there = judgements(frame_of(asked + one, other, len(one)), lambda *_: None)[0]
    back = judgements(frame_of(asked + other, one, len(other)), lambda *_: None)[0]
    assert (there is None) == (back is None)
    assert there is None or (there["what"] == back["what"] and there["so"] != back["so"])


def test_a_demonstration_judges_nothing(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    view = View.of(records_of([chat("Name a tree.", "The rowan.")]).frame)
    view.need(["contrast", "judgement"])
    assert view.messages["fact:contrast"].to_list() == [None, None]
    assert view.records["fact:judgement"].to_list() == [None]
    assert view.records["fact:judgement"].dtype == JUDGEMENT
