"""Everybody's turns, and what is told of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from benchmarks.near.contenders import Contender
from benchmarks.near.judged import Answer, Told
from benchmarks.near.task import EVERY_PAIR
from benchmarks.near.texts import Files
from benchmarks.processes import last_cores, watch

APART = {
    "PYTHONHASHSEED": "0",
    "RAYON_NUM_THREADS": "1",
    "HF_HUB_OFFLINE": "1",
    "DO_NOT_TRACK": "true",
    "DAFT_ANALYTICS_ENABLED": "0",
}
"""One thread on the one core, and nothing fetched from or told to anybody."""


class Rounds(NamedTuple):
    """How often everybody takes part, and how often peers do."""

    all: int
    peers: int


@dataclass
class Taken:
    """All runs of one contender, by the name of the set of texts."""

    contender: Contender
    told: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    """Every round finds the same."""


def take_turns(taken: Sequence[Taken], sets: dict[str, Files], rounds: Rounds, scratch: Path) -> None:
    """In each round everybody finds what is alike in each set; peers stay away from the later ones if asked to."""
    for number in range(rounds.all):
        for name, files in sets.items():
            for each in taken:
                if each.contender.is_peer and number >= rounds.peers:
                    continue
                told, answer = one_turn(each.contender, files, scratch)
                each.told.setdefault(name, []).append(told)
                each.answers[name] = answer


def one_turn(
    contender: Contender, files: Files, scratch: Path, cores: set[int] | None = None
) -> tuple[dict[str, Any], Answer]:
    """Let one run on these cores, or else on one, in a process of its own."""
    with TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        # It tells its own memory.
        watch(contender.on(files, folder), cores or last_cores(1), APART, memory=False)
        told: dict[str, Any] = json.loads((folder / "told.json").read_text())
        answer = answer_in(folder)
    seconds = measured([told])["cpu_s"]
    print(f"{contender.name} at {contender.similarity}, {files.words.stem}: {seconds:.2f} s CPU", flush=True)
    return told, answer


def answer_in(folder: Path) -> Answer:
    """What was left in a folder."""
    left = {path.stem: np.fromfile(path, np.int32).astype(np.int64) for path in folder.glob("*.i32")}
    pairs, members = (
        Told(left[name][::2], left[name][1::2]) if name in left else None for name in ("pairs", "members")
    )
    return Answer(pairs, members, left.get("removed"), left.get("flagged"))


def measured(told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Of several rounds the one with the median CPU time, with its parts; of peaks of memory the highest.

    Listing every pair, which is done for this measurement alone, is not in it but told beside it.
    """
    every = [[part for part in each["parts"] if part["part"] != EVERY_PAIR] for each in told]
    seconds = [sum(part["cpu_s"] for part in parts) for parts in every]
    middle = sorted(range(len(told)), key=seconds.__getitem__)[(len(told) - 1) // 2]
    listing = [part["cpu_s"] for part in told[middle]["parts"] if part["part"] == EVERY_PAIR]
    return {
        "cpu_s": round(seconds[middle], 3),
        "wall_s": round(sum(part["wall_s"] for part in every[middle]), 3),
        "peak_mb": max(part["peak_mb"] for parts in every for part in parts),
        "rounds_cpu_s": [round(each, 3) for each in seconds],
        "parts": told[middle]["parts"],
        **({"cpu_s_with_pairs": round(seconds[middle] + listing[0], 3)} if listing else {}),
    }
