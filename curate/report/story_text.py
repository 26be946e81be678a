"""The story of one record as a person reads it."""

from difflib import SequenceMatcher

from rich.console import Console
from rich.table import Table
from rich.text import Text

from curate.checks.privacy import unquoted
from curate.records.turns import Turn, json_text
from curate.report.lookup import Row
from curate.report.story import Story
from curate.report.terminal import COLOURS, shown


def print_story(out: Console, story: Story, *, text: bool = True) -> None:
    """The story as lines: read, found, decided, and both texts side by side."""
    record = story.record
    place = f"{record['file']}, row {record['row']}"
    if record["line"]:
        place = f"{record['file']}, line {record['line']} (byte {record['offset']:,})"
    out.print(Text(f"{story.name}   {place}   {record['key'] or ''}"))
    out.print()
    out.print(Text("  read      " + ("could not be read" if story.fate == "rejected" else "ok")))
    # A step looks again at what enters it; what it only confirms is told once.
    told = {(each["code"], each["related"]): each for each in reversed(story.findings)}
    for finding in reversed(told.values()):
        out.print(_finding_line(finding))
    for edit in story.edits if text else ():
        out.print(_edit_line(edit))
    out.print(_fate_line(story))
    if not text:
        return
    out.print()
    if story.twin:
        out.print(_side_by_side(story, story.twin))
        out.print(_what_would_have_kept_it(story))
    else:
        for turn in story.turns:
            out.print(Text(f"  {turn.role:<10}", "dim").append(shown(_said(turn), 1000)))


def _finding_line(finding: Row) -> Text:
    when = "" if finding["at"] == "read" else f", before step {finding['at']}"
    line = Text(f"  found     {finding['code']} ").append(finding["name"], COLOURS[finding["severity"]])
    paths = ", ".join(_place(place) for place in finding["places"][:3] if place["path"])
    twin = f" ({finding['related']})" if finding["related"] else ""
    aside = f", set aside: {shown(finding['ignored'], 200)}" if finding.get("ignored") else ""
    return line.append(
        f": {shown(finding['message'], 200)}{twin}{when}{aside}" + (f"   at {paths}" if paths else "")
    )


def _edit_line(edit: Row) -> Text:
    line = Text(f"  edited    by step {edit['step']}, {edit['field']}: ")
    was, now = _marked(*("nothing" if edit[name] is None else str(edit[name]) for name in ("before", "after")))
    was.rstrip()
    return line.append(was).append(" is now ").append(now)


def _place(place: Row) -> str:
    return f"{place['path']} {place['start']}-{place['end']}" if place["end"] else str(place["path"])


def _fate_line(story: Story) -> Text:
    if story.fate == "kept":
        return Text("  kept      by every step", "green")
    if story.dropped is None or story.step is None:
        return Text("  rejected  before any step; its bytes are in rejected.jsonl", "red")
    step = f"step {story.dropped['step']}, {story.step['use']} {story.step['setting']}"
    decided = f"{step}, because of {story.dropped['code']}"
    twin = story.twin
    if twin is None:
        # What a step drops for a reason of its own stands in no finding.
        found = any(each["code"] == story.dropped["code"] for each in story.findings)
        return Text(
            f"  dropped   {decided}" + ("" if found else f": {shown(story.dropped['message'], 200)}"), "red"
        )
    later = (
        "" if twin.fate == "kept" or twin.dropped is None else f", which step {twin.dropped['step']} dropped later"
    )
    return Text(f"  dropped   {decided}: {twin.name} stays{later}", "red")


def _side_by_side(story: Story, twin: Story) -> Table:
    table = Table(box=None, padding=(0, 3, 1, 2), show_edge=False)
    table.add_column(f"{twin.name} ({twin.fate})", ratio=1)
    table.add_column(f"{story.name} ({story.fate})", ratio=1)
    for number in range(max(len(story.turns), len(twin.turns))):
        one, other = (_said(turns[number]) if number < len(turns) else "" for turns in (twin.turns, story.turns))
        table.add_row(*_marked(one, other))
    return table


def _marked(one: str, other: str) -> tuple[Text, Text]:
    """Both texts, with the words that differ marked: `+only here+`, `-only there-`."""
    left, right = one.split(), other.split()
    marked = Text(), Text()
    for kind, a, b, x, y in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for text, words, sign, style in zip(marked, (left[a:b], right[x:y]), "+-", ("green", "red"), strict=True):
            said = shown(_abridged(words) if kind == "equal" else " ".join(words), 2000)
            if kind == "equal":
                text.append(said + " ")
            elif said:
                text.append(f"{sign}{said}{sign} ", style)
    return marked


HEAD, TAIL = 30, 20
"""Words of a long common run that are shown."""


def _abridged(words: list[str]) -> str:
    """A long run that both texts share, without its middle."""
    left_out = len(words) - HEAD - TAIL
    return " ".join([*words[:HEAD], f"[{left_out} words]", *words[-TAIL:]] if left_out > TAIL else words)


def _what_would_have_kept_it(story: Story) -> Text:
    score = story.dropped["score"] if story.dropped else None
    if score is None:
        return Text("  Only another preference would have kept it instead of the record that stays.")
    if score >= 1:
        return Text(
            "  It says the same as the record that stays; only another preference would have kept it instead."
        )
    return Text(f"  It would have been kept with a similarity above {score:.3f}.")


def _said(turn: Turn) -> str:
    return unquoted(turn.content or (json_text(turn.tool_calls) if turn.tool_calls else ""))
