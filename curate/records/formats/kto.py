"""A response with a label: one to learn, or one to avoid."""

from typing import Any, Required

from typing_extensions import TypedDict

from curate.records.formats.base import RecordFormat, Row
from curate.records.formats.chat import NO_PROMPT, as_text, split_response, turns_in
from curate.records.formats.messages import listed_tools
from curate.records.model import OPEN, Tools
from curate.records.turns import Conversation, tools_text


class KtoRow(TypedDict, total=False):
    """`{"prompt": "...", "completion": "...", "label": true}`, or messages in both."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    prompt: Required[str | list[Any]]
    completion: Required[str | list[Any]]
    label: Required[bool]
    tools: Tools


class Kto(RecordFormat[KtoRow]):
    """A response with a label: one to learn, or one to avoid (TRL)."""

    row = KtoRow

    def conversation(self, row: KtoRow) -> Conversation:
        """As a prompt and its completion, and the label."""
        prompt = turns_in(row["prompt"], "prompt", "user")
        completion = turns_in(row["completion"], "completion", "assistant")
        tools = tools_text(row.get("tools"))
        return Conversation(prompt + completion, tools, label=row["label"], completion=len(completion))

    def written(self, said: Conversation, losses: list[str], *, plain: bool) -> Row:
        """Text where every record of the set is, else messages."""
        if said.rejected is not None:
            losses.append("rejected: the response that was not chosen")
        if said.label is None:
            losses.append("label: it is not said whether the response is one to learn; true is written")
        prompt, completion = split_response(said)
        if not prompt:
            losses.append(f"{completion[0].path}: a conversation of one message")
        row: Row = {
            "prompt": as_text(prompt or [NO_PROMPT], plain=plain),
            "completion": as_text(completion, plain=plain),
            "label": said.label is not False,
        }
        if said.tools:
            row["tools"] = listed_tools(said.tools)
        return row
