"""A prompt and its completion, each as text or as messages."""

from collections.abc import Sequence
from typing import Any, Required

from typing_extensions import TypedDict

from curate.records.formats.base import RecordFormat, Row
from curate.records.formats.carry import no_preference
from curate.records.formats.chat import NO_PROMPT, as_text, split_response, turns_in
from curate.records.formats.messages import listed_tools
from curate.records.model import OPEN, Tools
from curate.records.texts import Texts, none_has, pairs
from curate.records.turns import Conversation, tools_text


class PromptCompletionRow(TypedDict, total=False):
    """`{"prompt": "...", "completion": "..."}`, or lists of messages in both."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    prompt: Required[str | list[Any]]
    completion: Required[str | list[Any]]
    tools: Tools


class PromptCompletion(RecordFormat[PromptCompletionRow]):
    """A prompt and its completion, each as text or as messages (TRL)."""

    row = PromptCompletionRow

    def conversation(self, row: PromptCompletionRow) -> Conversation:
        """Text is one turn: the prompt the user's, the completion the assistant's."""
        turns = turns_in(row["prompt"], "prompt", "user")
        completion = turns_in(row["completion"], "completion", "assistant")
        turns += completion
        return Conversation(turns, tools_text(row.get("tools")), completion=len(completion))

    def texts(self, rows: Sequence[Any]) -> Texts | None:
        """Where both are text, and no tools are offered."""
        return pairs(rows, "prompt", "completion") if none_has(rows, "tools") else None

    def written(self, said: Conversation, losses: list[str], *, plain: bool) -> Row:
        """Text where every record of the set is one text and one response, else messages."""
        no_preference(said, losses)
        prompt, completion = split_response(said)
        if not prompt:
            losses.append(f"{completion[0].path}: a conversation of one message")
        prompt = prompt or [NO_PROMPT]
        row: Row = {"prompt": as_text(prompt, plain=plain), "completion": as_text(completion, plain=plain)}
        if said.tools:
            row["tools"] = listed_tools(said.tools)
        return row
