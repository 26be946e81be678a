"""What a run left, counted in one pass over each of its files."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from curate.findings import worst_first
from curate.report.left import DROPPED, EDITED, FINDINGS, REJECTED, Left, Row
from curate.report.standing import READ

FATES = ("kept", "dropped", "rejected")
_WITHOUT_FINDINGS = 9
"""Behind every severity."""
FEW_EDITS = 3
"""Edits of each step that are shown."""
MOST_MEMBERS = 6
"""Members of each family that are shown."""
OF_FAMILIES = ("DUP002", "DUP001")
"""Codes whose findings name the leader of a family."""


def named(row: Row) -> str:
    """What tells a record from all others of the run: its key; of an unreadable one, its place."""
    return row.get("key") or f"{row['file']}:{row['row']}"


@dataclass
class Found:
    """One code, as the input stands: how often, and what became of the records."""

    code: str
    name: str
    severity: str
    fates: Counter[str] = field(default_factory=Counter)
    set_aside: int = 0
    """Findings that do not count: the record, or a person, says so."""
    example: Row | None = None

    @property
    def records(self) -> int:
        """How many records it was found in."""
        return self.fates.total()


@dataclass
class Family:
    """A leader, and how many records are like it."""

    leader: str
    members: int = 0
    shown: list[tuple[str, float | None]] = field(default_factory=list)
    """Some of them, in order of the input, and how similar they are."""


class Rank(NamedTuple):
    """Where a record stands among those that something happened to: the worst first, then as in the input."""

    severity: int
    is_kept: bool
    file: int
    row: int


class Account:
    """Codes, families, edits and records of a finished run, in numbers and names."""

    def __init__(self, left: Left) -> None:
        self.left = left
        self.decided: dict[str, tuple[int, str]] = {}
        """By key, the step that dropped a record, and the code."""
        self.unreadable: set[str] = set()
        self.found: dict[str, Found] = {}
        self.families: dict[str, dict[str, Family]] = {}
        """By code and leader."""
        self.similarities: dict[str, Counter[float]] = {}
        """By code, how often a member is so similar to its leader, in hundredths."""
        self.edited: set[str] = set()
        self.edits: dict[int, Counter[str]] = {}
        """By step, how often each field was changed."""
        self.shown_edits: list[Row] = []
        self.ranks: dict[str, Rank] = {}
        self._files = {file: number for number, file in enumerate(left.inputs)}
        self._read()

    def _read(self) -> None:
        for row in self.left.rows(DROPPED):
            self.decided[row["key"]] = row["step"], row["code"]
            self._happened(row, "dropped")
        for row in self.left.rows(REJECTED):
            self.unreadable.add(named(row))
            self._happened(row, "rejected")
        for row in self.left.rows(FINDINGS):
            self._found(row)
        for row in self.left.rows(EDITED):
            self._edited(row)

    def _happened(self, row: Row, fate: str, severity: int = _WITHOUT_FINDINGS) -> None:
        who = named(row)
        rank = Rank(severity, fate == "kept", self._files.get(row["file"], 0), row["row"])
        self.ranks[who] = min(rank, self.ranks.get(who, rank))

    def _edited(self, row: Row) -> None:
        fields = self.edits.setdefault(row["step"], Counter())
        if fields.total() < FEW_EDITS:
            self.shown_edits.append(row)
        fields[_kind_of(row["field"])] += 1
        self.edited.add(row["key"])
        if row["key"] not in self.ranks:
            self.ranks[row["key"]] = Rank(
                _WITHOUT_FINDINGS, is_kept=True, file=len(self._files), row=len(self.edited)
            )

    def _found(self, row: Row) -> None:
        fate = self.fate(named(row))
        counts = not row.get("ignored")
        self._happened(row, fate, worst_first(row["severity"]) if counts else _WITHOUT_FINDINGS)
        if row["at"] != READ:
            return
        told = self.found.setdefault(row["code"], Found(row["code"], row["name"], row["severity"]))
        if not counts:
            told.set_aside += 1
            return
        told.fates[fate] += 1
        told.example = told.example or row
        if row["code"] in OF_FAMILIES and row["related"]:
            self._alike(row)

    def _alike(self, row: Row) -> None:
        families = self.families.setdefault(row["code"], {})
        family = families.setdefault(row["related"], Family(row["related"]))
        family.members += 1
        if len(family.shown) < MOST_MEMBERS:
            family.shown.append((row["key"], row["score"]))
        if row["score"] is not None:
            self.similarities.setdefault(row["code"], Counter())[int(row["score"] * 100) / 100] += 1

    def fate(self, who: str) -> str:
        """What became of a record."""
        if who in self.unreadable:
            return "rejected"
        return "dropped" if who in self.decided else "kept"

    @property
    def codes(self) -> list[Found]:
        """All codes that were found: errors first, then what is most frequent."""
        return sorted(self.found.values(), key=lambda each: (worst_first(each.severity), -each.records, each.code))

    def worst(self, most: int) -> Iterator[str]:
        """The records that something happened to, the worst first; no more than so many."""
        yield from sorted(self.ranks, key=lambda who: self.ranks[who])[:most]


def _kind_of(path: str) -> str:
    """A path without the numbers of messages: `messages[].content`."""
    return re.sub(r"\[\d+\]", "[]", path)
