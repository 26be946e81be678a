"""What a record of a run says: as it was read, and as it stood before a step."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, NamedTuple

from curate.checks import RowCheck
from curate.records.edits import with_value
from curate.records.known import Known
from curate.records.turns import Conversation, Turn, json_text, pieces
from curate.report.left import Left, Row
from curate.steps.editing import EditStep


class Said(NamedTuple):
    """One message, and where its text stands in the user's own record."""

    role: str
    part: str
    """Of a preference: `chosen` or `rejected`; empty elsewhere."""
    text: str
    """Its content; behind it the tools that it calls, as JSON text."""
    path: str
    joints: tuple[int, ...]


def messages_of(conversation: Conversation) -> list[Said]:
    """Every message of a conversation; of a preference, those that were not chosen come last."""
    turns, rejected = conversation.turns, conversation.rejected or []
    prompt = len(turns) - (conversation.chosen if rejected else 0)
    parts = [*([""] * prompt), *(["chosen"] * (len(turns) - prompt)), *(["rejected"] * len(rejected))]
    return [_said(turn, part) for turn, part in zip((*turns, *rejected), parts, strict=True)]


def _said(turn: Turn, part: str) -> Said:
    calls = json_text(turn.tool_calls) if turn.tool_calls else ""
    return Said(
        turn.role, part, "\n".join(filter(None, (turn.content, calls))), turn.path, tuple(turn.joints or ())
    )


class Held(NamedTuple):
    """What a file of the run holds of a record."""

    known: Known | None
    """How it is read; None for a format of the user's own, which is not loaded to tell a story."""
    value: Any
    raw: bytes


@dataclass(frozen=True)
class Saying:
    """What one record says, and every change that the run made of it."""

    held: Held
    kept: bool
    """Whether what is held is as the run left it; else it is as it was read."""
    edits: list[Row]
    """In the order in which they were made."""

    @cached_property
    def read(self) -> Any:  # noqa: ANN401  JSON is anything
        """The user's own record, as it was read."""
        back = reversed(self.edits) if self.kept else ()
        return reduce(lambda row, edit: with_value(row, edit["field"], edit["before"]), back, self.held.value)

    def conversation(self, before: float = 0) -> Conversation:
        """What the record said before the step with this number, from 0: as it was read.

        Raises:
            NOT_AS_WRITTEN: it is not what the run wrote.
        """
        known = self.held.known
        if known is None:
            return Conversation([Turn("record", self.held.raw.decode("utf-8", "replace"), "")])
        made = (edit for edit in self.edits if edit["step"] < before)
        row = reduce(lambda row, edit: with_value(row, edit["field"], edit["after"]), made, self.read)
        known.format.must_be_row(row)
        return known.format.conversation(row)


NOT_AS_WRITTEN = (ValueError, KeyError, IndexError, TypeError)
"""What reading a record raises whose file was changed since."""


Standing = Callable[[list[Row], int], Collection[str]]
"""From the changes so far and a step to the codes whose findings hold of a record before that step."""


def replayed(left: Left, saying: Saying, standing: Standing, before: int) -> Saying:
    """A dropped record with the changes that steps made of it before it was left out, made again."""
    for number, step in left.steps.items():
        if number < before and isinstance(step, EditStep):
            held = standing(saying.edits, number)
            codes = [code for code in left.codes[number] if code in held]
            edits = list(_edits(saying, number, step, [left.checks[code] for code in codes])) if codes else []
            saying = Saying(saying.held, saying.kept, [*saying.edits, *edits])
    return saying


def _edits(saying: Saying, number: int, step: EditStep, checks: Iterable[Any]) -> Iterator[Row]:
    conversation, editor = saying.conversation(number), step.editor()
    acting: list[RowCheck] = list(checks)
    for turn in (*conversation.turns, *(conversation.rejected or ())):
        for path, text in pieces(turn.path, turn.joints, turn.content) if turn.content is not None else ():
            changed = reduce(lambda text, check: editor(check, text), acting, text)
            if changed != text:
                yield {"step": number, "field": path, "before": text, "after": changed}
