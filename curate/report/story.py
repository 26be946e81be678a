"""The whole story of one record in a run, from what the run left."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from curate.checks.privacy import unquoted
from curate.errors import InputError, UnknownName
from curate.files.folder import MANIFEST, read_bytes, read_lines
from curate.files.outputs import CELLS, kind_of
from curate.files.sources import open_source
from curate.records.known import Reading, conversation_at, known_as
from curate.records.turns import Turn
from curate.report.lookup import Entry, Row, look_up


@dataclass(frozen=True)
class Story:
    """What happened to one record: read, found, kept or dropped, and because of which other record."""

    record: Row
    """Its key, id, file, line, row and offset."""
    fate: str
    """`kept`, `dropped` or `rejected`."""
    findings: list[Row]
    dropped: Row | None
    turns: list[Turn]
    twin: "Story | None"
    step: Row | None
    """The ledger's entry for the step that dropped it."""
    edits: list[Row]
    """What was changed of it, as `edited.jsonl` has it, but for what is private."""

    @property
    def name(self) -> str:
        """The record's own id, else its key, else its place."""
        return str(
            self.record.get("id") or self.record.get("key") or f"{self.record['file']}:{self.record['row']}"
        )

    def as_json(self) -> Row:
        """The story as plain values; what is private in a text is not told, as in all that is shown."""
        return {
            "record": self.record,
            "fate": self.fate,
            "findings": self.findings,
            "dropped": self.dropped,
            "edits": self.edits,
            "step": self.step,
            "messages": [
                {"role": turn.role, "content": turn.content and unquoted(turn.content)} for turn in self.turns
            ],
            "twin": self.twin.as_json() if self.twin else None,
        }


class Telling:
    """A finished run's folder, read for stories."""

    def __init__(self, folder: Path) -> None:
        if not (folder / MANIFEST).exists():
            raise InputError(
                f"{folder} holds no finished run.",
                hint="curate run sft-default FILES... --out DIR makes one.",
            )
        self.folder = folder
        self.ledger: Row = json.loads(read_bytes(folder / "ledger.json"))
        self.inputs = {each["file"]: each for each in json.loads(read_bytes(folder / MANIFEST))["inputs"]}

    def story(self, name: str) -> Story:
        """The story of the record with this key or id, or at FILE:LINE or FILE:ROW.

        Raises:
            UsageError: there is no such record in the run, or the name stands for several.
        """
        return self._told(look_up(self._entries(), name, self.inputs))

    def _entries(self) -> Iterator[Entry]:
        for fate, file in (
            ("dropped", "dropped.jsonl"),
            ("kept", "lineage.jsonl"),
            ("rejected", "rejected.jsonl"),
        ):
            yield from (Entry(fate, row) for row in self._rows(file))

    def _told(self, entry: Entry, *, with_twin: bool = True) -> Story:
        fate, row = entry
        place = {name: row.get(name) for name in ("key", "id", "file", "line", "row", "offset")}
        dropped = {name: row[name] for name in _DECISION} if fate == "dropped" else None
        step = next((each for each in self.ledger["steps"] if dropped and each["step"] == dropped["step"]), None)
        related = dropped["related"] if dropped else None
        return Story(
            record=place,
            fate=fate,
            findings=self._findings(place) if with_twin else [],
            dropped=dropped,
            turns=self._turns(fate, row),
            twin=self._twin(related) if related and with_twin else None,
            step=step,
            edits=self._edits(place) if with_twin else [],
        )

    def _twin(self, key: str) -> Story:
        entry = next(each for each in self._entries() if each.row.get("key") == key)
        return self._told(entry, with_twin=False)

    def _rows(self, name: str) -> Iterator[Row]:
        return map(json.loads, read_lines(self.folder / name))

    def _findings(self, place: Row) -> list[Row]:
        return [
            row
            for row in self._rows("findings.jsonl")
            if row["file"] == place["file"] and row["row"] == place["row"]
        ]

    def _edits(self, place: Row) -> list[Row]:
        own = [row for row in self._rows("edited.jsonl") if row["key"] == place["key"]]
        return [{**row, **{name: _discreet(row[name]) for name in ("before", "after")}} for row in own]

    def _turns(self, fate: str, row: Row) -> list[Turn]:
        if fate == "rejected":
            return []
        made_from = self.inputs[row["file"]]
        delimited = kind_of(made_from["outputs"][0]) in CELLS
        try:
            known = known_as(Reading(made_from["format"], made_from["map"]), delimited=delimited)
        except UnknownName:
            known = None  # a format of the user's own is not loaded to tell a story
        if known is None:
            return [Turn("record", row.get("raw", ""), "")]
        if fate == "kept":
            return conversation_at(open_source(str(self.folder / row["output"])), known, row["output_row"]).turns
        raw = row["raw"].encode()
        cells = open_source(str(self.folder / made_from["outputs"][0])).cells(raw) if delimited else None
        return known.conversation(raw, cells).turns


_DECISION = ("step", "code", "name", "message", "score", "related")


def _discreet(value: object) -> object:
    """A text without what is private in it; any other value as it is."""
    return unquoted(value) if isinstance(value, str) else value
