"""The story of one record as JSON, for other programs. The shape is a promise: `curate/story/v1`."""

from typing import Any, Literal

from pydantic import Field

from curate.checks.privacy import unquoted
from curate.findings import Exact, Finding
from curate.report.kept_with import Way
from curate.report.left import Row, raw_of
from curate.report.marks import Marked, marked
from curate.report.story import Story

Fate = Literal["kept", "dropped", "rejected"]


class RecordPlace(Exact):
    """A record, and where it was read."""

    key: str | None
    """Null where it could not be read."""
    id: str | None
    file: str
    line: int | None
    """Null in a table, which has rows only."""
    row: int
    offset: int | None


class MarkModel(Exact):
    """A stretch of a message's text as it is shown here, in which something was found as the input stood."""

    codes: list[str]
    start: int
    """The first code point, from 0."""
    end: int
    """One behind the last."""


class MessageModel(Exact):
    """One message as it was read; `[EMAIL]` and the like stand for what is private in it."""

    role: str
    part: Literal["", "chosen", "rejected"] = ""
    """Of a preference: to which response it belongs; empty for the prompt, and elsewhere."""
    path: str
    """Where its text stands in the user's own record."""
    content: str
    """Its text, and behind it the tools that it calls."""
    marks: list[MarkModel]


class EditModel(Exact):
    """One change, and the step that made it; in a text, `[EMAIL]` and the like stand for what is private."""

    step: int
    use: str
    setting: str
    """What the step acts on."""
    key: str
    field: str
    before: Any
    after: Any


class DecisionModel(Exact):
    """The step that dropped a record, and the finding that decided."""

    step: int
    use: str
    setting: str
    code: str
    name: str | None
    message: str | None
    score: float | None
    """What was measured; of a near-duplicate, the exact similarity to its twin."""
    related: str | None
    """The key of its twin."""


class TwinModel(Exact):
    """The record that stayed in place of a dropped one."""

    record: RecordPlace
    fate: Fate
    dropped: DecisionModel | None
    """By which later step it was dropped itself."""
    because: str
    """Why it stayed and not the other; empty where nothing was preferred."""
    messages: list[MessageModel]
    """As it stood before the step that compared the two."""


class WayModel(Exact):
    """Something to write elsewhere, with which a dropped record would have stayed."""

    place: Literal["checks", "step", "record", "decisions"]
    """The checks of the pipeline, the step that decided, the record itself, or a file for `--decisions`."""
    setting: str
    """Empty where a step is to be left out."""
    note: str
    """What else has to be known."""


class UnreadableModel(Exact):
    """Why a record could not be read."""

    code: str
    message: str
    column: int | None
    """From 1, in its line of the file."""
    raw: str
    """What stands in the file; bytes that are no text are spelled out. Empty with `--no-text`."""


class StoryReport(Exact):
    """What `curate why --output-format json` prints of one record."""

    schema_: str = Field("curate/story/v1", alias="schema")
    record: RecordPlace
    fate: Fate
    label: bool | None
    """Whether its response is one to learn, where the record says so."""
    messages: list[MessageModel]
    """As it was read; none where it could not be, and with `--no-text`."""
    findings: list[Finding]
    edits: list[EditModel]
    dropped: DecisionModel | None
    compared: list[MessageModel]
    """What a record that has a twin said before the step that compared the two."""
    twin: TwinModel | None
    would_keep: list[WayModel]
    rejected: UnreadableModel | None
    note: str
    """Why there is no text, where there should be."""


def story_report(story: Story, *, text: bool = True) -> Row:
    """A story as plain values, validated against the promise."""
    twin = story.twin
    report = StoryReport(
        record=RecordPlace(**story.record),
        fate=story.fate,
        label=story.label,
        messages=_messages(marked(story.messages, story.findings)) if text else [],
        findings=[Finding(**each) for each in story.findings],
        edits=[EditModel(**_discreet(each)) for each in story.edits] if text else [],
        dropped=_decision(story.dropped),
        compared=_messages(marked(story.compared)) if text and twin else [],
        twin=twin and _twin(twin, story.because, text=text),
        would_keep=[_way(each) for each in story.ways],
        rejected=_unreadable(story.rejected, text=text) if story.rejected else None,
        note=story.no_text,
    )
    return report.model_dump(mode="json", by_alias=True)


def _messages(messages: list[Marked]) -> list[MessageModel]:
    return [
        MessageModel(
            role=each.role,
            part=each.part,
            path=each.path,
            content=each.text,
            marks=[MarkModel(codes=list(mark.codes), start=mark.start, end=mark.end) for mark in each.marks],
        )
        for each in messages
    ]


def _twin(twin: Story, because: str, *, text: bool) -> TwinModel:
    return TwinModel(
        record=RecordPlace(**twin.record),
        fate=twin.fate,
        dropped=_decision(twin.dropped),
        because=because,
        messages=_messages(marked(twin.compared)) if text else [],
    )


def _decision(dropped: Row | None) -> DecisionModel | None:
    return DecisionModel(**dropped) if dropped else None


def _way(way: Way) -> WayModel:
    return WayModel(place=way.place, setting=way.setting, note=way.note)


def _unreadable(row: Row, *, text: bool) -> UnreadableModel:
    return UnreadableModel(
        code=row["code"],
        message=row["message"],
        column=row["column"],
        raw=unquoted(raw_of(row).decode("utf-8", "backslashreplace")) if text else "",
    )


def _discreet(edit: Row) -> Row:
    """An edit whose texts may be shown to others."""
    told = {name: unquoted(edit[name]) for name in ("before", "after") if isinstance(edit[name], str)}
    return {**edit, **told}
