"""The whole story of one record in a run, from what the run left."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from curate.report.draw import Drawn, draw
from curate.report.family import Member, preferred_because
from curate.report.gathered import Gathered, where
from curate.report.kept_with import Case, Way, ways
from curate.report.left import DROPPED, KEPT, REJECTED, Left, Row
from curate.report.lookup import Entry, look_up
from curate.report.said import Said, messages_of
from curate.steps import KeepOne

LAST = float("inf")
"""Behind every step."""
NO_TEXT = "its text is there no more: the file that held it was moved, or changed"


@dataclass(frozen=True)
class Story:
    """What happened to one record: read, found, edited, kept or dropped, and because of which other record."""

    record: Row
    """Its key, id, file, line, row and offset."""
    fate: str
    """`kept`, `dropped` or `rejected`."""
    findings: list[Row]
    messages: list[Said]
    """As the record was read."""
    label: bool | None = None
    """Whether its response is one to learn, where it says so."""
    edits: list[Row] = field(default_factory=list)
    """Each change, in order, with the step that made it."""
    dropped: Row | None = None
    """The step, code, finding and score that decided."""
    because: str = ""
    """Why its twin stays and not it, where a step preferred the twin."""
    compared: list[Said] = field(default_factory=list)
    """What it said before the step that compared it with its twin."""
    twin: "Story | None" = None
    ways: list[Way] = field(default_factory=list)
    """What would have kept it."""
    rejected: Row | None = None
    """Of a record that could not be read: its line in `rejected.jsonl`."""
    no_text: str = ""
    """Why there is no text to show, where there is none."""

    @property
    def name(self) -> str:
        """The record's own id, else its key, else its place."""
        return str(
            self.record.get("id") or self.record.get("key") or f"{self.record['file']}:{self.record['row']}"
        )


class Telling:
    """A finished run's folder, read for stories.

    Raises:
        InputError: it holds no finished run, or is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.left = Left(folder)

    def story(self, name: str) -> Story:
        """The story of the record with this key or id, or at FILE:LINE or FILE:ROW.

        Raises:
            UsageError: there is no such record in the run, or the name stands for several.
        """
        called = [entry for entry in self._entries([name]) if name in (entry.row.get("key"), entry.row.get("id"))]
        one = called[0] if len(called) == 1 else look_up(self._entries(), name, self.left.inputs)
        return self._told([one])[0]

    def stories(self, code: str, count: int, *, seed: int = 0, fate: str = "") -> tuple[list[Story], Drawn]:
        """The stories of some of the records with a code, drawn by a seed; and from how many.

        Raises:
            UnknownName: no check or step has that code.
        """
        drawn = draw(self.left, code, count, seed=seed, fate=fate)
        return self._told(drawn.entries), drawn

    def _entries(self, mention: Collection[str] = ()) -> Iterator[Entry]:
        for fate, file in (("dropped", DROPPED), ("kept", KEPT), ("rejected", REJECTED)):
            yield from (Entry(fate, row) for row in self.left.rows(file, mention))

    def _told(self, entries: Sequence[Entry]) -> list[Story]:
        known = Gathered(self.left, entries)
        return [_Teller(self.left, known).story(entry) for entry in entries]


class _Teller:
    """Tells stories of records of which everything is gathered."""

    def __init__(self, left: Left, known: Gathered) -> None:
        self.left = left
        self.known = known

    def story(self, entry: Entry) -> Story:
        row = entry.row
        if entry.fate == "rejected":
            return Story(where(row), "rejected", self.known.findings(row), [], rejected=row)
        before = row["step"] if entry.fate == "dropped" else LAST
        member = self.known.member(entry, before)
        edits = member.saying.edits if member.saying else []
        story = replace(
            self._of(entry, member),
            findings=self.known.findings(row),
            edits=[{**self._step(edit["step"]), **edit} for edit in edits],
        )
        return self._dropped(story, row, member) if entry.fate == "dropped" else story

    def _of(self, entry: Entry, member: Member) -> Story:
        """What can be told of a record by itself, and of a twin."""
        read = member.conversation(0)
        return Story(
            record=where(entry.row),
            fate=entry.fate,
            findings=[],
            messages=messages_of(read),
            label=read.label,
            dropped=self._decision(entry.row) if entry.fate == "dropped" else None,
            compared=messages_of(member.conversation(member.before)),
            no_text="" if read.turns else NO_TEXT,
        )

    def _dropped(self, story: Story, row: Row, member: Member) -> Story:
        related = self.known.entry(row["related"])
        twin = self.known.member(related, row["step"]) if related else None
        step = self.left.steps.get(row["step"])
        because = ""
        if isinstance(step, KeepOne) and twin and twin.turns and member.turns:
            because = preferred_because(step, member, twin)
        return replace(
            story,
            because=because,
            twin=self._of(related, twin) if related and twin else None,
            ways=ways(Case(self.left, row, story.findings, member, twin, self.known.peers(row))),
        )

    def _decision(self, row: Row) -> Row:
        return {**self._step(row["step"]), **{name: row[name] for name in _DECISION}}

    def _step(self, number: int) -> Row:
        """The number of a step, its use and its setting, as the ledger has them."""
        entry = self.left.ledger.get(number, {})
        return {"step": number, "use": entry.get("use", ""), "setting": entry.get("setting", "")}


_DECISION = ("code", "name", "message", "score", "related")
