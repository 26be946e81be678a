"""Messages and utterances wherever a row holds them: as text, as one, or as a list."""

import json
from typing import Any, Literal, get_args

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict

from curate.records.formats.base import Misshapen, Row
from curate.records.model import OPEN, Messages
from curate.records.turns import Conversation, Turn, json_text, paths_of, turns_of

Speaker = Literal[
    "human", "user", "gpt", "chatgpt", "bing", "bard", "assistant", "model", "system", "function_call",
    "observation", "tool", "function_response",
]  # fmt: skip

CALL = "function_call"

Utterance = TypedDict("Utterance", {"from": Speaker, "value": str})
"""One turn, in the words of ShareGPT."""
Utterance.__pydantic_config__ = OPEN  # type: ignore[attr-defined]

ROLES: dict[str, str] = dict.fromkeys(get_args(Speaker), "assistant") | {
    "human": "user",
    "user": "user",
    "system": "system",
    "observation": "tool",
    "tool": "tool",
    "function_response": "tool",
}
"""The role of each speaker; a call is the assistant's."""
_OF_MESSAGES = ("role", "content", "tool_calls")
_MESSAGES = TypeAdapter(Messages)
_UTTERANCES = TypeAdapter(list[Utterance])


def turns_in(value: Any, field: str, role: str) -> list[Turn]:  # noqa: ANN401  whatever the row holds there
    """The turns of a field that holds text, one message, or several, in the words of chat or of ShareGPT.

    Raises:
        Misshapen: it holds something else.
    """
    if isinstance(value, str):
        return [Turn(role, value, field)]
    if isinstance(value, dict):
        try:
            turns = turns_in([value], field, role)
        except Misshapen as wrong:
            raise Misshapen(field, wrong.error, [value], alone=True) from None
        for turn in turns:
            turn.path = turn.path.replace(f"{field}[0]", field)
        return turns
    try:
        if _is_said(value):
            return utterances_of(_UTTERANCES.validate_python(value), field)
        return turns_of(_MESSAGES.validate_python(value), field)
    except ValidationError as error:
        raise Misshapen(field, error, value) from None


def _is_said(value: Any) -> bool:  # noqa: ANN401  whatever the row holds there
    """Whether a list is in the words of ShareGPT; a message may have a field called `from`."""
    first = value[0] if isinstance(value, list) and value else None
    return isinstance(first, dict) and "from" in first and "role" not in first


def utterances_of(said: list[Utterance], field: str) -> list[Turn]:
    """The turns of validated utterances."""
    return [_turn(each, path) for each, path in zip(said, paths_of(field, "value", len(said)), strict=True)]


def _turn(said: Utterance, path: str) -> Turn:
    own = ("from", "value", *_OF_MESSAGES)
    more: Row = {name: value for name, value in said.items() if name not in own}
    foreign: Row = {name: value for name, value in said.items() if name in _OF_MESSAGES}
    speaker, value = said["from"], said["value"]
    if speaker == CALL and (calls := _calls(value)):
        return Turn("assistant", None, path, more={"tool_calls": calls, **more}, foreign=foreign or None)
    return Turn(ROLES[speaker], value, path, more=more or None, foreign=foreign or None)


def _calls(value: str) -> list[Row]:
    """Calls given as JSON text; none if it is text of another kind, for the checks to judge."""
    try:
        parsed = json.loads(value)
    except (ValueError, RecursionError):
        return []
    calls = parsed if isinstance(parsed, list) else [parsed]
    if not all(isinstance(call, dict) and isinstance(call.get("name"), str) for call in calls):
        return []
    return [_call(dict(call)) for call in calls]


def _call(function: Row) -> Row:
    own = {"id": function.pop("id")} if isinstance(function.get("id"), str) else {}
    return {**own, "type": "function", "function": function}


def message_of(turn: Turn) -> Row:
    """A turn as a chat message. Arguments of calls are JSON text, as chat interfaces take them."""
    more = dict(turn.more or {})
    content = more.pop("content", turn.content)
    return with_text_arguments({"role": turn.role, "content": content, **more})


def with_text_arguments(message: Row) -> Row:
    """A message in which the arguments of each call are JSON text."""
    calls = message.get("tool_calls")
    return {**message, "tool_calls": list(map(_with_text_arguments, calls))} if calls else message


def _with_text_arguments(call: Row) -> Row:
    function = call["function"]
    arguments = function.get("arguments", "{}")
    text = arguments if isinstance(arguments, str) else json_text(arguments)
    return {**call, "function": {**function, "arguments": text}}


def as_text(said: list[Turn], *, plain: bool) -> Any:  # noqa: ANN401  text, or a list of messages
    """Turns as plain text where that is all they are, else as messages."""
    return said[0].content if plain else list(map(message_of, said))


def split_response(said: Conversation) -> tuple[list[Turn], list[Turn]]:
    """The prompt, and the response: the final message, the completion, or what was chosen."""
    last = said.chosen or said.completion
    return said.turns[:-last], said.turns[-last:]


NO_PROMPT = Turn("user", "", "")
"""What is written where a format can not do without a prompt; it is told as a loss."""
