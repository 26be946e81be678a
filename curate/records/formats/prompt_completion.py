"""A prompt and its completion, each as text or as messages."""

from typing import Annotated

from pydantic import Field

from curate.records.formats.base import RecordFormat
from curate.records.model import Message, Open
from curate.records.turns import Conversation, Turn, turns_of


class PromptCompletionRow(Open):
    """`{"prompt": "...", "completion": "..."}`, or lists of messages in both."""

    prompt: str | Annotated[list[Message], Field(min_length=1)]
    completion: str | Annotated[list[Message], Field(min_length=1)]


class PromptCompletion(RecordFormat[PromptCompletionRow]):
    """A prompt and its completion, each as text or as messages."""

    row = PromptCompletionRow

    def conversation(self, row: PromptCompletionRow) -> Conversation:
        """Text is one turn: the prompt the user's, the completion the assistant's."""
        return Conversation(
            _turns(row.prompt, "user", "prompt") + _turns(row.completion, "assistant", "completion")
        )


def _turns(part: str | list[Message], role: str, field: str) -> list[Turn]:
    return [Turn(role, part, field)] if isinstance(part, str) else turns_of(part, field=field)
