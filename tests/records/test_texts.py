"""The short way from rows of texts to the frame gives what conversations give."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import curate
from curate.records.formats import FORMATS, RecordFormat, format_called
from curate.records.key import content_key, texts_keys
from curate.records.message_lists import lists_of_texts, lists_of_turns
from curate.records.texts import Texts, chats, column, none_has, pairs
from tests.records.examples import Row, records, texts

ASKED = {"role": "user", "content": "May I freeze leek soup?"}
ANSWERED = {"role": "assistant", "content": "Yes, for three months."}
SHORT = ["messages", "prompt-completion", "alpaca", "sharegpt", "dolly"]
"""The formats that have a short way."""


def agree(known: RecordFormat[Any], rows: list[Row]) -> bool:
    """Whether the short way is taken; what it gives is what the conversations of the rows say."""
    found = known.texts(rows)
    if found is None:
        return False
    said = [known.conversation(row) for row in rows if known.fits(row)]
    assert len(said) == len(rows)
    assert all(not (each.tools or each.rejected or each.label is not None) for each in said)
    assert lists_of_texts(found).equals(lists_of_turns([each.turns for each in said]))
    assert texts_keys(found) == list(map(content_key, said))
    return True


maybe = st.one_of(st.none(), texts, texts, st.just(""), st.integers(0, 9))
odd: st.SearchStrategy[Any] = st.one_of(st.none(), st.just(5), st.just([]), st.just({}), texts)
speakers = st.sampled_from(["human", "gpt", "system", "tool", "observation", "function_call", "nobody"])
utterances = st.fixed_dictionaries({"from": speakers, "value": texts | odd}, optional={"weight": st.just(1)})
ROWS: dict[str, st.SearchStrategy[Row]] = {
    "messages": records,
    "prompt-completion": st.fixed_dictionaries(
        {"prompt": texts, "completion": texts | odd}, optional={"tools": odd, "id": odd}
    ),
    "alpaca": st.fixed_dictionaries(
        {"instruction": texts, "output": texts},
        optional={"input": maybe, "system": maybe, "history": st.lists(st.lists(texts, min_size=2, max_size=2))},
    ),
    "sharegpt": st.fixed_dictionaries(
        {"conversations": st.lists(utterances, max_size=3)}, optional={"system": maybe, "note": odd}
    ),
    "dolly": st.fixed_dictionaries({"instruction": texts, "response": texts}, optional={"context": maybe}),
}


@pytest.mark.parametrize("name", SHORT)
def test_the_short_way_says_the_same_where_it_is_taken(name: str) -> None:
    known = format_called(name)

    @settings(max_examples=150, deadline=None)
    @given(st.lists(ROWS[name], min_size=1, max_size=3))
    def law(rows: list[Row]) -> None:
        agree(known, rows)

    law()


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("messages", {"messages": [ASKED, ANSWERED], "id": 7, "note": {"by": "ada"}}),
        ("messages", {"messages": [{"role": "developer", "content": "Be brief."}, ASKED, ANSWERED]}),
        ("prompt-completion", {"prompt": "May I?", "completion": "You may. \U0001f372"}),
        ("alpaca", {"instruction": "Shorten it.", "input": "Leek soup keeps.", "output": "It keeps."}),
        ("alpaca", {"instruction": "May I?", "output": "You may."}),
        ("sharegpt", {"conversations": [{"from": "human", "value": "May I?"}, {"from": "gpt", "value": "Yes."}]}),
        ("dolly", {"instruction": "May I?", "context": None, "response": "You may."}),
    ],
)
def test_rows_of_texts_go_the_short_way(name: str, row: Row) -> None:
    assert agree(format_called(name), [row])
    assert agree(format_called(name), [row, row, row])


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("messages", {"messages": [ASKED, ANSWERED], "label": True}),
        ("messages", {"messages": [ASKED, {**ANSWERED, "weight": 0}]}),
        ("messages", {"messages": [{"role": "user", "content": None}]}),
        ("messages", {"messages": [{"role": "pirate", "content": "Arr"}]}),
        ("messages", {"messages": []}),
        ("messages", {"messages": {"role": "user", "content": "May I?"}}),
        ("prompt-completion", {"prompt": [ASKED], "completion": [ANSWERED]}),
        ("prompt-completion", {"prompt": "May I?", "completion": "Yes.", "tools": []}),
        ("prompt-completion", {"prompt": "May I?"}),
        ("alpaca", {"instruction": "May I?", "input": 5, "output": "Yes."}),
        ("alpaca", {"instruction": "May I?", "output": "Yes.", "system": "Be brief."}),
        ("sharegpt", {"conversations": [{"from": "function_call", "value": '{"name": "stir"}'}]}),
    ],
)
def test_one_row_that_holds_more_or_is_broken_sends_all_the_long_way(name: str, row: Row) -> None:
    known = format_called(name)
    plain = row_of(name)
    assert known.texts([plain]) is not None
    assert known.texts([plain, row]) is None
    assert known.texts([]) is None
    assert known.texts([plain, ValueError("no JSON")]) is None


def row_of(name: str) -> Row:
    """A row of two texts in a format."""
    said = format_called("messages").conversation({"messages": [ASKED, ANSWERED]})
    return format_called(name).written(said, [], plain=True)


def test_a_broken_line_among_texts_changes_no_other_record(write_lines: Callable[..., Any]) -> None:
    good = [{"prompt": f"May I have {number} spoons?", "completion": "Yes.", "id": number} for number in range(5)]
    alone = curate.read(write_lines(good, "good.jsonl"))
    mixed = curate.read(write_lines([*good, {"prompt": 5, "completion": "Yes."}], "mixed.jsonl"))

    assert len(mixed.rejects) == 1
    assert alone.frame.equals(mixed.frame)


def test_formats_without_a_short_way_do_without() -> None:
    assert [known.name for known in FORMATS if known.texts([row_of(known.name)])] == SHORT


def test_columns_are_of_one_kind_and_whole() -> None:
    assert column([{"a": "x"}, {"a": "y", "b": 1}], "a", str) == ["x", "y"]
    assert column([{"a": "x"}, {"b": "y"}], "a", str) is None
    assert column([{"a": "x"}, {"a": None}], "a", str) is None
    assert column([{"a": True}], "a", int) is None
    assert column([{"a": "x"}, "a"], "a", str) is None
    assert column([], "a", str) is None
    assert none_has([{"a": 1}], "b", "c")
    assert not none_has([{"a": 1}, {"c": 1}], "b", "c")
    assert not none_has(["a"], "b")


def test_pairs_join_a_context_behind_a_blank_line() -> None:
    rows = [{"q": "Which?", "c": "Leeks.", "a": "These."}, {"q": "Why?", "c": "", "a": "So."}]

    assert pairs(rows, "q", "a", context="c") == Texts(
        [2, 2],
        ["user", "assistant", "user", "assistant"],
        ["Which?\n\nLeeks.", "These.", "Why?", "So."],
        ["q+c", "a", "q", "a"],
        [[8], None, None, None],
    )


def test_chats_may_have_any_words_and_lengths() -> None:
    rows = [{"t": [{"w": "me", "s": "May I?"}]}, {"t": [{"w": "you", "s": "Yes."}, {"w": "me", "s": "Ah."}]}]

    assert chats(rows, "t", ("w", "s"), {"me": "user", "you": "assistant"}) == Texts(
        [1, 2], ["user", "assistant", "user"], ["May I?", "Yes.", "Ah."], ["t[0].s", "t[0].s", "t[1].s"], []
    )
    assert chats(rows, "t", ("w", "s"), {"me": "user"}) is None
