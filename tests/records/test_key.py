import json
from hashlib import blake2b
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.records.formats import format_called
from curate.records.key import content_key, raw_hash
from curate.records.turns import Conversation, Turn

ARGUMENTS = {"city": "Tromsø", "days": 3, "units": {"temp": "C", "wind": "m/s"}}
TURNED = {"units": {"wind": "m/s", "temp": "C"}, "days": 3, "city": "Tromsø"}
TOOLS = [{"name": "forecast", "parameters": {"type": "object"}}]
ASKED = [{"role": "user", "content": "Will it snow in Tromsø?"}]


def key_of(name: str, row: dict[str, Any]) -> str:
    known = format_called(name)
    return content_key(known.conversation(known.row.model_validate(row)))


def call(arguments: object, **fields: object) -> dict[str, Any]:
    made = {"function": {"name": "forecast", "arguments": arguments}, **fields}
    return {"messages": [*ASKED, {"role": "assistant", "tool_calls": [made]}]}


def chat(*turns: tuple[str, str], **fields: object) -> dict[str, Any]:
    return {"messages": [{"role": role, "content": text} for role, text in turns], **fields}


QUESTION, ANSWER = "Which bird is this?\n\nIt is black and sings at dusk.", "A blackbird, most likely."
SAME = [
    ("messages", chat(("user", QUESTION), ("assistant", ANSWER))),
    ("prompt-completion", {"prompt": QUESTION, "completion": ANSWER}),
    (
        "prompt-completion",
        {
            "prompt": [{"role": "user", "content": QUESTION}],
            "completion": [{"role": "assistant", "content": ANSWER}],
        },
    ),
    ("alpaca", {"instruction": QUESTION, "input": "", "output": ANSWER}),
    (
        "alpaca",
        {"instruction": "Which bird is this?", "input": "It is black and sings at dusk.", "output": ANSWER},
    ),
    (
        "dolly",
        {"instruction": "Which bird is this?", "context": "It is black and sings at dusk.", "response": ANSWER},
    ),
    (
        "sharegpt",
        {"conversations": [{"from": "human", "value": QUESTION}, {"from": "gpt", "value": ANSWER}], "system": ""},
    ),
]


@pytest.mark.parametrize(("name", "row"), SAME)
def test_the_same_content_has_the_same_key_in_every_format(name: str, row: dict[str, Any]) -> None:
    assert key_of(name, row) == key_of(*SAME[0])


def test_a_conversation_with_tools_has_the_same_key_as_chat_and_as_sharegpt() -> None:
    chatted = {
        "messages": [
            {"role": "system", "content": "Answer for the harbour office."},
            *call(json.dumps(ARGUMENTS), id="call_8", type="function")["messages"],
            {"role": "tool", "content": "light snow", "tool_call_id": "call_8"},
            {"role": "assistant", "content": "Yes, a little."},
        ],
        "tools": TOOLS,
    }
    shared = {
        "system": "Answer for the harbour office.",
        "conversations": [
            {"from": "human", "value": ASKED[0]["content"]},
            {"from": "function_call", "value": json.dumps({"name": "forecast", "arguments": TURNED})},
            {"from": "observation", "value": "light snow"},
            {"from": "gpt", "value": "Yes, a little."},
        ],
        "tools": json.dumps(TOOLS, indent=2),
    }

    assert key_of("messages", chatted) == key_of("sharegpt", shared)


@pytest.mark.parametrize(
    "same",
    [
        call(TURNED),
        call(json.dumps(ARGUMENTS)),
        call(json.dumps(TURNED, indent=1)),
        call(json.dumps(TURNED, ensure_ascii=True)),
        call(ARGUMENTS, id="call_1", type="function", index=0),
        {**call(ARGUMENTS), "id": "w-12", "writer": "Jo", "curate_ignore": ["LEN001"]},
    ],
)
def test_key_order_spacing_call_ids_and_unknown_fields_do_not_matter(same: dict[str, Any]) -> None:
    assert key_of("messages", same) == key_of("messages", call(ARGUMENTS))


@pytest.mark.parametrize(
    "other",
    [
        call({**ARGUMENTS, "days": 4}),
        call({**ARGUMENTS, "days": "3"}),
        call("tomorrow"),
        {"messages": ASKED},
        {**call(ARGUMENTS), "tools": TOOLS},
        {"messages": [*call(ARGUMENTS)["messages"], *ASKED]},
        {"messages": [{"role": "system", "content": ASKED[0]["content"]}, *call(ARGUMENTS)["messages"][1:]]},
        {"messages": [*ASKED, {"role": "assistant", "content": "", "tool_calls": []}]},
    ],
)
def test_what_is_said_asked_of_a_tool_or_offered_matters(other: dict[str, Any]) -> None:
    assert key_of("messages", other) != key_of("messages", call(ARGUMENTS))


SAID = st.tuples(st.sampled_from(["user", "assistant"]), st.text("ab", max_size=2))
TALKS = st.lists(SAID.map(lambda said: Turn(*said, "content")), max_size=3).map(Conversation)


@given(one=TALKS, other=TALKS)
def test_text_can_not_move_from_one_turn_to_the_next_unnoticed(one: Conversation, other: Conversation) -> None:
    assert (content_key(one) == content_key(other)) == (one == other)


def test_a_key_is_64_bits_in_hex_and_never_changes_between_versions() -> None:
    turns = [Turn("user", "Is 7 prime?", "prompt"), Turn("assistant", "Yes.", "completion")]
    parts = ["user", "Is 7 prime?", "", "assistant", "Yes.", "", ""]
    told = b"".join(len(part).to_bytes(8, "little") + part.encode() for part in parts)

    assert content_key(Conversation(turns)) == blake2b(told, digest_size=8).hexdigest() == "745de0b05a8a22ed"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param('"\\ud83d"', id="half a character"),
        pytest.param("[" * 100_000 + "]" * 100_000, id="nested too deep"),
        pytest.param("9" * 5000, id="too many digits"),
        pytest.param("NaN", id="NaN"),
        pytest.param("", id="nothing"),
    ],
)
def test_no_text_of_a_tool_is_too_strange_for_a_key(arguments: str) -> None:
    key = key_of("messages", {**call(arguments), "tools": arguments})

    assert len(key) == 16
    assert key != key_of("messages", {**call(arguments + " "), "tools": arguments + "x"})


def test_the_hash_of_the_whole_record_sees_every_byte() -> None:
    assert raw_hash(b'{"id": 1}') != raw_hash(b'{"id":1}')
    assert 0 <= raw_hash(b"") < 2**64
