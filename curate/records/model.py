"""The record as a contract: what another program may rely on."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Role = Literal["system", "developer", "user", "assistant", "tool"]


class Open(BaseModel):
    """A part of a record: typed strictly, and open to fields that only its owner knows."""

    model_config = ConfigDict(extra="allow", strict=True, use_attribute_docstrings=True)


class Function(Open):
    """The function a tool call names, with its arguments."""

    name: str
    arguments: str | dict[str, Any] = "{}"
    """JSON text, or the object itself."""


class ToolCall(Open):
    """One call of a tool by the assistant."""

    function: Function
    id: str | None = None
    """What the message with the result refers to."""
    type: str = "function"


class Message(Open):
    """One turn of a conversation."""

    role: Role
    content: str | None = None
    """The text; null only where the assistant calls a tool instead."""
    name: str | None = None
    tool_calls: list[ToolCall] | None = None
    tool_call_id: str | None = None
    """On a message of role `tool`: the call whose result it holds."""


class Record(Open):
    """One demonstration: a conversation that ends with the response to learn, and what is known of it.

    Fields not named here are kept and written back.
    """

    messages: Annotated[list[Message], Field(min_length=1)]
    """The conversation, oldest message first."""
    tools: list[dict[str, Any]] | str | None = None
    """The tools the assistant may call, as JSON Schema functions or as their JSON text."""
    id: str | int | None = None
    """The owner's own name for the record; for display and look-up."""
    type: str | None = None
    """What kind of prompt it is, by the owner's label."""
    writer: str | None = None
    """Who wrote the response."""
    source: str | None = None
    """Which collection it comes from."""
