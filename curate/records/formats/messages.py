"""Chat messages with roles, as chat templates take them."""

from typing import Any

from pydantic import Field

from curate.records.formats.base import RecordFormat
from curate.records.model import Message, Open
from curate.records.turns import Conversation, tools_text, turns_of


class MessagesRow(Open):
    """`{"messages": [{"role": "user", "content": "..."}, ...], "tools": [...]}`."""

    messages: list[Message] = Field(min_length=1)
    tools: list[dict[str, Any]] | str | None = None


class Messages(RecordFormat[MessagesRow]):
    """Chat messages with roles, as chat templates take them."""

    row = MessagesRow

    def conversation(self, row: MessagesRow) -> Conversation:
        """As they are."""
        return Conversation(turns_of(row.messages, field="messages"), tools_text(row.tools))
