"""Messages as one column."""

import polars as pl

from curate.records import columns as c
from curate.records.message_lists import lists_of_texts, lists_of_turns, series
from curate.records.texts import Texts
from curate.records.turns import Turn, joined

ASKED = Turn("user", "Is the bakery open on Mondays?", "messages[0].content")
ANSWERED = Turn("assistant", "No, from Tuesday on.", "messages[1].content")
CALL = {"function": {"name": "hours", "arguments": '{"day": "Monday"}'}, "id": "call_1"}


def test_records_of_one_length_and_of_several_are_grouped_alike() -> None:
    pair, single = [ASKED, ANSWERED], [ASKED]
    even, odd = lists_of_turns([pair, pair]), lists_of_turns([pair, single, pair])

    assert even.dtype == odd.dtype == pl.List(c.MESSAGE)
    assert odd.list.len().to_list() == [2, 1, 2]
    assert odd[0].equals(even[0])
    assert odd[2].equals(even[1])


def test_what_a_turn_holds_beside_its_text_stands_in_its_columns() -> None:
    call = Turn("assistant", None, "messages[1].content", more={"tool_calls": [CALL], "name": "ada"})
    result = Turn("tool", "closed", "messages[2].content", more={"tool_call_id": "call_1"})
    asked = joined("user", ("instruction", "Is it open?"), ("input", "Monday"))
    (first, second, third) = lists_of_turns([[asked, call, result]])[0].to_list()

    assert (first["path"], first["joints"]) == ("instruction+input", [13])
    assert '"hours"' in second["tool_calls"]
    assert second["beyond"] == '[["hours","{\\"day\\":\\"Monday\\"}"]]'
    assert (second["content"], second["name"], third["tool_call_id"]) == (None, "ada", "call_1")


def test_texts_give_what_turns_give() -> None:
    texts = Texts(
        [2], ["user", "assistant"], [str(ASKED.content), str(ANSWERED.content)], [ASKED.path, ANSWERED.path], []
    )

    assert lists_of_texts(texts).equals(lists_of_turns([[ASKED, ANSWERED]]))


def test_a_column_of_which_nothing_is_known_is_null() -> None:
    for values in (None, [], [None, None, None]):
        assert series("name", values, pl.String(), 3).to_list() == [None] * 3
    assert series("name", [None, "ada", None], pl.String(), 3).to_list() == [None, "ada", None]
