"""The evidence of a story, block by block: the record as read, its edits, its twin, and the ways to keep it."""

from collections.abc import Iterator, Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from curate.checks.privacy import unquoted
from curate.records.strict_json import NotStrict, parsed_or_why
from curate.records.turns import json_text
from curate.report.beside import beside
from curate.report.kept_with import Way
from curate.report.left import Row, raw_of
from curate.report.marks import Mark, Marked, marked, shown_to_others
from curate.report.spelled import spelled, with_marks
from curate.report.story import Story
from curate.report.terminal import COLOURS, shown
from curate.report.wordwise import around_changes

MOST_TURNS = 8
"""Messages that are shown; of more, those with marks, and the first and the last."""
MOST_EDITS = 6


def _grid(narrow: int = 10) -> Table:
    rows = Table(box=None, show_edge=False, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    rows.add_column(min_width=narrow, no_wrap=True)
    rows.add_column(overflow="fold")
    return rows


def _titled(title: str, rows: Table) -> Group:
    return Group(Text(f"  {title}"), rows)


def as_read(story: Story) -> Group | None:
    """The record turn by turn, with its findings marked; None where it is shown beside its twin, without marks."""
    messages = marked(story.messages, story.findings)
    twin, same = story.twin, _says_the_same(story)
    if not messages or (twin and not same and not any(each.marks for each in messages)):
        return None
    styles = {each["code"]: COLOURS[each["severity"]] for each in story.findings}
    rows = _grid()
    at = -1
    for number in _in_view(messages):
        if number > at + 1:
            rows.add_row("", Text(f"[{number - at - 1:,} messages]", "dim"))
        at, each = number, messages[number]
        rows.add_row(Text(f"  {each.part or each.role}", "dim"), with_marks(each.text, each.marks, styles))
    as_twin = f", word for word as {shown(twin.name)} ({twin.fate})" if twin and same else ""
    return _titled(f"As read{as_twin}", rows)


def _in_view(messages: Sequence[Marked]) -> list[int]:
    every = range(len(messages))
    if len(messages) <= MOST_TURNS:
        return list(every)
    ends = {*every[:2], *every[-2:]}
    found = [number for number in every if messages[number].marks]
    return sorted(ends | set(found[:MOST_TURNS]))


def diffs(edits: Sequence[Row]) -> Group:
    """Each change, word by word, `-old- +new+`, with the step that made it."""
    rows = _grid()
    for edit in edits[:MOST_EDITS]:
        rows.add_row(
            Text(f"  step {edit['step']}", "dim"), Text(f"{edit['use']}, {shown(edit['field'], 80)}", "dim")
        )
        rows.add_row("", _diff(*(_as_text(edit[name]) for name in ("before", "after"))))
    if len(edits) > MOST_EDITS:
        rows.add_row("", Text(f"and {len(edits) - MOST_EDITS:,} more in edited.jsonl", "dim"))
    return _titled("Edits, each -before- +after+", rows)


def _as_text(value: object) -> str:
    """A text without what is private in it; any other value as JSON."""
    if value is None:
        return "nothing"
    return unquoted(value) if isinstance(value, str) else json_text(value)


def _diff(before: str, after: str) -> Text:
    made = Text()
    told = around_changes(before, after)
    if all(run.same for run in told):
        return Text(
            "only white space differs" if before != after else "only what is not shown here differs", "dim"
        )
    for run in told:
        if run.same:
            made.append(spelled(run.one))
            continue
        for words, sign, style in ((run.one, "-", "red"), (run.other, "+", "green")):
            if words:
                made.append(f"{sign}{spelled(words.rstrip())}{sign}", style).append(" ")
    return made


def _says_the_same(story: Story) -> bool:
    """Whether its twin says the very same, so that nothing is to be seen side by side."""
    return bool(story.twin) and _texts(story) == _texts(story.twin)  # type: ignore[arg-type]


def _texts(story: Story) -> list[tuple[str, str, str]]:
    return [(each.role, each.part, each.text) for each in story.compared]


def side_by_side(story: Story) -> Table | None:
    """The twin and the record as they were compared, with the words that differ; None where none does."""
    twin = story.twin
    if not twin or not story.compared or not twin.compared or _says_the_same(story):
        return None
    sides = ((twin, "+only here+"), (story, "-only here-"))
    titles = (f"{shown(each.name)} ({_state(each)}), {sign}" for each, sign in sides)
    return beside(twin.compared, story.compared, *titles)


def _state(story: Story) -> str:
    changed = ", as edited before that" if story.compared != story.messages else ""
    return f"{story.fate}{changed}"


def as_it_stands(rejected: Row) -> Group:
    """An unreadable record, with the place marked where reading it ended."""
    rows = _grid()
    raw = raw_of(rejected)
    shown_text = shown_to_others(raw.decode("utf-8", "backslashreplace"), list(_stop(raw, rejected["code"])))
    rows.add_row("", with_marks(*shown_text, {rejected["code"]: COLOURS["error"]}))
    problems = rejected["problems"]
    for each in problems if len(problems) > 1 else ():
        rows.add_row("", Text(shown(f"{each['path']}: {each['message']}", 200), "dim"))
    return _titled("As it stands in the file", rows)


def _stop(raw: bytes, code: str) -> Iterator[Mark]:
    """Where a record stops to be JSON; nowhere, where something else is wrong with it."""
    why = parsed_or_why(raw)
    if isinstance(why, NotStrict):
        lines = raw.decode("utf-8", "replace").split("\n")
        before = "\n".join([*lines[: why.line - 1], lines[why.line - 1][: why.column - 1]])
        at = len(before.encode("utf-8", "surrogatepass"))
        shown_before = raw[:at].decode("utf-8", "backslashreplace")
        yield Mark(len(shown_before), len(shown_before), (code,))


_PLACES = {
    "checks": "[checks] of the pipeline",
    "step": "step {step}, {use}",
    "record": "the record itself",
    "decisions": "a file for --decisions",
}


def ways_table(ways: Sequence[Way], dropped: Row | None) -> Group:
    """What would have kept the record, each with where to write it."""
    rows = _grid(0)
    for way in ways:
        place = _PLACES[way.place].format(**(dropped or {}))
        setting = Text(spelled(way.setting))
        gap = "\n" if way.setting and way.note else ""
        rows.add_row(Text(f"    {place}", "dim"), setting.append(f"{gap}{shown(way.note, 200)}", "dim"))
    return _titled("What would have kept it", rows)
