"""All runs of a measurement, beside trainers that do the same ones."""

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.processes import last_cores, watch
from benchmarks.speed.contenders import CONTENDERS, OURS, Contender
from benchmarks.speed.study import LaidOut, Size
from benchmarks.speed.task import ONCE

Told = dict[str, Any]


def beside(data: Path, work: Path, size: Size) -> Told:
    """Some runs by everybody, in turns; what all take is scaled from these. Those that are done are kept."""
    folder = work / "-".join(str(each) for each in size)
    folder.mkdir(parents=True, exist_ok=True)
    laid, told = LaidOut.of(data, folder, size), {each.name: list[Told]() for each in CONTENDERS}
    given = {"data": data, "work": folder / "work", **size._asdict()}
    ours = [f"--{name.replace('_', '-')}={value}" for name, value in given.items()]
    for number, (title, task) in enumerate(laid.timed().items()):
        laid.job(task).write(folder / f"job-{number}.json")
        for contender in CONTENDERS:
            run = _Run(contender, folder, number, (*ours, f"--number={number}"))
            told[contender.name].append(run.told() | {"run": title})
    every = _Run(CONTENDERS[0], folder, size.runs, (*ours, "--number=0", "--all-looks")).told()
    task, whole = next(iter(laid.timed().values())), next(iter(laid.tasks().values()))
    examples, rows, count = laid.study.examples, task.arm.rows, len(laid.tasks())
    return {
        **size._asdict(),
        "arms": len(laid.study.folds[0].arms),
        "layers": laid.recipe.layers,
        "timed_steps": task.steps,
        "all_steps": whole.steps,
        "trained_records": len(rows),
        "tokens": int(examples.lengths[rows].sum()),
        "response_tokens": int(examples.trained[rows].sum()),
        "scored": len(task.looks[task.steps]),
        "contenders": [
            summary(each, told[each.name], told[OURS], count, whole.steps / task.steps) for each in CONTENDERS
        ],
        "all_looks_cpu_s": each_takes(every, whole.steps / task.steps),
    }


class _Run(NamedTuple):
    """One fine-tune by one of them."""

    contender: Contender
    folder: Path
    number: int
    ours: tuple[str, ...]

    def told(self) -> Told:
        """What it took and came to; it is done unless it was."""
        name = f"{self.contender.module.rpartition('.')[2]}-{self.number}"
        out = self.folder / f"{name}.json"
        if not out.exists():
            if self.contender.name == OURS and not self.number:
                # What was ended on its way would be found there, and cost nothing.
                shutil.rmtree(self.folder / "work", ignore_errors=True)
            watch(self.contender.command(out, self.folder / f"job-{self.number}.json", *self.ours), last_cores(1))
        told: Told = json.loads(out.read_text(encoding="utf-8"))
        print(f"{name}: {each_takes(told, 1.0):.1f} s CPU, {np.mean(told['losses']):.4f} nats", flush=True)
        return told


def each_takes(told: Told, longer: float) -> float:
    """CPU seconds of a fine-tune whose training is so many times as long as that which was timed."""
    train, score = (told["parts"][name]["cpu_s"] for name in ("train", "score"))
    return float(longer * train + score)


def summary(contender: Contender, told: list[Told], ours: list[Told], fine_tunes: int, longer: float) -> Told:
    """What is stored of a contender: its runs, and what all fine-tunes take, so many times as long as these."""
    each = float(np.mean([each_takes(run, longer) for run in told]))
    once = max((run["parts"][ONCE]["cpu_s"] for run in told if ONCE in run["parts"]), default=0.0)
    apart = [np.abs(np.subtract(run["losses"], own["losses"])).max() for run, own in zip(told, ours, strict=True)]
    return {
        "name": contender.name,
        "settings": contender.settings,
        "versions": told[0]["versions"],
        "trained": told[0]["trained"],
        "peak_mb": max(run["peak_mb"] for run in told),
        "runs": [
            {"run": run["run"], "loss": float(np.mean(run["losses"])), "parts": run["parts"]} for run in told
        ],
        "loss_apart": float(max(apart)),
        "once_cpu_s": once,
        "each_cpu_s": each,
        "all_cpu_s": once + fine_tunes * each,
    }
