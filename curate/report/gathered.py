"""All that a run left of some of its records, gathered in one pass over each of its files."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from curate.report.family import MOST_RIVALS, Member
from curate.report.held import Holding
from curate.report.left import DROPPED, EDITED, FINDINGS, KEPT, Left, Row
from curate.report.lookup import Entry
from curate.report.said import NOT_AS_WRITTEN, Saying, replayed
from curate.report.standing import standing

_BY_GROUP = ("CAP001",)
"""Codes of steps that drop a record for the others of its group."""


def where(row: Row) -> Row:
    """The record of a line, and its place."""
    return {name: row.get(name) for name in ("key", "id", "file", "line", "row", "offset")}


def _place(row: Row) -> tuple[str, int]:
    return row["file"], row["row"]


class Gathered:
    """Entries, findings and edits of some records, of their twins, and of what was dropped beside them."""

    def __init__(self, left: Left, entries: Sequence[Entry]) -> None:
        self.left = left
        self._holding = Holding(left)
        self._files = tuple(left.inputs)
        self._peers: dict[tuple[int, str], list[Row]] = {}
        self._members: dict[tuple[int, str], list[Member]] = {}
        self._entries = {entry.row["key"]: entry for entry in entries if entry.fate != "rejected"}
        self._find_others([entry.row for entry in entries if entry.fate == "dropped"])
        keys = {*self._entries, *self._compared()}
        self._findings = _by(self.left.rows(FINDINGS, keys), "key", keys)
        self._edits = _by(self.left.rows(EDITED, keys), "key", keys)
        places = {_place(entry.row) for entry in entries if entry.fate == "rejected"}
        self._of_rejected: dict[tuple[str, int], list[Row]] = {place: [] for place in places}
        for row in self.left.rows(FINDINGS) if places else ():
            if row["key"] is None and _place(row) in places:
                self._of_rejected[_place(row)].append(row)
        kept = [entry.row for entry in self._entries.values() if entry.fate == "kept"]
        self._kept = dict(self._holding.of_kept(kept))

    def _find_others(self, dropped: Iterable[Row]) -> None:
        """The entries of twins, and the other records that the same steps dropped under the same codes."""
        rows = list(dropped)
        twins = {row["related"] for row in rows if row["related"]} - self._entries.keys()
        decided = {(row["step"], row["code"]) for row in rows if row["related"] or row["code"] in _BY_GROUP}
        for row in self.left.rows(DROPPED) if twins or decided else ():
            if row["key"] in twins:
                self._entries[row["key"]] = Entry("dropped", row)
            if (row["step"], row["code"]) in decided:
                self._peers.setdefault((row["step"], row["code"]), []).append(row)
        missing = twins - self._entries.keys()
        for row in self.left.rows(KEPT, missing) if missing else ():
            if row["key"] in missing:
                self._entries[row["key"]] = Entry("kept", row)

    def _compared(self) -> Iterator[str]:
        """The keys of what may be compared anew with one of the records: all that went with it, or its family."""
        for rows in self._peers.values():
            few = len(rows) <= MOST_RIVALS
            yield from (row["key"] for row in rows if few or row["related"] in self._entries)

    def entry(self, key: str | None) -> Entry | None:
        """The entry of one of the records, or of a twin."""
        return self._entries.get(key) if key else None

    def findings(self, row: Row) -> list[Row]:
        """Whatever was found of a record, in order."""
        key = row.get("key")
        return self._findings.get(key, []) if key is not None else self._of_rejected.get(_place(row), [])

    def member(self, entry: Entry, before: float) -> Member:
        """A record as it stood before a step."""
        return Member(entry.row, partial(self._saying, entry), before, self._files)

    def peers(self, row: Row) -> list[Member]:
        """The other records that the same step dropped under the same code, as they stood before it."""
        decided = row["step"], row["code"]
        if decided not in self._members:
            rows = self._peers.get(decided, [])
            self._members[decided] = [self.member(Entry("dropped", each), row["step"]) for each in rows]
        return [each for each in self._members[decided] if each.row["key"] != row["key"]]

    def _saying(self, entry: Entry) -> Saying | None:
        """What a record says, with every change of it; None where its text is there no more."""
        row, kept = entry.row, entry.fate == "kept"
        held = self._kept.get(row["key"]) if kept else self._holding.of_dropped(row)
        if held is None:
            return None
        saying = Saying(held, kept, self._edits.get(row["key"], []))
        if kept or saying.edits or held.known is None:
            return saying
        try:
            return replayed(self.left, saying, partial(standing, self.left, self.findings(row)), row["step"])
        except NOT_AS_WRITTEN:
            return None


def _by(rows: Iterable[Row], name: str, wanted: set[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row[name] in wanted:
            found.setdefault(row[name], []).append(row)
    return found
