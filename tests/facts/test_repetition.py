"""What is said again and again."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from curate.facts.repetition import OFTEN, STRETCH, repetition, words_of
from curate.facts.view import View

SAID = ["we", "row", "against", "the", "wind", "until", "the", "lamp", "goes", "out"]


def test_a_stretch_that_follows_itself_is_told_with_its_ends() -> None:
    told = repetition(["once", *SAID * 5, "then", "home"])
    assert told is not None
    assert (told.times, told.first, told.last) == (5, 1, 50)


def test_stretches_with_something_else_between_each_time_are_a_list() -> None:
    words = [word for between in ("today", "again", "later", "once") for word in [*SAID, between]]
    assert repetition(words) is None


def test_three_times_are_not_often() -> None:
    assert repetition(SAID * 3) is None


def test_a_function_word_may_not_follow_itself_but_a_cry_may() -> None:
    told = repetition(["shut", "the", "the", "the", "the", "gate"])
    assert told is not None
    assert (told.first, told.last) == (1, 4)
    assert repetition(["no", "no", "no", "no", "no", "row", "row", "row", "row"]) is None


def test_code_holds_no_words() -> None:
    assert list(words_of(["Run `row row` and\n```\nrow\n```\nrest."])) == [["run", "and", "rest"]]


def test_each_of_many_texts_has_its_own_words() -> None:
    texts = [f"Boat {number} rows on." for number in range(2_500)]
    assert list(words_of(texts)) == [["boat", str(number), "rows", "on"] for number in range(2_500)]
    assert list(words_of([])) == []


def test_messages_of_one_set_are_told_apart(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    said = " ".join(SAID)
    rows = [chat("Go on.", said), chat(said, said), chat("And then?", said), chat("Once more.", f"{said} " * 4)]
    view = View.of(records_of(rows).frame)
    view.need(["repetition"])
    told = view.messages["fact:repetition"].struct.field("times").to_list()
    assert told == [None] * 7 + [4]


@given(st.lists(st.sampled_from("abcdefgh"), max_size=60), st.integers(1, 3))
def test_what_is_counted_is_there(words: list[str], times: int) -> None:
    told = repetition(words * times)
    if told is not None:
        assert told.times * STRETCH // 2 <= len(words) * times
        assert told.times >= OFTEN
        assert 0 <= told.first < told.last < len(words) * times
