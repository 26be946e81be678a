"""The turns of one record, as plain tuples between a format and the frame."""

import json
from typing import Any, NamedTuple

from curate.records.model import Message, ToolCall


class Turn(NamedTuple):
    """One message, and where its text stands in the user's own record."""

    role: str
    content: str | None
    path: str
    """`messages[3].content`, `output`; `instruction+input` where two fields were joined."""
    joint: int | None = None
    """Code points before the blank line, where the text was joined from two fields."""
    tool_calls: str | None = None
    """The calls as JSON text."""
    calls: str | None = None
    """What the calls say, names and arguments alone, in canonical JSON: ids do not count."""
    tool_call_id: str | None = None
    name: str | None = None


class Conversation(NamedTuple):
    """The turns of one record, and its tools as JSON text."""

    turns: list[Turn]
    tools: str | None = None


class Place(NamedTuple):
    """A stretch of text in the user's own record; `start` and `end` count code points from 0."""

    path: str
    start: int
    end: int


def place(path: str, joint: int | None, start: int, end: int) -> Place:
    """Where a stretch of a turn's text stands in the user's record; joined fields are told apart."""
    first, _, second = path.partition("+")
    if joint is None or not second:
        return Place(first, start, end)
    if start < joint:
        return Place(first, start, min(end, joint))
    behind = joint + len(JOINT)
    return Place(second, max(0, start - behind), max(0, end - behind))


JOINT = "\n\n"
"""What stands between two fields of a row that make one turn."""


def json_text(value: object) -> str:
    """A value as compact JSON text with its own key order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def turns_of(messages: list[Message], *, field: str) -> list[Turn]:
    """The turns of validated messages, which the user's record holds in a field of this name."""
    paths = _paths(field, len(messages))
    return [_turn(message, path) for message, path in zip(messages, paths, strict=True)]


def _turn(message: Message, path: str) -> Turn:
    if not (message.tool_calls or message.tool_call_id or message.name):
        return Turn(message.role, message.content, path)
    text = _calls_text(message.tool_calls)
    return Turn(
        message.role, message.content, path, None, text, calls_said(text), message.tool_call_id, message.name
    )


def _paths(field: str, count: int) -> list[str]:
    return [f"{field}[{turn}].content" for turn in range(count)]


def _calls_text(calls: list[ToolCall] | None) -> str | None:
    return json_text([call.model_dump(exclude_unset=True) for call in calls]) if calls else None


def calls_said(tool_calls: str | None) -> str | None:
    """What calls say, from their JSON text."""
    if tool_calls is None:
        return None
    functions = [call["function"] for call in json.loads(tool_calls)]
    return json_text([[each["name"], canonical_json(each.get("arguments", "{}"))] for each in functions])


def canonical_json(value: object) -> str:
    """JSON text or a value, with its keys in order; text that is not JSON stays as it is."""
    if value is None:
        return ""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return str(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def tools_text(tools: list[dict[str, Any]] | str | None) -> str | None:
    """The tools a record offers, as JSON text, whether they came as a list or as text."""
    if not tools:
        return None
    return tools if isinstance(tools, str) else json_text(tools)


def joined(fields: tuple[str, str], first: str, second: str | None) -> Turn:
    """One user turn, joined from two fields of a row where the second holds anything."""
    if not second:
        return Turn("user", first, fields[0])
    return Turn("user", first + JOINT + second, "+".join(fields), len(first))
