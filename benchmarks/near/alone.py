"""What is measured of `curate` alone: texts of one template, many more texts, and two cores."""

import statistics
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.near.contenders import SIMILARITY, Contender, ours
from benchmarks.near.taken import measured, one_turn
from benchmarks.near.texts import Files, of_one_template, write_texts
from benchmarks.near.truth import by_counting
from benchmarks.processes import last_cores, watch

TEMPLATE_TEXTS = 10_000
BESIDE = "beside"
"""The time on one core while the other one does the same."""
SOME = 200
"""So many texts of a template tell how alike all are."""


def both_routes() -> list[Contender]:
    """MinHash and the join, from texts to leaders and no further."""
    return [each.leaders_only() for each in ours() if each.similarity == SIMILARITY and each.is_route]


def routes(files: Files, megabytes: float, scratch: Path, rounds: int) -> list[dict[str, Any]]:
    """What each route takes, in turns: the first one may wait for memory that the system has to find."""
    contenders = both_routes()
    turns = [[one_turn(each, files, scratch) for each in contenders] for _ in range(rounds)]
    rows = []
    for contender, own in zip(contenders, zip(*turns, strict=True), strict=True):
        answer = own[0][1]
        assert answer.members is not None
        took = measured([told for told, _ in own])
        of_text = round(took["peak_mb"] / megabytes, 2)
        rows.append(
            {"name": contender.name, "members": len(answer.members.one), **took, "peak_of_text": of_text},
        )
    return rows


def one_template(scratch: Path, seed: int, rounds: int) -> dict[str, Any]:
    """Texts that are all a little less alike than the threshold."""
    words = of_one_template(TEMPLATE_TEXTS, seed)
    path = scratch / "template.jsonl"
    write_texts(path, words)
    some = by_counting(words[:SOME], 0.0).similarity
    megabytes = sum(map(len, words)) / 1e6
    return {
        "records": len(words),
        "megabytes": round(megabytes, 1),
        "similarity": SIMILARITY,
        "alike": {"least": round(float(some.min()), 3), "most": round(float(some.max()), 3)},
        "routes": routes(Files(path, path), megabytes, scratch, rounds),
    }


def two_cores(files: Files, scratch: Path, rounds: int) -> dict[str, Any] | None:
    """How long it takes on one core, on two, and on one while the other does the same; nothing where there is one.

    That is each route from texts to leaders, and the check from the file to findings. What goes on beside itself
    shares no work: what it takes longer than alone, the machine does not give, and no division of the work could.
    """
    try:
        both = last_cores(2)
    except SystemExit:
        return None
    ways: dict[str, Callable[[set[int]], float]] = {
        each.name: partial(_route_s, each, files, scratch) for each in both_routes()
    }
    ways["check"] = partial(_check_s, scratch)
    taken: dict[str, dict[str, list[float]]] = {name: {} for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            walls = {"1": way(last_cores(1)), "2": way(both), BESIDE: _beside(way, both)}
            for cores, wall in walls.items():
                taken[name].setdefault(cores, []).append(wall)
    return {
        name: {cores: round(statistics.median(walls), 3) for cores, walls in by_cores.items()}
        for name, by_cores in taken.items()
    }


def _beside(way: Callable[[set[int]], float], cores: set[int]) -> float:
    """The longest time of one on each core, all at once."""
    with ThreadPoolExecutor(len(cores)) as runs:
        return max(runs.map(way, ({core} for core in cores)))


def _route_s(contender: Contender, files: Files, scratch: Path, cores: set[int]) -> float:
    told, _ = one_turn(contender, files, scratch, cores)
    return float(measured([told])["wall_s"])


def _check_s(scratch: Path, cores: set[int]) -> float:
    corpus = scratch / "corpus.jsonl"
    command = [sys.executable, "-m", "curate", "check", str(corpus), "--select", "DUP002", "--no-cache", "--quiet"]
    with TemporaryDirectory(dir=scratch) as folder:
        out = ["--fail-on", "never", "-o", str(Path(folder) / "findings.txt")]
        return watch([*command, *out, "--threads", str(len(cores))], cores, memory=False).wall_s
