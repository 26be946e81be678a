"""What one record says: its turns, between a format and the frame."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from curate.records.model import Message

JOINT = "\n\n"
"""What stands between two texts of a row that make one turn."""

REASONING = ("reasoning_content", "reasoning", "thinking")
"""Names under which a message holds what was thought before it was said."""


@dataclass(slots=True)
class Turn:
    """One message, and where its text stands in the user's own record."""

    role: str
    content: str | None
    path: str
    """`messages[3].content`, `output`; `instruction+input` where two texts were joined."""
    joints: tuple[int, ...] = ()
    """Where each text but the first begins, in code points, if the turn was joined from several."""
    more: dict[str, Any] | None = None
    """The other fields of the message, as its owner wrote them: calls, name, weight, content in parts, ..."""

    foreign: dict[str, Any] | None = None
    """Fields of an utterance that a message has for something else: `role`, `content`, `tool_calls`."""

    @property
    def tool_calls(self) -> list[dict[str, Any]]:
        """The tools that the turn calls."""
        return (self.more or {}).get("tool_calls") or []


@dataclass(slots=True)
class Conversation:
    """What one record says."""

    turns: list[Turn]
    """Prompt and response; of a preference, the response that was chosen."""
    tools: str | None = None
    """The tools that it offers, as JSON text."""
    rejected: list[Turn] | None = None
    """Of a preference: the response that was not chosen."""
    chosen: int = 0
    """Of a preference: how many of the last turns are the chosen response."""
    label: bool | None = None
    """Whether the response is one to learn, where the record says so."""
    completion: int = 1
    """How many of the last turns are the completion, where the record says that it is more than the last."""

    @property
    def prompt(self) -> list[Turn]:
        """Of a preference: the turns before the chosen response."""
        return self.turns[: len(self.turns) - self.chosen]


class Place(NamedTuple):
    """A stretch of text in the user's own record; `start` and `end` count code points from 0."""

    path: str
    start: int
    end: int


def place(path: str, joints: Sequence[int] | None, start: int, end: int) -> Place:
    """Where a stretch of a turn's text stands in the user's record; joined texts are told apart."""
    if not joints:
        return Place(path, start, end)
    paths = path.split("+")
    begins = [0, *joints]
    piece = max(number for number, begin in enumerate(begins) if number == 0 or start >= begin - len(JOINT))
    begin = begins[piece]
    last = begins[piece + 1] - len(JOINT) if piece + 1 < len(begins) else end
    return Place(paths[piece], max(0, start - begin), max(0, min(end, last) - begin))


def pieces(path: str, joints: Sequence[int] | None, text: str) -> list[tuple[str, str]]:
    """The texts that a turn was joined from, each with its own path."""
    if not joints:
        return [(path, text)]
    ends = [joint - len(JOINT) for joint in joints]
    return [
        (own, text[start:end])
        for own, start, end in zip(path.split("+"), [0, *joints], [*ends, len(text)], strict=True)
    ]


def joined(role: str, first: tuple[str, str], *others: tuple[str, str | None]) -> Turn:
    """One turn from several (path, text), each but the first behind a blank line and left out where empty."""
    path, content = first
    joints: list[int] = []
    for other, text in others:
        if text:
            content += JOINT
            joints.append(len(content))
            content, path = content + text, f"{path}+{other}"
    return Turn(role, content, path, tuple(joints))


def json_text(value: object) -> str:
    """A value as compact JSON text with its own key order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def turns_of(messages: list[Message], field: str) -> list[Turn]:
    """The turns of validated messages, which the user's record holds in a field of this name."""
    turns: list[Turn] = []
    for message, path in zip(messages, paths_of(field, "content", len(messages)), strict=True):
        content = message.get("content")
        alone = len(message) == 2  # noqa: PLR2004  a role and a content
        turns.append(
            Turn(message["role"], content, path)
            if alone and isinstance(content, str)
            else _full_turn(message, path)
        )
    return turns


@cache
def paths_of(field: str, name: str, count: int) -> tuple[str, ...]:
    """Where the texts of so many turns stand, each by this name in a list that a field holds."""
    return tuple(f"{field}[{turn}].{name}" for turn in range(count))


def _full_turn(message: Message, path: str) -> Turn:
    more: dict[str, Any] = {name: value for name, value in message.items() if name not in ("role", "content")}
    content = message.get("content")
    if not isinstance(content, list):
        return Turn(message["role"], content, path, more=more or None)
    texts = [
        (f"{path}[{number}].text", part["text"])
        for number, part in enumerate(content)
        if isinstance(part.get("text"), str)
    ]
    turn = joined(message["role"], *texts) if texts else Turn(message["role"], None, path)
    turn.more = {**more, "content": content}
    return turn


def beyond(turn: Turn) -> str | None:
    """What a turn says beyond its text, in canonical JSON: calls, media, reasoning. Ids do not count."""
    said = list(_beyond(turn.more)) if turn.more else []
    return json_text(said) if said else None


def _beyond(more: dict[str, Any]) -> Iterator[Any]:
    for call in more.get("tool_calls") or ():
        function = call["function"]
        yield [function["name"], canonical_json(function.get("arguments", "{}"))]
    for part in more.get("content") or ():
        if not isinstance(part.get("text"), str):
            yield canonical_json(part)
    yield from (more[name] for name in REASONING if more.get(name))


def canonical_json(value: object) -> str:
    """JSON text or a value, with its keys in order; text that is not JSON stays as it is."""
    if value is None:
        return ""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return str(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def tools_text(tools: list[dict[str, Any]] | str | None) -> str | None:
    """The tools a record offers, as JSON text, whether they came as a list or as text."""
    if not tools:
        return None
    return tools if isinstance(tools, str) else json_text(tools)


def text_or_none(value: object) -> str | None:
    """A name or a whole number as text."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
