import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xxhash import xxh3_64_digest, xxh3_64_hexdigest

from curate.records.formats import format_called
from curate.records.key import content_key, raw_hashes
from curate.records.turns import Conversation, Turn

ARGUMENTS = {"city": "Tromsø", "days": 3, "units": {"temp": "C", "wind": "m/s"}}
TURNED = {"units": {"wind": "m/s", "temp": "C"}, "days": 3, "city": "Tromsø"}
TOOLS = [{"name": "forecast", "parameters": {"type": "object"}}]
ASKED = [{"role": "user", "content": "Will it snow in Tromsø?"}]


def key_of(name: str, row: dict[str, Any]) -> str:
    known = format_called(name)
    return content_key(known.conversation(known.adapter.validate_python(row)))


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
    parts = [b"U", xxh3_64_digest(b"Is 7 prime?"), b"A", xxh3_64_digest(b"Yes.")]

    assert content_key(Conversation(turns)) == xxh3_64_hexdigest(b"".join(parts)) == "ad3f79b3ca7b16d0"


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
    key = key_of("messages", call(arguments))

    assert len(key) == 16
    assert key != key_of("messages", call(arguments + "x"))


def test_the_hash_of_the_whole_record_sees_every_byte() -> None:
    one, other = raw_hashes([b'{"id": 1}', b'{"id":1}'])

    assert one != other
    assert all(0 <= each < 2**64 for each in raw_hashes([b"", b"a"]))


ASK, GOOD, BAD = "Is it far to the pier?", "Ten minutes on foot.", "No idea."
TURN = {
    "prompt": {"role": "user", "content": ASK},
    "good": {"role": "assistant", "content": GOOD},
    "bad": {"role": "assistant", "content": BAD},
}
PREFERENCES = [
    ("preference", {"prompt": ASK, "chosen": GOOD, "rejected": BAD}),
    ("preference", {"prompt": [TURN["prompt"]], "chosen": [TURN["good"]], "rejected": [TURN["bad"]]}),
    ("preference", {"chosen": [TURN["prompt"], TURN["good"]], "rejected": [TURN["prompt"], TURN["bad"]]}),
    (
        "preference",
        {
            "prompt": ASK,
            "chosen": [TURN["prompt"], TURN["good"]],
            "rejected": [TURN["prompt"], TURN["bad"]],
        },
    ),
    (
        "preference",
        {
            "conversations": [{"from": "human", "value": ASK}],
            "chosen": {"from": "gpt", "value": GOOD},
            "rejected": {"from": "gpt", "value": BAD},
        },
    ),
    ("preference", {"instruction": ASK, "input": "", "chosen": GOOD, "rejected": BAD}),
    ("messages", {"messages": [TURN["prompt"]], "chosen": [TURN["good"]], "rejected": [TURN["bad"]]}),
    ("messages", {"messages": [TURN["prompt"]], "chosen": TURN["good"], "rejected": BAD}),
]
LABELLED = [
    ("kto", {"prompt": ASK, "completion": GOOD, "label": True}),
    ("kto", {"prompt": [TURN["prompt"]], "completion": [TURN["good"]], "label": True}),
    ("messages", {"messages": [TURN["prompt"], TURN["good"]], "label": True}),
]
HISTORY = [
    (
        "messages",
        chat(("system", "Be brief."), ("user", "Hi"), ("assistant", "Hello"), ("user", ASK), ("assistant", GOOD)),
    ),
    (
        "alpaca",
        {"instruction": ASK, "output": GOOD, "system": "Be brief.", "history": [["Hi", "Hello"]]},
    ),
    (
        "sharegpt",
        {
            "system": "Be brief.",
            "conversations": [
                {"from": "human", "value": "Hi"},
                {"from": "gpt", "value": "Hello"},
                {"from": "user", "value": ASK},
                {"from": "assistant", "value": GOOD},
            ],
        },
    ),
]


@pytest.mark.parametrize("same", [PREFERENCES, LABELLED, HISTORY], ids=["preference", "label", "history"])
def test_the_same_content_has_the_same_key_in_every_spelling(same: list[tuple[str, dict[str, Any]]]) -> None:
    assert len({key_of(name, row) for name, row in same}) == 1


PART = {"type": "text", "text": ASK}


def asked(content: object, **fields: object) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": content}, {**TURN["good"], **fields}]}


@pytest.mark.parametrize(
    "same",
    [
        asked([PART]),
        asked([{"type": "input_text", "text": ASK}]),
        asked(ASK, weight=0),
        asked(ASK, name="Ines"),
        asked(ASK, reasoning_content=""),
        {**asked(ASK), "label": None, "chosen": None},
        {**asked(ASK), "label": "good", "rejected": "of another kind"},
    ],
)
def test_how_the_same_is_written_down_does_not_matter(same: dict[str, Any]) -> None:
    assert key_of("messages", same) == key_of("messages", asked(ASK))


DIFFERENT = [
    asked(ASK),
    asked([PART, {"type": "image", "url": "pier.png"}]),
    asked([PART, {"type": "image", "url": "quay.png"}]),
    asked([{"type": "image", "url": "pier.png"}]),
    asked(ASK, reasoning_content="The pier is near."),
    asked(ASK, reasoning_content="The pier is far."),
    {**asked(ASK), "label": True},
    {**asked(ASK), "label": False},
    {"messages": [TURN["prompt"]], "chosen": [TURN["good"]], "rejected": [TURN["bad"]]},
    {"messages": [TURN["prompt"]], "chosen": [TURN["good"]], "rejected": [TURN["good"]]},
    {"messages": [TURN["prompt"]], "chosen": [TURN["bad"]], "rejected": [TURN["good"]]},
    {"messages": [TURN["prompt"], TURN["good"]], "chosen": [TURN["good"]], "rejected": [TURN["bad"]]},
    {"messages": [{"role": "developer", "content": "Be brief."}, *asked(ASK)["messages"]]},
    {"messages": [{"role": "system", "content": "Be brief."}, *asked(ASK)["messages"]]},
]


def test_an_image_a_reasoning_a_label_a_role_or_a_rejected_response_matters() -> None:
    assert len({key_of("messages", row) for row in DIFFERENT}) == len(DIFFERENT)
