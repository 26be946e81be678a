"""Converted files keep the documented rules of axolotl's dataset types `chat_template` and `alpaca`.

`type: chat_template` takes `field_messages` and `message_property_mappings`; tools and arguments may be JSON text,
and what is null is left out. axolotl itself asks for other versions of the same libraries, so it is not installed.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.trainers.examples import CALLED, MEANT

Row = dict[str, Any]
MAPPINGS = {
    "messages": {
        "field_messages": "messages",
        "message_property_mappings": {"role": "role", "content": "content"},
    },
    "sharegpt": {
        "field_messages": "conversations",
        "message_property_mappings": {"role": "from", "content": "value"},
    },
}
ROLES = {"human": "user", "gpt": "assistant", "observation": "tool"}
"""`roles` of a dataset of ShareGPT, by its default."""


def rows_of(name: str) -> list[Row]:
    if name.endswith(".parquet"):
        return pl.read_parquet(name).to_dicts()
    return list(map(json.loads, Path(name).read_bytes().splitlines()))


def turns_of(row: Row, settings: Row) -> list[Row]:
    """The turns that the documented rules make of a row."""
    turns = [{"role": "system", "content": row["system"]}] if row.get("system") else []
    for message in row[settings["field_messages"]]:
        mapped = settings["message_property_mappings"]
        turn = {name: message[field] for name, field in mapped.items() if message.get(field) is not None}
        turn["role"] = ROLES.get(turn["role"], turn["role"])
        rest = set(message) - set(mapped.values())
        turns.append(turn | {name: message[name] for name in rest if message[name] is not None})
    for turn in turns:
        for call in turn.get("tool_calls", ()):
            arguments = call["function"]["arguments"]
            call["function"]["arguments"] = json.loads(arguments) if isinstance(arguments, str) else arguments
    return turns


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
@pytest.mark.parametrize("to", MAPPINGS)
@pytest.mark.parametrize("kind", ["texts", "chats"])
def test_the_mappings_lead_to_the_messages(convert: Callable[..., str], kind: str, to: str, ending: str) -> None:
    turns = [turns_of(row, MAPPINGS[to]) for row in rows_of(convert(kind, to, ending))]

    assert turns == [row["messages"] for row in MEANT[kind, "messages"]]


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_tools_and_arguments_are_objects_once_their_text_is_parsed(
    convert: Callable[..., str], ending: str
) -> None:
    for row, (_, tool, arguments, _, _) in zip(rows_of(convert("tools", "messages", ending)), CALLED, strict=True):
        call = turns_of(row, MAPPINGS["messages"])[1]["tool_calls"][0]
        tools = row["tools"]

        assert call["function"]["arguments"] == arguments
        assert (json.loads(tools) if isinstance(tools, str) else tools) == [tool]


def test_alpaca_has_the_fields_of_type_alpaca(convert: Callable[..., str]) -> None:
    assert all(
        {"instruction", "input", "output"} <= set(row) for row in rows_of(convert("texts", "alpaca", "jsonl"))
    )
