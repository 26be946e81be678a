"""How much code is told as such, and how much prose is taken for it."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.langid.texts import letters, rows
from benchmarks.precision import wilson
from curate.langid.identify import LEAST_LETTERS, identify
from curate.langid.names import ZXX

LABELS = Path(__file__).parent.parent / "labels" / "code_outputs.csv"
"""Responses that somebody has read: the line, and whether it is code, prose, both or something else."""
CODE = "code_alpaca_2k.jsonl.gz"
MEANT = ("code", "both", "prose", "other")
PROSE = {
    "dolly, responses": ("dolly.jsonl.gz", "response"),
    "alpaca English, responses": ("alpaca_en_demo.json", "output"),
    "alpaca Chinese, responses": ("alpaca_zh_demo.json", "output"),
    "gsm8k, answers": ("gsm8k_train.jsonl.gz", "answer"),
}
"""Nearly all of them prose; some of the responses are code, or hold some, and count as prose all the same."""


def share(hits: int, of: int) -> dict[str, Any]:
    """How many of how many, with the interval of the share."""
    if not of:
        return {"hits": hits, "of": of}
    low, high = wilson(hits, of)
    return {"hits": hits, "of": of, "share": round(hits / of, 4), "low": round(low, 4), "high": round(high, 4)}


def called_code(texts: Iterable[str]) -> dict[str, Any]:
    """How many texts are told as code."""
    told = identify(pl.Series(list(texts), dtype=pl.String)).struct.field("lang")
    return share(int((told == ZXX).sum()), len(told))


def read_labels(path: Path) -> list[tuple[int, str]]:
    """Each line that was read, and what it is.

    Raises:
        ValueError: a label is none of those that are meant.
    """
    with path.open(encoding="utf-8", newline="") as file:
        read = [(int(row["line"]), row["label"]) for row in csv.DictReader(file)]
    if others := {label for _, label in read} - set(MEANT):
        raise ValueError(f"{path.name} has labels that are not meant: {', '.join(sorted(others))}")
    return read


def by_hand(data: Path, labels: Path = LABELS) -> dict[str, Any] | None:
    """For each kind of response that was read how many are told as code; nothing where none was."""
    if not labels.exists():
        return None
    read, outputs = read_labels(labels), [row["output"] for row in rows(data / CODE)]
    return {kind: called_code(outputs[line - 1] for line, label in read if label == kind) for kind in MEANT}


def of_prose(data: Path) -> dict[str, Any]:
    """For each set of prose how many are told as code, of those with letters enough to be told at all."""
    sets = {name: [row[field] for row in rows(data / file)] for name, (file, field) in PROSE.items()}
    told = {name: called_code(long_enough(texts)) for name, texts in sets.items()}
    both = Counter[str]()
    for each in told.values():
        both.update({name: each[name] for name in ("hits", "of")})
    return {"least_letters": LEAST_LETTERS, "sets": told, "together": share(both["hits"], both["of"])}


def long_enough(texts: Sequence[str]) -> list[str]:
    """Those with letters enough."""
    return [text for text in texts if letters(text) >= LEAST_LETTERS]
