"""Conversations of `from` and `value`, with function calls as JSON text."""

import json
from typing import Any, Literal

from pydantic import Field

from curate.records.formats.base import RecordFormat
from curate.records.model import Open
from curate.records.turns import Conversation, Turn, calls_said, json_text, tools_text

Speaker = Literal[
    "human", "user", "gpt", "chatgpt", "bing", "bard", "assistant", "model", "system", "function_call",
    "observation", "tool", "function_response",
]  # fmt: skip

_ROLE = {
    "human": "user",
    "user": "user",
    "system": "system",
    "observation": "tool",
    "tool": "tool",
    "function_response": "tool",
}


class Utterance(Open):
    """One turn, in the words of ShareGPT."""

    speaker: Speaker = Field(alias="from")
    value: str


class ShareGptRow(Open):
    """`{"conversations": [{"from": "human", "value": "..."}, ...], "system": "...", "tools": "[...]"}`."""

    conversations: list[Utterance] = Field(min_length=1)
    system: str | None = None
    tools: list[dict[str, Any]] | str | None = None


class Sharegpt(RecordFormat[ShareGptRow]):
    """Conversations of `from` and `value` (ShareGPT, LLaMA-Factory)."""

    row = ShareGptRow

    def conversation(self, row: ShareGptRow) -> Conversation:
        """A `system` field, if it holds anything, comes before the turns."""
        system = [Turn("system", row.system, "system")] if row.system else []
        turns = [_turn(said, f"conversations[{i}].value") for i, said in enumerate(row.conversations)]
        return Conversation(system + turns, tools_text(row.tools))


def _turn(said: Utterance, path: str) -> Turn:
    if said.speaker == "function_call":
        return _call(said.value, path)
    return Turn(_ROLE.get(said.speaker, "assistant"), said.value, path)


def _call(value: str, path: str) -> Turn:
    """A call given as JSON text; text that is no call stays text, for the checks to judge."""
    try:
        parsed = json.loads(value)
    except ValueError:
        return Turn("assistant", value, path)
    calls = parsed if isinstance(parsed, list) else [parsed]
    if not calls or not all(isinstance(call, dict) and isinstance(call.get("name"), str) for call in calls):
        return Turn("assistant", value, path)
    text = json_text([{"type": "function", "function": call} for call in calls])
    return Turn("assistant", None, path, tool_calls=text, calls=calls_said(text))
