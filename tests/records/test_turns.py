import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curate.records.model import Message
from curate.records.turns import JOINT, Place, Turn, joined, json_text, place, tools_text, turns_of

FIELDS = ("instruction", "input")


def test_a_turn_knows_where_its_text_stands_in_the_users_record() -> None:
    messages = [Message(role="user", content="Ça va ?"), Message(role="assistant", content="Oui, et toi ?")]

    assert turns_of(messages, field="prompt") == [
        Turn("user", "Ça va ?", "prompt[0].content"),
        Turn("assistant", "Oui, et toi ?", "prompt[1].content"),
    ]


def test_calls_become_json_text_with_the_users_own_keys_in_their_order() -> None:
    call = '{"id":"call_1","function":{"name":"rate","arguments":{"to":"NOK","from":"€"},"strict":true}}'
    message = Message.model_validate_json(f'{{"role":"assistant","tool_calls":[{call}]}}')

    (turn,) = turns_of([message], field="messages")
    assert turn.content is None
    assert json.loads(turn.tool_calls or "") == [json.loads(call)]
    assert '"arguments":{"to":"NOK","from":"€"}' in (turn.tool_calls or "")


def test_a_tools_result_keeps_the_call_it_answers_and_the_tools_name() -> None:
    result = Message(role="tool", content="11.62", tool_call_id="call_1", name="rate")

    (turn,) = turns_of([result], field="messages")
    assert (turn.tool_call_id, turn.name) == ("call_1", "rate")


def test_an_empty_list_of_calls_is_no_call() -> None:
    assert turns_of([Message(role="assistant", content="Yes.", tool_calls=[])], field="m")[0].tool_calls is None


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


@pytest.mark.parametrize("second", [None, ""])
def test_an_instruction_without_input_is_one_field(second: str | None) -> None:
    assert joined(FIELDS, "Name three rivers.", second) == Turn("user", "Name three rivers.", "instruction")


def test_an_instruction_and_its_input_are_one_turn_with_a_blank_line_between() -> None:
    assert joined(FIELDS, "Translate.", "Guten Tag") == Turn(
        "user", "Translate.\n\nGuten Tag", "instruction+input", len("Translate.")
    )


@given(
    first=st.text(max_size=8), second=st.text(min_size=1, max_size=8), ends=st.tuples(*[st.integers(0, 18)] * 2)
)
@example(first="Translate.", second="Guten Tag", ends=(11, 12))
@example(first="Hi🦔", second="x", ends=(0, 3))
def test_a_place_in_a_joined_turn_is_the_same_text_in_the_users_own_field(
    first: str, second: str, ends: tuple[int, int]
) -> None:
    turn = joined(FIELDS, first, second)
    said = turn.content or ""
    start, end = sorted(min(at, len(said)) for at in ends)
    found = place(turn.path, turn.joint, start, end)
    field = {"instruction": first, "input": second}[found.path]

    assert 0 <= found.start <= found.end <= len(field)
    if end <= len(first) or start >= len(first + JOINT):
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
    turn = joined(FIELDS, "Translate.", "Guten Tag")

    assert place(turn.path, turn.joint, start, end) == expected


def test_a_place_in_a_single_field_stays_as_it_is() -> None:
    assert place("messages[3].content", None, 4, 9) == Place("messages[3].content", 4, 9)


def test_json_text_is_compact_and_keeps_the_order_and_the_letters() -> None:
    assert json_text({"b": "ø", "a": [1, None]}) == '{"b":"ø","a":[1,null]}'
