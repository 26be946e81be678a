"""Results as a person reads them: the answer first, then the evidence, then what to type next."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from curate.checks import Check, RowCheck
from curate.checks.privacy import unquoted
from curate.findings import CODE, EXCERPT, IGNORED, MESSAGE, RELATED, SCORE, worst_first
from curate.ledger import GateEntry, Ledger
from curate.records import columns as c
from curate.records.records import Records
from curate.report.converted import Converted
from curate.report.fitted import Fitted
from curate.report.languages import language_lines
from curate.report.results import Checked, Result, files_of
from curate.report.toml_text import share

WIDTH = 100
COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff\u061c\u2028\u2029]")


def console(*, stderr: bool = False) -> Console:
    """Where results go. `NO_COLOR` is respected; what is no terminal gets plain text of a fixed width."""
    made = Console(stderr=stderr, **_PLAIN)
    return made if made.is_terminal else Console(stderr=stderr, width=WIDTH, **_PLAIN)


def captured(draw: Callable[[Console], None]) -> str:
    """What is drawn, as text for standard output: with colours only if that is a terminal."""
    out = console()
    with out.capture() as capture:
        draw(out)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


_PLAIN: dict[str, Any] = {"highlight": False, "soft_wrap": True, "markup": False, "emoji": False}
"""Text of records is hostile: nothing in it is markup."""


def shown(text: str, length: int = 60) -> str:
    """Text of a record, safe on any terminal: on one line, control characters spelled out, cut to a length."""
    line = _UNPRINTABLE.sub(_spelled, re.sub(r"[ \t\r\n]+", " ", text)).strip()
    return line if len(line) <= length else line[: length - 3].rstrip() + "..."


def _spelled(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


SHOWN_INPUTS = 6
"""Inputs that are told one by one."""


def read_table(records: Records, name: str = "Read") -> Table:
    """How much was read, and of each input in which format and why."""
    rows = table(header=False)
    for width in (8, 0, 0, 0):
        rows.add_column(min_width=width, no_wrap=True)
    rows.add_column(overflow="fold")
    several = len(records.inputs) > 1
    if several:
        total, names = _counted(records.read, "record"), _counted(len(records.inputs), "input")
        rows.add_row(name, total, names, "", _unreadable(len(records.rejects)))
    for each in records.inputs[:SHOWN_INPUTS]:
        label, count = ("", f"{each.read:,}") if several else (name, _counted(each.read, "record"))
        why = " · ".join(filter(None, (shown(each.reason, 200), _unreadable(each.rejected))))
        rows.add_row(label, count, each.source.name, each.format, Text(why))
    if (left := len(records.inputs) - SHOWN_INPUTS) > 0:
        rows.add_row("", "", f"... and {left:,} more", "", "")
    return rows


def _unreadable(number: int) -> str:
    return f"{number:,} unreadable" if number else ""


def found_line(checked: Checked) -> Text:
    """How many problems there are, as the input stands."""
    at_read = checked.findings.frame.filter(pl.col("at") == "read")
    counting = at_read.filter(pl.col(IGNORED).is_null())
    aside = at_read.height - counting.height
    ignored = f"; {_counted(aside, 'finding')} set aside" if aside else ""
    if counting.is_empty():
        return Text(f"Found     no problems{ignored}")
    records = counting.select("file", c.ROW).n_unique()
    return Text(f"Found     {_counted(counting.height, 'problem')} in {_counted(records, 'record')}{ignored}")


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def found_table(checked: Checked, *, text: bool = True) -> Table:
    """Every check that found something: how often, and one example."""
    rows = table(header=False)
    found = [status for status in checked.statuses if status.status == "found"]
    longest = max((len(status.check.name) for status in found), default=0)
    for width, justify in ((6, "left"), (longest, "left"), (6, "right")):
        rows.add_column(min_width=width, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    rows.add_column(no_wrap=True, overflow="ellipsis")
    at_read = checked.findings.frame.filter((pl.col("at") == "read") & pl.col(IGNORED).is_null())
    for status in sorted(found, key=lambda each: (worst_first(each.check.severity), -each.count)):
        example = at_read.filter(pl.col(CODE) == status.check.code).sort(SCORE, nulls_last=True)
        row = example.row(0, named=True)
        colour = COLOURS[status.check.severity]
        rows.add_row(
            Text(status.check.code, colour),
            status.check.name,
            f"{status.count:,}",
            _example(checked.records, row) if text else "",
        )
    return rows


def _example(records: Records, row: dict[str, object]) -> str:
    if row[RELATED] is not None:
        turns = records.conversation(str(row[RELATED])).turns
        said = next((turn.content for turn in turns if turn.role == "user"), "") or ""
        said = unquoted(said, 0, 200)
        if row[SCORE] is None:
            return f'"{shown(said, 34)}", as {row[c.ID] or row[c.KEY]}'
        return f'"{shown(said, 34)}" is {row[SCORE]:.2f} like {row[c.ID] or row[c.KEY]}'
    excerpt = shown(str(row[EXCERPT] or ""), 48)
    return f'"{excerpt}"' if excerpt else shown(str(row[MESSAGE]), 60)


def not_run_lines(checked: Checked) -> Iterator[Text]:
    """The checks that could not run, and why: they are not clean."""
    for status in checked.statuses:
        if status.status == "not-applicable":
            yield Text(f"Not run   {status.check.code} {status.check.name}: {status.reason}", "dim")


LONGEST_STEP = 60
"""Columns that a step and its setting take, at most."""


def ledger_table(ledger: Ledger) -> Table:
    """What each step did."""
    rows = table()
    rows.add_column("step", overflow="fold", max_width=LONGEST_STEP)
    for name in ("in", "kept", "dropped", "edited"):
        rows.add_column(name, justify="right", no_wrap=True)
    for step in ledger.steps:
        numbers = (step.entered, step.kept, step.dropped, step.edited)
        rows.add_row(f"{step.step} {step.use} {step.setting}", *(f"{number:,}" for number in numbers))
    return rows


def note_lines(ledger: Ledger) -> Iterator[Text]:
    """What else there is to tell of steps."""
    for step in ledger.steps:
        if step.note:
            yield Text(f"          step {step.step} {step.use}: {step.note}", "dim")


def gate_lines(gates: Iterable[GateEntry]) -> Iterator[Text]:
    """Each gate that did not hold, or that all did which a run can judge; nothing where there are none."""
    given = list(gates)
    held, broken, left = ([gate for gate in given if gate.holds is holds] for holds in (True, False, None))
    for gate in broken:
        yield Text(f"Broken    gate {gate.sentence()}", "red")
    for gate in left:
        yield Text(f"Unjudged  gate {gate.sentence()}", "yellow")
    if held and not broken:
        every = "every other gate" if left else "every gate"
        yield Text(f"Held      {every}: {', '.join(gate.gate for gate in held)}")


def finding_lines(checked: Checked, limit: int | None, *, text: bool = True) -> Iterator[Text]:
    """One line for each finding, as editors and logs take them: `file:line: severity code name path: message`."""
    frame = checked.findings.frame
    rows = frame if limit is None else frame.head(limit)
    twins = _places_of(checked, rows[RELATED])
    pointing = {each.check.code for each in checked.statuses if _points(each.check)} if text else set()
    for row in rows.iter_rows(named=True):
        places = row["places"]
        path = f"{places[0]['path']}: " if places and places[0]["path"] else ""
        # The message of a reject names every path itself.
        path = "" if row[MESSAGE].startswith(path) else path
        line = Text(f"{row['file']}:{row[c.LINE] or row[c.ROW]}: ")
        line.append(f"{row['severity']:<8}", COLOURS[row["severity"]])
        line.append(f"{row[CODE]} {row['name']}   {path}{shown(row[MESSAGE], 300)}")
        if row[RELATED]:
            line.append(f": {twins[row[RELATED]]}")
        if row[CODE] in pointing:
            line.append(f': "{shown(row[EXCERPT], 80)}"')
        if row[IGNORED]:
            line.append(f" (does not count: {shown(row[IGNORED], 80)})", "dim")
        yield line
    left = frame.height - rows.height
    if left:
        yield Text(f"... and {left:,} more; --limit 0 shows all of them", "dim")


def _points(check: Check) -> bool:
    """Whether it points at a stretch of the text, which is then worth showing."""
    return isinstance(check, RowCheck) and type(check).spans is not RowCheck.spans


def _places_of(checked: Checked, keys: pl.Series) -> dict[str, str]:
    """By key, where a record stands and what it is called: `data.jsonl:259 (s-0259)`."""
    files = files_of(checked.records)
    rows = checked.records.index.filter(pl.col(c.KEY).is_in(keys.drop_nulls().implode()))
    told = rows.select(c.KEY, c.SOURCE, pl.coalesce(c.LINE, c.ROW), pl.coalesce(c.ID, c.KEY))
    return {key: f"{files[source]}:{line} ({name})" for key, source, line, name in told.iter_rows()}


def print_checked(out: Console, checked: Checked, *, limit: int | None, text: bool) -> None:
    """A whole check."""
    lines = list(finding_lines(checked, limit, text=text))
    out.print(*lines, sep="\n") if lines else None
    if lines:
        out.print()
    print_found(out, checked, text=text)


def print_found(out: Console, checked: Checked, *, text: bool) -> None:
    """What was read and found, by check."""
    out.print(read_table(checked.records))
    for line in language_lines(checked.languages):
        out.print(line)
    out.print(found_line(checked))
    if len(checked.findings):
        out.print()
        out.print(found_table(checked, text=text))
    for line in not_run_lines(checked):
        out.print(line)


def print_result(out: Console, result: Result, folder: Path | None) -> None:
    """A whole run: found, cleaned, and what to type next."""
    print_found(out, result, text=True)
    out.print()
    where = f"{folder}   " if folder else "nothing written   "
    out.print(Text(f"Cleaned   {where}{result.ledger.sentence()}"))
    out.print()
    out.print(ledger_table(result.ledger))
    for line in note_lines(result.ledger):
        out.print(line)
    for doubt in result.doubts:
        out.print(Text(f"Doubt     {doubt}", "yellow"))
    if result.coverage is not None:
        from curate.report.coverage.text import standing_lines, types_table

        out.print()
        out.print(types_table(result.coverage))
        out.print()
        out.print(*standing_lines(result.coverage), sep="\n")
    gates = list(gate_lines(result.ledger.gates))
    if gates:
        out.print()
        out.print(*gates, sep="\n")
    if folder and not result.holds:
        out.print(Text(f"          {folder} is written all the same; the exit code tells", "dim"))


def print_converted(out: Console, made: Converted) -> None:
    """What was written, what could not be, and how to load it."""
    unreadable = f"   {made.unreadable:,} unreadable left out" if made.unreadable else ""
    out.print(Text(f"Wrote     {_counted(made.written, 'record')} as {made.format} to {made.out}{unreadable}"))
    for loss in made.losses:
        out.print(Text(f"Lost      {loss}", "yellow"))
    if made.info:
        out.print(Text(f"          {made.info} tells LLaMA-Factory of it"))


def print_fitted(out: Console, fitted: Fitted, file: str) -> None:
    """What was seen, what was written, and what it would do."""
    if not fitted.fit or not fitted.profile:
        out.print(Text(f"Wrote     {file}   a general pipeline: no data was looked at"))
        return
    seen, dropped = fitted.profile, sum(fitted.fit.dropped)
    unreadable = f"   {_unreadable(seen.rejected)}" if seen.rejected else ""
    out.print(Text(f"Read      {_counted(seen.records + seen.rejected, 'record')}{unreadable}"))
    does = f"would drop {dropped:,} ({share(dropped, seen.records)}) and keep {fitted.fit.kept:,}"
    out.print(Text(f"Wrote     {file}   {_counted(len(fitted.fit.dropped), 'step')} {does}"))


def print_next(out: Console, commands: Iterable[tuple[str, str]]) -> None:
    """What to type next, each with what it is for."""
    rows = list(commands)
    width = max(len(command) for command, _ in rows) + 3
    out.print()
    for number, (command, purpose) in enumerate(rows):
        out.print(Text(f"{'Next' if number == 0 else '':<10}{command:<{width}}").append(purpose, "dim"))


def table(*, header: bool = True) -> Table:
    """A table without lines, as everything here is set."""
    return Table(box=None, show_edge=False, show_header=header, padding=(0, 2, 0, 0), header_style="dim")
