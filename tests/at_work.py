"""What tests of the work itself need: small sets with something to find, and the bytes that a run leaves."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from curate import Step
from curate.checks import Check
from curate.pipeline import Pipeline, default_checks
from curate.records import frame
from curate.steps import Drop, KeepOne, Redact, Repair

Row = dict[str, Any]

PROMPT = "My basil dies on the windowsill every winter. What should I do to keep it alive until spring comes?"
WATER = (
    "Water it from below, turn the pot every few days, and pinch off the tops before they flower, so that it "
    "grows wide and not tall. It wants six hours of light."
)
CUT = (
    "Take cuttings in September: they root in a glass of water within two weeks, and a young plant lives through "
    "a dark winter far better than an old one does. Give it a lamp."
)
BUY = (
    "Buy a new pot in spring. Basil is a plant for one summer, whatever the label says, and a greenhouse that "
    "keeps it warm costs more than the herb is worth."
)
ASK = "Ask t.oyelaran@lakeside-clinic.co.uk, who has kept hers on the sill for three winters now."


def chat(prompt: str, response: str, **fields: object) -> Row:
    messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}]
    return {**fields, "messages": messages}


SET: tuple[Row, ...] = (
    chat(PROMPT, WATER, id="a"),
    chat(PROMPT, WATER.replace("six", "seven"), id="b"),
    chat("How do I root basil?", CUT, id="c"),
    chat("How do I root basil?", CUT.upper(), id="d"),
    chat("Whom can I ask about basil?", ASK, id="e"),
    chat("Is it basil &amp; thyme?", BUY, id="f"),
    chat("Should I buy another one?", "ok.", id="g"),
    chat("Should I buy another one?", "ok.", id="h", curate_ignore=["LEN001"]),
    chat("Whom did you ask &amp; why?", ASK.replace("three", "two"), id="i"),
    chat(PROMPT, WATER, id="a"),
)
"""Records of which about every second one has something to find; one stands twice, byte for byte."""
BROKEN = b'{"id": "x", "messages": "none"}\n{"id": "y", "messages": [\n'
STEPS: tuple[Step, ...] = (
    Repair(on=("TXT001",)),
    Redact(on=("PII001",)),
    Drop(on=("LEN001",)),
    KeepOne(of="DUP002", prefer="longest-response"),
)
SELECT = ("DUP", "LEN", "PII001", "TXT001")
ENGLISH = ("en",)


def pipeline(*checks: Check, steps: Sequence[Step] = STEPS, select: tuple[str, ...] = SELECT) -> Pipeline:
    """A pipeline of few checks, which acts on what each of them finds."""
    codes = tuple(check.code for check in checks)
    return Pipeline(name="trial", steps=steps, checks=(*default_checks(), *checks), select=(*select, *codes))


def lay(path: Path, rows: Sequence[Row] = SET, broken: bytes = b"") -> Path:
    """A file of these records."""
    path.write_bytes(b"".join(json.dumps(row).encode() + b"\n" for row in rows) + broken)
    return path


def contents(out: Path) -> dict[str, bytes]:
    """All that a run left, but for the times; whatever it left."""
    files = (path for path in out.rglob("*") if path.is_file() and path.name != "timing.json")
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


InParts = Callable[[int], None]


def parts_of(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let parts have so many records."""
    monkeypatch.setattr(frame, "SIZE", size)


HOUSE = '''
from pathlib import Path

import polars as pl

from curate import RowCheck
from curate.records.columns import is_response, text

NOTES = Path(__file__).with_name("looked-at")


class TooPlain(RowCheck, code="ACME001"):
    """A response says so little that it could stand under any prompt."""

    least: int = 10

    def flag(self) -> pl.Expr:
        return text().map_batches(_noted, return_dtype=pl.String).str.len_chars() < self.least


def _noted(texts: pl.Series) -> pl.Series:
    with NOTES.open("a") as file:
        file.write("".join(f"{text!r}\\n" for text in texts))
    return texts
'''
"""A check of one's own that notes down every text that it looks at, in whatever process."""


class House:
    """A module on the disk that holds that check."""

    def __init__(self, folder: Path, name: str) -> None:
        self.file = folder / f"{name}.py"
        self.notes = folder / "looked-at"
        self.file.write_text(HOUSE)

    def looked_at(self) -> list[str]:
        """The texts that were looked at since it was asked last."""
        told = self.notes.read_text().splitlines() if self.notes.exists() else []
        self.notes.unlink(missing_ok=True)
        return told
