from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curate.records.model import Message
from curate.records.turns import (
    JOINT,
    Conversation,
    Place,
    Turn,
    beyond,
    canonical_json,
    joined,
    json_text,
    pieces,
    place,
    text_or_none,
    tools_text,
    turns_of,
)

CALL = {"id": "call_1", "function": {"name": "rate", "arguments": {"to": "NOK", "from": "€"}, "strict": True}}
IMAGE = {"type": "image_url", "image_url": {"url": "file:desk.png"}}


def turn_of(**message: Any) -> Turn:  # noqa: ANN401  a message
    made: Message = {"role": "assistant", **message}  # type: ignore[typeddict-item]
    (turn,) = turns_of([made], "messages")
    return turn


def test_a_turn_knows_where_its_text_stands_in_the_users_record() -> None:
    messages: list[Message] = [
        {"role": "user", "content": "Ça va ?"},
        {"role": "assistant", "content": "Oui, et toi ?"},
    ]

    assert turns_of(messages, "prompt") == [
        Turn("user", "Ça va ?", "prompt[0].content"),
        Turn("assistant", "Oui, et toi ?", "prompt[1].content"),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"tool_calls": [CALL]},
        {"weight": 0, "name": "Ines"},
        {"reasoning_content": "It is Sunday."},
        {"tool_call_id": "call_1"},
    ],
)
def test_whatever_else_a_message_holds_stays_with_its_turn(more: dict[str, Any]) -> None:
    assert turn_of(content="Closed.", **more) == Turn("assistant", "Closed.", "messages[0].content", more=more)


def test_a_turn_knows_the_tools_that_it_calls() -> None:
    assert turn_of(tool_calls=[CALL]).tool_calls == [CALL]
    assert turn_of(tool_calls=[CALL]).content is None
    assert turn_of(content="Yes.", tool_calls=[]).tool_calls == turn_of(content="Yes.", tool_calls=None).tool_calls


def test_the_texts_of_content_in_parts_are_one_turn_and_keep_their_places() -> None:
    parts = [{"type": "text", "text": "What is this?"}, IMAGE, {"type": "text", "text": "And that?"}]
    turn = turn_of(content=parts)

    assert turn.content == "What is this?\n\nAnd that?"
    assert turn.path == "messages[0].content[0].text+messages[0].content[2].text"
    assert turn.more == {"content": parts}
    assert place(turn.path, turn.joints, 15, 18) == Place("messages[0].content[2].text", 0, 3)
    assert place(turn.path, turn.joints, 0, 4) == Place("messages[0].content[0].text", 0, 4)


def test_content_without_a_text_among_its_parts_has_none() -> None:
    assert turn_of(content=[IMAGE]) == Turn("assistant", None, "messages[0].content", more={"content": [IMAGE]})


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"content": "Hi"}, None),
        ({"content": "Hi", "weight": 0, "name": "Ines", "tool_call_id": "7"}, None),
        ({"content": [{"type": "text", "text": "Hi"}]}, None),
        ({"content": "Hi", "tool_calls": []}, None),
        ({"tool_calls": [CALL]}, '[["rate","{\\"from\\":\\"€\\",\\"to\\":\\"NOK\\"}"]]'),
        ({"tool_calls": [{"function": {"name": "now"}}]}, '[["now","{}"]]'),
        ({"content": "Hi", "reasoning": "Greet."}, '["Greet."]'),
        ({"content": [{"type": "image", "url": "b"}]}, '["{\\"type\\":\\"image\\",\\"url\\":\\"b\\"}"]'),
    ],
)
def test_what_a_turn_says_beyond_its_text_is_told_without_ids_and_in_one_order(
    message: dict[str, Any], said: str | None
) -> None:
    assert beyond(turn_of(**message)) == said


def test_the_prompt_of_a_preference_ends_where_the_chosen_response_begins() -> None:
    turns = [Turn("user", "Is it far?", "prompt"), Turn("assistant", "No.", "chosen")]

    assert Conversation(turns, chosen=1).prompt == turns[:1]
    assert Conversation(turns).prompt == turns


@pytest.mark.parametrize(
    ("tools", "text"),
    [
        (None, None),
        ([], None),
        ("", None),
        ([{"name": "größe", "parameters": {}}], '[{"name":"größe","parameters":{}}]'),
        ('[ {"name": "rate"} ]', '[ {"name": "rate"} ]'),
    ],
)
def test_tools_are_text_whether_they_came_as_a_list_or_as_text(
    tools: list[dict[str, object]] | str | None, text: str | None
) -> None:
    assert tools_text(tools) == text


def test_texts_that_make_one_turn_stand_behind_a_blank_line_each() -> None:
    assert joined("user", ("instruction", "Translate."), ("input", "Guten Tag"), ("note", "Be polite.")) == Turn(
        "user", "Translate.\n\nGuten Tag\n\nBe polite.", "instruction+input+note", (12, 23)
    )
    assert joined("user", ("instruction", "Name three rivers."), ("input", "")) == Turn(
        "user", "Name three rivers.", "instruction"
    )


TEXTS = st.lists(st.text(max_size=8), min_size=1, max_size=4)


@given(texts=TEXTS, ends=st.tuples(*[st.integers(0, 40)] * 2))
@example(texts=["Translate.", "Guten Tag"], ends=(11, 12))
@example(texts=["Hi🦔", "x", ""], ends=(0, 3))
def test_a_place_in_a_joined_turn_is_the_same_text_in_the_users_own_field(
    texts: list[str], ends: tuple[int, int]
) -> None:
    fields = {f"part{number}": text for number, text in enumerate(texts)}
    turn = joined("user", *fields.items())
    said = turn.content or ""
    start, end = sorted(min(at, len(said)) for at in ends)
    found = place(turn.path, turn.joints, start, end)
    field = fields[found.path]
    begin = [0, *turn.joints][turn.path.split("+").index(found.path)]

    assert 0 <= found.start <= found.end <= len(field)
    if begin <= start and end <= begin + len(field):
        assert field[found.start : found.end] == said[start:end]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 9, Place("instruction", 0, 9)),
        (0, 21, Place("instruction", 0, 10)),
        (12, 21, Place("input", 0, 9)),
        (11, 14, Place("input", 0, 2)),
    ],
)
def test_a_place_that_crosses_the_blank_line_is_told_by_one_of_its_fields(
    start: int, end: int, expected: Place
) -> None:
    turn = joined("user", ("instruction", "Translate."), ("input", "Guten Tag"))

    assert JOINT == "\n\n"
    assert place(turn.path, turn.joints, start, end) == expected


def test_a_place_in_a_single_field_stays_as_it_is() -> None:
    assert place("messages[3].content", None, 4, 9) == Place("messages[3].content", 4, 9)
    assert place("notes+more", (), 4, 9) == Place("notes+more", 4, 9)


def test_json_text_is_compact_and_keeps_the_order_and_the_letters() -> None:
    assert json_text({"b": "ø", "a": [1, None]}) == '{"b":"ø","a":[1,null]}'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ({"b": 1, "a": {"d": 2, "c": 3}}, '{"a":{"c":3,"d":2},"b":1}'),
        (' {"b": 1,\n "a": 2}', '{"a":2,"b":1}'),
        ("tomorrow", "tomorrow"),
        ("[" * 100_000, "[" * 100_000),
    ],
)
def test_canonical_json_does_not_depend_on_the_order_of_keys_or_on_spacing(value: object, text: str) -> None:
    assert canonical_json(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [("w-1", "w-1"), (17, "17"), (True, None), (None, None), (1.5, None), ([1], None)]
)
def test_a_name_is_text_or_a_whole_number(value: object, text: str | None) -> None:
    assert text_or_none(value) == text


@given(texts=st.lists(st.text("ab\n ", max_size=5), min_size=1, max_size=4))
def test_a_turn_falls_into_the_texts_that_it_was_joined_from(texts: list[str]) -> None:
    turn = joined("user", *((f"field{at}", text) for at, text in enumerate(texts)))
    told = [(f"field{at}", text) for at, text in enumerate(texts) if text or not at]
    assert pieces(turn.path, turn.joints, turn.content or "") == told
