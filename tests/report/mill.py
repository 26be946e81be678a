"""Records that say the same but for some words, and their families by plain Python."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import curate
from curate.records.records import Records

Row = dict[str, Any]
SAID = "the miller opens the sluice at dawn and grinds rye until the pond is low or the carter comes"
WORDS = SAID.split()
CHANGES = st.lists(st.sets(st.integers(0, 17), max_size=4), min_size=1, max_size=8)
"""Each of these words of a text is another one."""


def said(changed: set[int]) -> str:
    return " ".join(f"not{word}" if at in changed else word for at, word in enumerate(WORDS))


def rows_of(changes: Sequence[set[int]], chat: Callable[..., Row], begin: int = 0) -> list[Row]:
    return [
        chat("How does the mill work?", said(each), id=f"m-{number}") for number, each in enumerate(changes, begin)
    ]


def triples(row: Row) -> set[tuple[str, ...]]:
    """The three-word sequences of a record, by plain Python."""
    words = " ".join(message["content"] for message in row["messages"]).lower().replace("?", " ").split()
    return set(zip(words, words[1:], words[2:], strict=False))


def alike(one: Row, other: Row) -> float:
    first, second = triples(one), triples(other)
    return len(first & second) / len(first | second)


def families_of(old: Sequence[Row], new: Sequence[Row], similarity: float) -> dict[str, tuple[str, float]]:
    """Of each member its leader and their similarity: an old record that is like it comes before any new one."""
    found: dict[str, tuple[str, float]] = {}
    for at, row in enumerate(new):
        leading = [other for other in new[:at] if other["id"] not in found]
        for others in (old, leading):
            scored = [(alike(row, other), -place) for place, other in enumerate(others)]
            score, place = max(scored, default=(0.0, 0))
            if score >= similarity:
                found[row["id"]] = (others[-place]["id"], score)
                break
    return found


def by_key(records: Records, rows: Sequence[Row]) -> list[Row]:
    """The rows in the order that decides."""
    return [rows[row - 1] for row in records.index.sort("rank")["row"]]


def read_rows(rows: Sequence[Row], path: Path) -> Records:
    """Records that were read from a file of these rows."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return curate.read(path)
