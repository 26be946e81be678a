"""Everybody's turns, and what is told of them."""

import json
import shutil
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.langid.codes import code
from benchmarks.langid.contenders import Contender
from benchmarks.langid.texts import BATCH, FEW, write
from benchmarks.near.taken import APART
from benchmarks.processes import last_cores, watch

AT_LEAST = 0.3
"""CPU seconds that the texts of one length are told again and again for."""
ALL = "all"


@dataclass
class Taken:
    """What one contender told of all texts, and how it did in each round."""

    contender: Contender
    labels: npt.NDArray[np.str_]
    sure: npt.NDArray[np.float64]
    rounds: list[dict[str, Any]] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Speeds, and what loading and working take, as medians; versions."""
        speeds = [each["texts_a_cpu_s"] for each in self.rounds]
        told = {name: round(statistics.median(each[name] for each in speeds)) for name in speeds[0]}
        figures = ("load_cpu_s", "load_mb", "most_mb", "tables_cpu_s", "kernels_cpu_s", "tables_mb")
        rest = {
            name: round(statistics.median(each[name] for each in self.rounds), 3)
            for name in figures
            if name in self.rounds[0]
        }
        return {"texts_a_cpu_s": told, **rest, "versions": self.rounds[0]["versions"]}

    def knows(self) -> frozenset[str]:
        """The languages that it can tell."""
        return frozenset(map(code, self.rounds[0]["knows"]))


def tell_all(
    contenders: Iterable[Contender], texts: Iterable[str], scratch: Path
) -> tuple[list[Taken], dict[str, str]]:
    """Let each tell all texts once; and who can not, and why."""
    path, taken, left_out = write(scratch / f"{ALL}.jsonl", texts), list[Taken](), dict[str, str]()
    for each in contenders:
        try:
            _, folder = one_turn(each, [path], scratch)
        except SystemExit as error:
            left_out[each.name] = str(error).strip().splitlines()[-1]
            print(f"{each.name} is left out: {left_out[each.name]}", flush=True)
            continue
        told = [json.loads(line) for line in (folder / f"{ALL}.labels").read_text(encoding="utf-8").splitlines()]
        shutil.rmtree(folder)
        taken.append(
            Taken(each, np.array([code(label) for label, _ in told]), np.array([sure for _, sure in told]))
        )
    return taken, left_out


def take_turns(taken: Sequence[Taken], texts: Mapping[str, Sequence[str]], rounds: int, scratch: Path) -> None:
    """In each round everybody tells texts of each length, over and over for a while."""
    many = [write(scratch / f"{length}.jsonl", own) for length, own in texts.items()]
    (scratch / "few").mkdir()
    few = [write(scratch / "few" / f"{length}.jsonl", own[:: BATCH // FEW]) for length, own in texts.items()]
    for _ in range(rounds):
        for each in taken:
            given = few if each.contender.is_slow else many
            told, folder = one_turn(each.contender, given, scratch, "--at-least", str(AT_LEAST))
            shutil.rmtree(folder)
            each.rounds.append(told)


def one_turn(
    contender: Contender, texts: Sequence[Path], scratch: Path, *more: str
) -> tuple[dict[str, Any], Path]:
    """Let one run on one core, in a process of its own; what it told, and the folder that it left."""
    folder = scratch / "out"
    folder.mkdir()
    command = [*contender.command, str(folder), *map(str, texts), *contender.options, *more]
    try:
        watch(command, last_cores(1), APART)
    except SystemExit:
        shutil.rmtree(folder)
        raise
    told: dict[str, Any] = json.loads((folder / "told.json").read_text())
    print(f"{contender.name}: {told['texts_a_cpu_s']} texts a CPU second", flush=True)
    return told, folder
