"""The story of one record as a person reads it."""

from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from curate.report.left import Row
from curate.report.story import Story
from curate.report.story_blocks import as_it_stands, as_read, diffs, side_by_side, ways_table
from curate.report.terminal import COLOURS, shown

_NAMED = 3
"""Places of a finding, or fields of an edit, that are named."""
Line = tuple[str, Text]
"""What happened, in a word and in a sentence."""


def print_stories(out: Console, stories: Sequence[Story], *, text: bool = True) -> None:
    """One story after the other, a line between two."""
    for number, story in enumerate(stories):
        if number:
            out.print(Text(f"\n{'─' * out.width}\n", "dim"))
        print_story(out, story, text=text)


def print_story(out: Console, story: Story, *, text: bool = True) -> None:
    """What happened in a few lines, then the evidence, then what would have kept the record."""
    out.print(Text("   ".join(_heading(story)), "bold"))
    out.print()
    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(min_width=10, no_wrap=True)
    rows.add_column(overflow="fold")
    for what, told in _what_happened(story, text=text):
        rows.add_row(Text(f"  {what}"), told)
    out.print(rows)
    for block in _evidence(story) if text else ():
        out.print()
        out.print(block)
    if story.ways:
        out.print()
        out.print(ways_table(story.ways, story.dropped))


def _heading(story: Story) -> Iterator[str]:
    record = story.record
    yield shown(story.name, 60)
    place = f"line {record['line']:,} (byte {record['offset']:,})" if record["line"] else f"row {record['row']:,}"
    yield f"{shown(record['file'], 200)}, {place}"
    if record["key"] and record["key"] != story.name:
        yield record["key"]


def _what_happened(story: Story, *, text: bool) -> Iterator[Line]:
    judged = "" if story.label is None else f", labelled {str(story.label).lower()}"
    yield "read", Text("could not be read" if story.rejected else f"{story.no_text or 'ok'}{judged}")
    # A step looks again at what enters it; what it only confirms is told once.
    told = {(each["code"], each["related"]): each for each in reversed(story.findings)}
    for finding in reversed(told.values()):
        yield "found", _finding(finding)
    for number in dict.fromkeys(edit["step"] for edit in story.edits):
        yield "edited", _edited([edit for edit in story.edits if edit["step"] == number], text=text)
    yield (story.fate, _fate(story))


def _finding(finding: Row) -> Text:
    line = Text(f"{finding['code']} ").append(finding["name"], COLOURS[finding["severity"]])
    line.append(f": {shown(finding['message'], 200)}")
    line.append(f" ({finding['related']})" if finding["related"] else "")
    line.append("" if finding["at"] == "read" else f", before step {finding['at']}")
    line.append(f", set aside: {shown(finding['ignored'], 200)}" if finding.get("ignored") else "")
    paths = [_place(place) for place in finding["places"] if place["path"]]
    return line.append(f", at {_named(paths)}" if paths else "")


def _place(place: Row) -> str:
    return f"{place['path']} {place['start']}-{place['end']}" if place["end"] else str(place["path"])


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(shown(name, 60) for name in names[:_NAMED]) + more


def _edited(edits: Sequence[Row], *, text: bool) -> Text:
    fields = _named([edit["field"] for edit in edits])
    return Text(f"by {_step(edits[0])}: {fields}" + ("" if text else ", not shown"))


def _step(row: Row) -> str:
    return f"step {row['step']}, {row['use']} {shown(row['setting'], 120)}".rstrip()


def _fate(story: Story) -> Text:
    dropped, twin = story.dropped, story.twin
    if story.fate == "kept":
        return Text("by every step", "green")
    if dropped is None:
        return Text("before any step; its bytes are in rejected.jsonl", "red")
    line = Text(f"by {_step(dropped)}, because of {dropped['code']}", "red")
    if not any(each["code"] == dropped["code"] for each in story.findings):
        # What a step drops for a reason of its own stands in no finding.
        line.append(f": {shown(dropped['message'], 200)}")
    if twin:
        line.append(f": {shown(twin.name)} stays")
        line.append(f", since {shown(story.because, 200)}" if story.because else "")
        line.append(f"; step {twin.dropped['step']} dropped that one later" if twin.dropped else "")
    return line


def _evidence(story: Story) -> Iterator[RenderableType]:
    if story.rejected:
        yield as_it_stands(story.rejected)
    marked = as_read(story)
    if marked:
        yield marked
    if story.edits:
        yield diffs(story.edits)
    beside = side_by_side(story)
    if beside:
        yield beside
