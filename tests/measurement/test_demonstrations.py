"""What of records can be trained on, with its prompt type."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from curate.measurement.demonstrations import (
    CONTENT,
    PROMPT,
    PROMPT_TYPE,
    RESPONSE,
    SAID,
    SCHEMA,
    demonstrations,
    messages_of,
    numbers,
    with_types,
)
from curate.progress import silent
from curate.records import columns as c
from curate.records.records import Records
from tests.measurement.talks import OPEN, TALKS, chat, rows

Read = Callable[[Sequence[dict[str, Any]]], Records]


def turn(role: str, content: str, **fields: object) -> dict[str, object]:
    return {"role": role, "content": content, **fields}


ASKED = turn("user", "Which planet has the shortest year?")
SAID_BACK = turn("assistant", "Mercury goes round the sun in 88 days.")


def test_each_record_says_its_messages_its_prompt_and_its_response(records_of: Read) -> None:
    turns = [
        turn("system", "Be brief."),
        ASKED,
        SAID_BACK,
        turn("user", "And the longest?"),
        turn("assistant", "Neptune."),
    ]
    (row,) = demonstrations(records_of([{"messages": turns}]), silent).iter_rows(named=True)

    assert messages_of(row[SAID]) == turns
    assert row[PROMPT] == f"{ASKED['content']}\n{SAID_BACK['content']}\nAnd the longest?"
    assert row[RESPONSE] == "Neptune."


@pytest.mark.parametrize(
    "turns",
    [
        [ASKED],
        [SAID_BACK],
        [turn("system", "Be brief."), SAID_BACK],
        [ASKED, SAID_BACK, turn("user", "Thank you.")],
        [ASKED, turn("assistant", " \n")],
        [ASKED, turn("assistant", "")],
    ],
)
def test_what_has_no_prompt_or_no_response_can_not_be_trained_on(
    records_of: Read, turns: list[dict[str, object]]
) -> None:
    records = records_of([{"messages": turns}, *rows(TALKS[:1])])
    assert demonstrations(records, silent)[PROMPT].to_list() == [TALKS[0][1]]


def test_of_a_preference_the_chosen_response_is_learnt(records_of: Read) -> None:
    (row,) = demonstrations(
        records_of([{"prompt": "Name a bird of the shallows.", "chosen": "A heron.", "rejected": "A trout."}]),
        silent,
    ).iter_rows(named=True)
    assert row[RESPONSE] == "A heron."
    assert "trout" not in row[SAID]


def test_a_response_that_is_judged_bad_is_not_learnt(records_of: Read) -> None:
    judged = [
        {"prompt": "Name a bird of the shallows.", "completion": said, "label": good}
        for said, good in (("A heron.", True), ("A trout.", False))
    ]
    assert demonstrations(records_of(judged), silent)[RESPONSE].to_list() == ["A heron."]


def test_a_call_of_a_tool_is_a_response(records_of: Read) -> None:
    call = {"type": "function", "function": {"name": "look_up", "arguments": {"planet": "Mercury"}}}
    turns = [ASKED, {"role": "assistant", "content": None, "tool_calls": [call]}]
    (row,) = demonstrations(records_of([{"messages": turns}]), silent).iter_rows(named=True)
    assert "look_up" in row[RESPONSE]
    assert messages_of(row[SAID])[-1]["content"] == row[RESPONSE]


def test_they_stand_in_the_order_of_keys_however_they_came(records_of: Read) -> None:
    one = demonstrations(records_of(rows()), silent)
    assert one[c.KEY].is_sorted()
    assert one.schema == SCHEMA
    assert demonstrations(records_of(rows()[::-1]), silent).equals(one)


def test_two_that_say_different_things_have_different_digests(records_of: Read) -> None:
    same = chat("Is a tomato a fruit?", "To a botanist it is.")
    said = [same, same, chat("Is a tomato a fruit?", "Yes."), chat("Is a tomato a", "fruit? To a botanist it is.")]
    found = demonstrations(records_of(said), silent)
    assert found.height == 4
    assert found[CONTENT].n_unique() == 3


def test_no_records_are_no_demonstrations(records_of: Read) -> None:
    records = records_of(rows(TALKS[:2]))
    found = demonstrations(records.of(records.index.head(0)), silent)
    assert found.height == 0
    assert found.schema == SCHEMA


def test_how_far_reading_is_gets_told(records_of: Read) -> None:
    told = list[tuple[str, int, int | None]]()
    demonstrations(records_of(rows()), lambda *each: told.append(each))
    assert told[0] == ("reading what can be trained on", 0, len(TALKS))


def test_types_are_those_of_labels_or_else_of_patterns(records_of: Read) -> None:
    plain = [chat("Translate into French: the window is open.", "La fenêtre est ouverte.")]
    found = with_types(demonstrations(records_of([*rows(TALKS[:12]), *plain]), silent), silent)
    types = dict(found.select(PROMPT, PROMPT_TYPE).iter_rows())
    assert types.pop(plain[0]["messages"][0]["content"]) == "translation"
    assert set(types.values()) == {OPEN}


def test_every_demonstration_has_a_type(records_of: Read) -> None:
    odd = [chat("???", "What would you like to know?"), chat("Hm.", "Yes?", category="no type of ours")]
    found = with_types(demonstrations(records_of([*odd, *rows()]), silent), silent)
    assert found[PROMPT_TYPE].null_count() == 0


def test_keys_have_numbers_of_their_own(records_of: Read) -> None:
    keys = demonstrations(records_of(rows()), silent)[c.KEY]
    found = numbers(keys)
    assert found.dtype == np.uint64
    assert len(set(found.tolist())) == len(TALKS)
    assert numbers(keys[::-1]).tolist() == found[::-1].tolist()


def test_what_stands_in_a_text_comes_back_as_it_was(records_of: Read) -> None:
    odd = 'She said "ja" — 我喝绿茶 👩‍🚀\n\t\\n'
    (row,) = demonstrations(records_of([chat(odd, odd)]), silent).iter_rows(named=True)
    assert [each["content"] for each in messages_of(row[SAID])] == [odd, odd]
    assert json.loads(row[SAID])[0]["content"] == row[PROMPT]
