"""The record as a contract: what another program may rely on.

Rows are plain dictionaries that keep to it, strictly and in place, as pydantic tells, or a shorter way that is
tested against it; fields that only their owner knows stay in them.
"""

from typing import Annotated, Any, Literal, Required

from pydantic import AfterValidator, ConfigDict, Field
from typing_extensions import TypedDict

from curate.records.strict_json import NotStrict, parsed_or_why

OPEN = ConfigDict(extra="allow", strict=True)
"""Typed strictly, and open to fields that only the owner of the record knows."""


def _must_be_json(text: str) -> str:
    if text and isinstance(why := parsed_or_why(text.encode("utf-8", "surrogatepass")), NotStrict):
        raise ValueError(f"is no JSON text: column {why.column}: {why.message}")
    return text


JsonText = Annotated[str, AfterValidator(_must_be_json)]
Tools = list[dict[str, Any]] | JsonText | None

Role = Literal["system", "developer", "user", "assistant", "tool"]


class Function(TypedDict, total=False):
    """The function a tool call names, with its arguments."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    name: Required[str]
    arguments: str | dict[str, Any]
    """JSON text, or the object itself."""


class ToolCall(TypedDict, total=False):
    """One call of a tool by the assistant."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    function: Required[Function]
    id: str | None
    """What the message with the result refers to."""
    type: str


class Message(TypedDict, total=False):
    """One turn of a conversation."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    role: Required[Role]
    content: str | list[dict[str, Any]] | None
    """The text, or its parts, each with a `type`; null only where the assistant calls a tool instead."""
    name: str | None
    tool_calls: list[ToolCall] | None
    tool_call_id: str | None
    """On a message of role `tool`: the call whose result it holds."""


Messages = Annotated[list[Message], Field(min_length=1)]


class Record(TypedDict, total=False):
    """One training example: a conversation that ends with the response to learn, and what is known of it.

    A preference holds the prompt alone in `messages`, and two responses to it. Fields not named here are kept and
    written back.
    """

    __pydantic_config__ = OPEN  # type: ignore[misc]

    messages: Required[Messages]
    """The conversation, oldest message first."""
    tools: Tools
    """The tools the assistant may call, as JSON Schema functions or as their JSON text."""
    chosen: Messages
    """Of a preference: the response that was preferred."""
    rejected: Messages
    """Of a preference: the response that was not."""
    label: bool
    """Whether the response is one to learn (true) or to avoid (false)."""
    id: str | int | None
    """The owner's own name for the record; for display and look-up."""
    type: str | None
    """What kind of prompt it is, by the owner's label."""
    writer: str | None
    """Who wrote the response."""
    source: str | None
    """Which collection it comes from."""
