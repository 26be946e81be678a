"""Messages as JSON Lines keep the public rules for files that OpenAI fine-tunes on."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import curate
from tests.trainers.examples import CALLED, MEANT, RECORDS, said

Row = dict[str, Any]
Lines = Callable[[list[Row]], list[Row]]
ROLES = {"system", "developer", "user", "assistant", "tool"}


def complaints(row: Row) -> list[str]:
    """What the public rules for a line of chat have against a row."""
    messages = row.get("messages") or []
    found = [] if messages and messages[-1].get("role") == "assistant" else ["the last message is no response"]
    return [*found, *_of_tools(row.get("tools")), *(each for said in messages for each in _of_message(said))]


def _of_tools(tools: Any) -> Iterator[str]:
    if tools is not None and not isinstance(tools, list):
        yield "tools are no list"
        return
    for tool in tools or ():
        if tool.get("type") != "function" or not isinstance(tool.get("function", {}).get("name"), str):
            yield "a tool without a function that has a name"


def _of_message(message: Row) -> Iterator[str]:
    role, content = message.get("role"), message.get("content")
    if role not in ROLES:
        yield f"the role {role}"
    if not isinstance(content, str | list) and not (role == "assistant" and message.get("tool_calls")):
        yield "neither content nor calls"
    if "weight" in message and (role != "assistant" or message["weight"] not in (0, 1)):
        yield f"the weight {message['weight']} of the {role}"
    if role == "tool" and not isinstance(message.get("tool_call_id"), str):
        yield "a result of no call"
    for call in message.get("tool_calls") or ():
        yield from _of_call(call)


def _of_call(call: Row) -> Iterator[str]:
    if not isinstance(call.get("id"), str) or call.get("type") != "function":
        yield "a call without an id or a type"
    arguments = call.get("function", {}).get("arguments")
    if not isinstance(arguments, str) or not isinstance(json.loads(arguments), dict):
        yield "arguments that are no JSON text of an object"


@pytest.fixture
def lines(tmp_path: Path, write_lines: Callable[..., Path]) -> Lines:
    """Rows, converted to messages in JSON Lines."""

    def converted(rows: list[Row]) -> list[Row]:
        out = tmp_path / "chat.jsonl"
        curate.convert(write_lines(rows, "given.jsonl"), "messages", out)
        return list(map(json.loads, out.read_bytes().splitlines()))

    return converted


@pytest.mark.parametrize(
    "case",
    [
        ("texts", "prompt-completion"),
        ("texts", "alpaca"),
        ("texts", "dolly"),
        ("texts", "sharegpt"),
        ("chats", "messages"),
        ("chats", "alpaca"),
        ("chats", "sharegpt"),
        ("tools", "prompt-completion"),
        ("tools", "sharegpt"),
    ],
    ids=" as ".join,
)
def test_messages_made_of_any_format_keep_the_rules(lines: Lines, case: tuple[str, str]) -> None:
    rows = lines(MEANT[case])

    assert [complaints(row) for row in rows] == [[]] * len(MEANT[case])


def test_arguments_become_text_that_says_the_same(lines: Lines) -> None:
    calls = [row["messages"][1]["tool_calls"][0]["function"] for row in lines(MEANT["tools", "sharegpt"])]

    assert [json.loads(call["arguments"]) for call in calls] == [arguments for _, _, arguments, _, _ in CALLED]


def test_messages_that_hold_arguments_as_objects_keep_them_so(lines: Lines) -> None:
    """Bytes that are in the format already are not touched, so these are for chat templates and not for OpenAI."""
    rows = lines(RECORDS["tools"])

    assert rows == RECORDS["tools"]
    assert {complaint for row in rows for complaint in complaints(row)} == {
        "arguments that are no JSON text of an object"
    }


def test_weights_of_responses_stay(lines: Lines) -> None:
    first, last = (
        said(("user", "When?"), ("assistant", "Soon.")),
        said(("user", "When?"), ("assistant", "At nine.")),
    )
    first[1]["weight"], last[1]["weight"] = 0, 1
    (row,) = lines([{"prompt": first + last[:1], "completion": last[1:]}])

    assert [message.get("weight") for message in row["messages"]] == [None, 0, None, 1]
    assert complaints(row) == []


def test_the_rules_are_not_kept_by_just_anything() -> None:
    wrong = {"messages": [{"role": "human", "content": None, "weight": 2}], "tools": [{"type": "function"}]}

    assert complaints(wrong) == [
        "the last message is no response",
        "a tool without a function that has a name",
        "the role human",
        "neither content nor calls",
        "the weight 2 of the human",
    ]
