"""Conversations of `from` and `value`, with function calls as JSON text."""

from collections.abc import Sequence
from typing import Annotated, Any, Required

from pydantic import Field
from typing_extensions import TypedDict

from curate.records.formats.base import RecordFormat, Row
from curate.records.formats.carry import no_preference
from curate.records.formats.chat import CALL, ROLES, Utterance, utterances_of
from curate.records.model import OPEN, Tools
from curate.records.strict_json import parsed_or_why
from curate.records.texts import Texts, chats, none_has
from curate.records.turns import Conversation, Turn, json_text, tools_text

_SPEAKER = {"user": "human", "assistant": "gpt", "system": "system", "tool": "observation"}


class SharegptRow(TypedDict, total=False):
    """`{"conversations": [{"from": "human", "value": "..."}, ...], "system": "...", "tools": "[...]"}`."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    conversations: Required[Annotated[list[Utterance], Field(min_length=1)]]
    system: str | None
    tools: Tools


class Sharegpt(RecordFormat[SharegptRow]):
    """Conversations of `from` and `value` (ShareGPT, LLaMA-Factory)."""

    row = SharegptRow

    def conversation(self, row: SharegptRow) -> Conversation:
        """A `system` field, if it holds anything, comes before the turns."""
        turns = utterances_of(row["conversations"], "conversations")
        if system := row.get("system"):
            turns.insert(0, Turn("system", system, "system"))
        return Conversation(turns, tools_text(row.get("tools")))

    def texts(self, rows: Sequence[Any]) -> Texts | None:
        """Where no call is among the turns."""
        spoken = {word: role for word, role in ROLES.items() if word != CALL}
        bare = none_has(rows, "system", "tools")
        return chats(rows, "conversations", ("from", "value"), spoken) if bare else None

    def written(self, said: Conversation, losses: list[str], *, plain: bool) -> Row:  # noqa: ARG002
        """A first system message becomes the field, calls become JSON text."""
        no_preference(said, losses)
        turns = list(said.turns)
        row: Row = {"conversations": []}
        if turns[0].role == "system" and turns[0].content and not turns[0].more and turns[1:]:
            row["system"] = turns.pop(0).content
        row["conversations"] = [_utterance(turn, losses) for turn in turns]
        if said.tools:
            row["tools"] = said.tools
        return row


def _utterance(turn: Turn, losses: list[str]) -> Row:
    more = dict(turn.more or {})
    if more.pop("content", None) is not None:
        losses.append(f"{turn.path}: content in parts")
    calls = more.pop("tool_calls", None) or []
    if turn.role not in _SPEAKER:
        losses.append(f"{turn.path}: the role {turn.role}")
    if calls and turn.content:
        losses.append(f"{turn.path}: text beside a tool call")
    if not calls and turn.content is None:
        losses.append(f"{turn.path}: a message without text")
    said = {"from": _SPEAKER.get(turn.role, "human"), "value": turn.content or ""}
    if calls:
        said = {"from": "function_call", "value": json_text(_calls(calls))}
    # A field of the message that is called as these are is told by the second reading.
    return {**more, **(turn.foreign or {}), **said} if more or turn.foreign else said


def _calls(calls: list[Row]) -> Any:  # noqa: ANN401  one call, or a list
    functions = [({"id": call["id"]} if call.get("id") else {}) | _function(call["function"]) for call in calls]
    return functions[0] if len(functions) == 1 else functions


def _function(function: Row) -> Row:
    """A function with its arguments as an object, as trainers take them; as their text if it is none."""
    arguments = function.get("arguments")
    value = parsed_or_why(arguments.encode()) if isinstance(arguments, str) else arguments
    return {**function, "arguments": value} if isinstance(value, dict) else function
