"""Chat messages with roles, as chat templates take them. This format carries everything."""

from collections.abc import Sequence
from typing import Any, Required, get_args

from typing_extensions import TypedDict

from curate.records.formats.base import RecordFormat, Row
from curate.records.formats.chat import NO_PROMPT, message_of, turns_in
from curate.records.model import OPEN, Role, Tools
from curate.records.model import Messages as Several
from curate.records.strict_json import parsed_or_why
from curate.records.texts import Texts, chats, none_has
from curate.records.turns import Conversation, tools_text, turns_of


class MessagesRow(TypedDict, total=False):
    """`{"messages": [{"role": "user", "content": "..."}, ...], "tools": [...]}`.

    With `chosen` and `rejected` it is a preference, with a `label` that is true or false a judged response.
    """

    __pydantic_config__ = OPEN  # type: ignore[misc]

    messages: Required[Several]
    tools: Tools
    chosen: Any
    rejected: Any
    label: Any


class Messages(RecordFormat[MessagesRow]):
    """Chat messages with roles, as chat templates take them."""

    row = MessagesRow

    def conversation(self, row: MessagesRow) -> Conversation:
        """As they are; a preference holds its prompt in `messages`."""
        said = Conversation(turns_of(row["messages"], "messages"))
        if len(row) == 1:
            return said
        said.tools = tools_text(row.get("tools"))
        if is_preference(row):
            chosen = turns_in(row["chosen"], "chosen", "assistant")
            said.turns += chosen
            said.chosen = len(chosen)
            said.rejected = turns_in(row["rejected"], "rejected", "assistant")
        if isinstance(label := row.get("label"), bool):
            said.label = label
        return said

    def texts(self, rows: Sequence[Any]) -> Texts | None:
        """Where messages have a role and a text, and rows are demonstrations without tools."""
        if not none_has(rows, *self.fields - {"messages"}):
            return None
        return chats(rows, "messages", ("role", "content"), {role: role for role in get_args(Role)})

    def written(self, said: Conversation, losses: list[str], *, plain: bool) -> Row:  # noqa: ARG002
        """All of it; but of a preference, the prompt must be told from the responses."""
        if not said.prompt:
            losses.append(f"{said.turns[0].path}: a preference without a prompt of its own")
        row: Row = {"messages": list(map(message_of, said.prompt or [NO_PROMPT]))}
        if said.tools:
            row["tools"] = listed_tools(said.tools)
        if said.rejected is not None:
            row["chosen"] = list(map(message_of, said.turns[len(said.prompt) :]))
            row["rejected"] = list(map(message_of, said.rejected))
        if said.label is not None:
            row["label"] = said.label
        return row

    def unknown(self, row: Any) -> Row:  # noqa: ANN401  a row
        """Fields called as those of a preference or a label are unknown where they are none."""
        own = super().unknown(row)
        names = [] if is_preference(row) else ["chosen", "rejected"]
        names += [] if isinstance(row.get("label"), bool) else ["label"]
        return own | {name: row[name] for name in names if name in row}


def is_preference(row: Any) -> bool:  # noqa: ANN401  a row
    """Whether a row holds two responses."""
    return row.get("chosen") is not None and row.get("rejected") is not None


def listed_tools(tools: str) -> Any:  # noqa: ANN401  JSON is anything
    """Tools as the list that they are; as their text if that is no list."""
    listed = parsed_or_why(tools.encode())
    fine = isinstance(listed, list) and listed and all(isinstance(each, dict) for each in listed)
    return listed if fine else tools
