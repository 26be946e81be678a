"""All runs of a measurement, beside trainers that do the same ones."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.processes import Watched, last_cores, watch
from benchmarks.speed.contenders import CONTENDERS, OURS, Contender
from benchmarks.speed.study import LaidOut, Size

Told = dict[str, Any]
ONCE = "lower layers, once"
APART = ("start", "load", ONCE)
"""Parts that are not done anew in each run, or could be done once for all."""


def beside(data: Path, scratch: Path, size: Size, count: int) -> Told:
    """Some runs by everybody, in turns; what all of them take is scaled from these."""
    laid, told = LaidOut.of(data, scratch, size), {each.name: list[Told]() for each in CONTENDERS}
    ours = [f"--{name}={value}" for name, value in _given(data, scratch, size, count).items()]
    for number, (title, task) in enumerate(laid.timed(count)):
        laid.job(task).write(scratch / "job.json")
        for contender in CONTENDERS:
            told[contender.name].append(_one(contender, scratch, [*ours, f"--number={number}"]) | {"run": title})
    every = _one(CONTENDERS[0], scratch, [*ours, "--number=0", "--all-looks"])
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


def _given(data: Path, scratch: Path, size: Size, count: int) -> dict[str, object]:
    return {
        "data": data,
        "work": scratch / "work",
        "runs": count,
        "records": size.records,
        "held-out": size.held_out,
        "context": size.context,
        "seeds": size.seeds,
    }


def _one(contender: Contender, scratch: Path, ours: list[str]) -> Told:
    out = scratch / "told.json"
    watched: Watched = watch(contender.command(out, scratch / "job.json", *ours), last_cores(1))
    told: Told = json.loads(out.read_text(encoding="utf-8"))
    out.unlink()
    print(f"{contender.name}: {repeated(told):.1f} s CPU, {np.mean(told['losses']):.4f} nats", flush=True)
    return told | {"peak_mb": watched.peak_mb}


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
