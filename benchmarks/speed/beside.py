"""All runs of a measurement, beside trainers that do the same ones."""

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.processes import last_cores, watch
from benchmarks.speed.contenders import CONTENDERS, OURS, Contender
from benchmarks.speed.study import LaidOut, Size

Told = dict[str, Any]
ONCE = "lower layers, once"
APART = ("start", "load", ONCE)
"""Parts that are not done anew in each run, or could be done once for all."""


def beside(data: Path, work: Path, size: Size, count: int) -> Told:
    """Some runs by everybody, in turns; what all take is scaled from these. Those that are done are kept."""
    folder = work / "-".join(str(each) for each in (*size, count))
    folder.mkdir(parents=True, exist_ok=True)
    laid, told = LaidOut.of(data, folder, size), {each.name: list[Told]() for each in CONTENDERS}
    ours = [f"--{name}={value}" for name, value in _given(data, folder, size, count).items()]
    for number, (title, task) in enumerate(laid.timed(count)):
        laid.job(task).write(folder / "job.json")
        for contender in CONTENDERS:
            run = _Run(contender, folder, number, (*ours, f"--number={number}"))
            told[contender.name].append(run.told() | {"run": title})
    every = _Run(CONTENDERS[0], folder, count, (*ours, "--number=0", "--all-looks")).told()
    examples, arm = laid.study.examples, next(laid.timed(1))[1].arm
    return {
        "records": size.records,
        "context": size.context,
        "seeds": size.seeds,
        "arms": len(laid.study.folds[0].arms),
        "layers": laid.recipe.layers,
        "learning_rate": laid.recipe.learning_rate,
        "steps": next(laid.timed(1))[1].steps,
        "trained_records": len(arm.rows),
        "tokens": int(examples.lengths[arm.rows].sum()),
        "response_tokens": int(examples.trained[arm.rows].sum()),
        "held_out": len(laid.study.folds[0].judged.own),
        "contenders": [summary(each, told[each.name], len(laid.tasks()), told[OURS]) for each in CONTENDERS],
        "all_looks_cpu_s": repeated(every),
    }


def _given(data: Path, folder: Path, size: Size, count: int) -> dict[str, object]:
    """What tells us what to train on."""
    return {
        "data": data,
        "work": folder / "work",
        "runs": count,
        "records": size.records,
        "held-out": size.held_out,
        "context": size.context,
        "seeds": size.seeds,
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
            watch(self.contender.command(out, self.folder / "job.json", *self.ours), last_cores(1))
        told: Told = json.loads(out.read_text(encoding="utf-8"))
        print(f"{name}: {repeated(told):.1f} s CPU, {np.mean(told['losses']):.4f} nats", flush=True)
        return told


def repeated(told: Told) -> float:
    """CPU seconds of what every run does anew."""
    return float(sum(part["cpu_s"] for name, part in told["parts"].items() if name not in APART))


def summary(contender: Contender, told: list[Told], fine_tunes: int, ours: list[Told]) -> Told:
    """What is stored of a contender: its runs, and what all fine-tunes take."""
    each = [repeated(run) for run in told]
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
        "each_cpu_s": float(np.mean(each)),
        "all_cpu_s": once + fine_tunes * float(np.mean(each)),
    }
