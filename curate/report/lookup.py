"""Which record of a run a name stands for: its key, its own id, or FILE:N, N being its line or its row."""

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import PurePath
from typing import NamedTuple

from curate.errors import UsageError
from curate.report.left import Row


class Entry(NamedTuple):
    """A line of a run's folder that stands for one record."""

    fate: str
    """`kept`, `dropped` or `rejected`."""
    row: Row


class Address(NamedTuple):
    """A place in an input, as a person names it."""

    file: str
    by: tuple[str, ...]
    """What the number counts: `line`, `row`, or either."""
    number: int


_ADDRESS = re.compile(r"(?P<file>.+):(?:(?P<by>line|row)=)?(?P<number>\d+)")
HOW = "A record goes by its key, its own id, or FILE:LINE, as in findings.jsonl and dropped.jsonl."


def look_up(entries: Iterable[Entry], name: str, files: Collection[str]) -> Entry:
    """The one record that a name stands for.

    Raises:
        UsageError: it stands for none, or for several.
    """
    place = address(name, files)
    called: list[Entry] = []
    placed: list[Entry] = []
    known: list[str] = []
    for entry in entries:
        names = (entry.row.get("key"), entry.row.get("id"))
        if name in names:
            called.append(entry)
        elif place and _stands_at(entry.row, place):
            placed.append(entry)
        known += filter(None, names)
    found = called or placed
    if len(found) == 1:
        return found[0]
    if not found:
        suggestion = _suggestion(name, known, place)
        raise UsageError(f"no record of this run is called {name}.{suggestion}", hint=HOW)
    if called or place is None:
        raise UsageError(f"{len(found)} records are called {name}.", hint=f"Use a key: {_keys(found)}")
    raise _ambiguous(placed, place)


def address(name: str, files: Collection[str]) -> Address | None:
    """The place that a name stands for; None if it is of another form, or names no input.

    Raises:
        UsageError: the end of a path is that of several inputs.
    """
    found = _ADDRESS.fullmatch(name)
    if not found:
        return None
    given = found["file"]
    meant = [given] if given in files else list(_ending_in(PurePath(given).parts, files))
    if len(meant) > 1:
        raise UsageError(f"{len(meant)} inputs of this run are called {given}.", hint="\n".join(meant))
    by = (found["by"],) if found["by"] else ("line", "row")
    return Address(meant[0], by, int(found["number"])) if meant else None


def _ending_in(parts: tuple[str, ...], files: Iterable[str]) -> Iterator[str]:
    return (file for file in files if PurePath(file).parts[-len(parts) :] == parts)


def _stands_at(row: Row, place: Address) -> bool:
    return row["file"] == place.file and any(row[count] == place.number for count in place.by)


def _ambiguous(found: list[Entry], place: Address) -> UsageError:
    by_line = [entry for entry in found if entry.row["line"] == place.number]
    by_row = [entry for entry in found if entry.row["row"] == place.number]
    file, number = place.file, place.number
    if len(by_line) > 1:
        message = f"{len(by_line)} records start in line {number} of {file}."
        return UsageError(message, hint=f"Use a key: {_keys(by_line)}\nor count records: {file}:row=N")
    return UsageError(
        f"{file}:{number} is one record by its line and another by its row.",
        hint=f"By line: {_keys(by_line)} or {file}:line={number}\nBy row: {_keys(by_row)} or {file}:row={number}",
    )


def _keys(entries: list[Entry]) -> str:
    keys = [str(entry.row.get("key") or f"an unreadable one ({entry.fate})") for entry in entries]
    return ", ".join(keys[:5]) + (", ..." if len(keys) > 5 else "")  # noqa: PLR2004  enough to choose from


def _suggestion(name: str, known: list[str], place: Address | None) -> str:
    if place:
        return f" {place.file} is an input, but none of its records is there."
    # A name cut short is the usual one, and comparing all with all takes long.
    alike = [each for each in known if each.startswith(name)] or [each for each in known if each[:2] == name[:2]]
    near = list(dict.fromkeys(get_close_matches(name, alike, n=3, cutoff=0.4)))
    return f" Did you mean {' or '.join(near)}?" if near else ""
