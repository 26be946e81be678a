"""The whole story of one record in a run, from what the run left."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curate.errors import InputError, UnknownName, UsageError
from curate.files.folder import MANIFEST, read_bytes, read_lines
from curate.files.sources import open_source
from curate.records.known import Reading, conversation_at, known_in
from curate.records.turns import Turn

Row = dict[str, Any]


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

    @property
    def name(self) -> str:
        """The record's own id, else its key, else its place."""
        return str(
            self.record.get("id") or self.record.get("key") or f"{self.record['file']}:{self.record['row']}"
        )

    def as_json(self) -> Row:
        """The story as plain values."""
        return {
            "record": self.record,
            "fate": self.fate,
            "findings": self.findings,
            "dropped": self.dropped,
            "step": self.step,
            "messages": [{"role": turn.role, "content": turn.content} for turn in self.turns],
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

    def story(self, name: str, *, with_twin: bool = True) -> Story:
        """The story of the record with this key, id, or FILE:ROW.

        Raises:
            UsageError: there is no such record in the run, or an id names several.
        """
        for fate, file in (
            ("dropped", "dropped.jsonl"),
            ("kept", "lineage.jsonl"),
            ("rejected", "rejected.jsonl"),
        ):
            found = [row for row in self._rows(file) if _is_called(row, name)]
            if len(found) > 1:
                keys = ", ".join(str(row.get("key")) for row in found[:5])
                raise UsageError(f"{len(found)} records are called {name}.", hint=f"Use a key: {keys}")
            if found:
                return self._told(fate, found[0], with_twin=with_twin)
        raise UsageError(
            f"no record of {self.folder} is called {name}.",
            hint="A record goes by its key, its own id, or FILE:ROW, as in findings.jsonl and dropped.jsonl.",
        )

    def _told(self, fate: str, row: Row, *, with_twin: bool) -> Story:
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
            twin=self.story(related, with_twin=False) if related and with_twin else None,
            step=step,
        )

    def _rows(self, name: str) -> Iterator[Row]:
        return map(json.loads, read_lines(self.folder / name))

    def _findings(self, place: Row) -> list[Row]:
        return [
            row
            for row in self._rows("findings.jsonl")
            if row["file"] == place["file"] and row["row"] == place["row"]
        ]

    def _turns(self, fate: str, row: Row) -> list[Turn]:
        if fate == "rejected":
            return []
        made_from = self.inputs[row["file"]]
        source = open_source(str(self.folder / made_from["output"]))
        try:
            known = known_in(source, Reading(made_from["format"], made_from["map"]))
        except UnknownName:
            # A format of the user's own is not loaded to tell a story.
            return [Turn("record", row.get("raw", ""), "")]
        if fate == "dropped":
            raw = row["raw"].encode()
            return known.conversation(raw, source.cells(raw)).turns
        return conversation_at(source, known, row["output_row"]).turns


_DECISION = ("step", "code", "name", "message", "score", "related")


def _is_called(row: Row, name: str) -> bool:
    file, _, number = name.rpartition(":")
    return name in (row.get("key"), row.get("id")) or (row["file"] == file and str(row["row"]) == number)
