"""What is lost on the way into another shape: where two readings of one record differ, and the sum over a set."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from curate.errors import WouldLose
from curate.files.values import Row, same
from curate.records.turns import Conversation, Turn, canonical_json

SHOWN = 8
"""Kinds of loss that are told one by one."""
READS_DIFFERENTLY = "something that reads back differently"


class Lost(NamedTuple):
    """Something that one record loses, and its place in the user's own record."""

    path: str
    what: str


class Loss(NamedTuple):
    """Something that a shape can not carry: what, in how many records, and where first."""

    what: str
    records: int
    file: str
    row: int
    path: str

    def __str__(self) -> str:
        where = f"{self.file}, row {self.row}" + (f", {self.path}" if self.path else "")
        return f"{self.records:,} x {self.what}; first in {where}"


class Losses:
    """The losses of a set. What is lost at several places of one record counts once, at its first place."""

    def __init__(self) -> None:
        self._by_what: dict[str, Loss] = {}

    def add(self, file: str, row: int, lost: Iterable[Lost]) -> None:
        """Count what one record loses, by what it is and not by where it stands."""
        first = dict[str, str]()
        for path, what in lost:
            first.setdefault(what, path)
        for what, path in first.items():
            before = self._by_what.get(what, Loss(what, 0, file, row, path))
            self._by_what[what] = before._replace(records=before.records + 1)

    def in_order(self) -> list[Loss]:
        """The most frequent first, then in the order in which they came up."""
        return sorted(self._by_what.values(), key=lambda loss: -loss.records)


def would_lose(losses: list[Loss], format_name: str, also: list[str] | None = None) -> WouldLose:
    """The refusal to lose these silently; `also` tells of what is lost in any shape."""
    lines = list(map(str, losses[:SHOWN]))
    if left := losses[SHOWN:]:
        lines.append(f"... and {len(left)} {'kind' if len(left) == 1 else 'kinds'} more")
    what = f"the format {format_name} in this kind of file can not carry all of it; nothing was written:"
    hint = "--lossy leaves these out."
    if not losses:
        what = "some records can not be read; nothing was written:"
    elif format_name == "messages":
        hint += " JSON Lines and JSON arrays carry more."
    else:
        hint += " The format messages carries everything."
    return WouldLose("\n".join([what, *lines, *(also or [])]), hint=hint)


def told(losses: Iterable[str]) -> list[Lost]:
    """What a format says it can not carry, as `place: what`."""
    return [Lost(place, what) for place, _, what in (loss.partition(": ") for loss in losses)]


def differences(said: Conversation, again: Conversation) -> Iterator[Lost]:
    """What a record says that its second reading does not."""
    yield from _in_turns(said.turns, again.turns)
    if _tools(said) != _tools(again):
        yield Lost("tools", READS_DIFFERENTLY)
    if (said.rejected is None) != (again.rejected is None):
        yield Lost("rejected", READS_DIFFERENTLY)
    yield from _in_turns(said.rejected or [], again.rejected or [])
    if said.label != again.label:
        yield Lost("label", READS_DIFFERENTLY)
    if said.chosen != again.chosen:
        yield Lost("chosen", "where the chosen response begins")
    if said.completion != again.completion:
        yield Lost(said.turns[-said.completion].path, "where the completion begins")


def foreign_to_messages(turn: Turn) -> list[str]:
    """What an utterance holds that a message has for something else."""
    return [f"the field {name}, which means something else in a message" for name in turn.foreign or ()]


def _tools(said: Conversation) -> str:
    return canonical_json(said.tools) if said.tools else ""


def _in_turns(turns: list[Turn], again: list[Turn]) -> Iterator[Lost]:
    if len(turns) != len(again):
        yield Lost((turns or again)[0].path, READS_DIFFERENTLY)
        return
    for one, other in zip(turns, again, strict=True):
        if (one.role, one.content or "") != (other.role, other.content or ""):
            yield Lost(one.path, READS_DIFFERENTLY)
        before, after = _beside(one), _beside(other)
        for name in dict.fromkeys([*before, *after]):
            if not same(before.get(name), after.get(name)):
                yield Lost(one.path, _what(name))
        yield from (Lost(one.path, name) for name in foreign_to_messages(one) if one.foreign != other.foreign)


def _what(name: str) -> str:
    return {"tool_calls": "what it says of a tool call", "content": "content in parts"}.get(
        name, f"the field {name}"
    )


def _beside(turn: Turn) -> Row:
    """What a turn holds beside its text; calls in the form in which two of them can be compared."""
    more = dict(turn.more or {})
    calls = more.pop("tool_calls", None)
    return {**more, "tool_calls": list(map(_call, calls))} if calls else more


def _call(call: Row) -> Row:
    function: dict[str, Any] = call["function"]
    arguments = canonical_json(function.get("arguments") or "{}")
    return {"type": "function", **call, "function": {**function, "arguments": arguments}}
