"""What a loaded row says, whatever kind of file held it."""

import json
from typing import Any

Row = dict[str, Any]


def content_of(row: Row) -> Row:
    """What a row says, whatever holds it: cells of JSON text as lists, arguments and tools as objects.

    Only a field that a whole row, a message or a call lacks may be null; within tools and arguments nothing is
    taken away.
    """
    return {name: _value(name, value) for name, value in row.items() if value not in (None, "")}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, str) and value.startswith(("[{", "[[")):
        value = json.loads(value)
    if name == "tools":
        return json.loads(value) if isinstance(value, str) else value
    return [_message(each) for each in value] if isinstance(value, list) else value


def _message(message: Any) -> Any:
    if not isinstance(message, dict):
        return message
    kept = {name: value for name, value in message.items() if value is not None}
    if "tool_calls" in kept:
        kept["tool_calls"] = [_called(call) for call in kept["tool_calls"]]
    return kept


def _called(call: Row) -> Row:
    function = call["function"]
    arguments = function["arguments"]
    given = json.loads(arguments) if isinstance(arguments, str) else arguments
    kept = {name: value for name, value in call.items() if value is not None}
    return {**kept, "function": {"name": function["name"], "arguments": given}}
