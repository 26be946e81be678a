"""Whole measurements, as the command does them: their time, and their memory."""

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.memory import thinned
from benchmarks.processes import last_cores, watch
from benchmarks.speed.study import Size, drawn
from curate.pretrained.smollm2 import NAME

Told = dict[str, Any]
COMPUTED = 5
"""Batches whose lower layers are computed where only memory counts."""
EPOCHS = 0.02
"""Of the set before, there: the fewest steps that any set has."""
HELD_OUT = 100
"""Records by which it is judged there, in a file of their own."""


def times(data: Path, scratch: Path, records: int, cores: int) -> Told:
    """Of the proxy, quick and with five seeds."""
    files = drawn(data, scratch, Size(records))
    ways = {"--quick": ["--quick"], "as it comes": []}
    return {
        "records": records,
        "cores": cores,
        "runs": [{"way": name, **_measured(files, scratch, more, cores)} for name, more in ways.items()],
    }


def memory(data: Path, scratch: Path, records: int, cores: int) -> Told:
    """Of SmolLM2, with the recipe as it comes but for fewer steps, and one seed."""
    files = drawn(data, scratch, Size(records, HELD_OUT))
    more = ["--model", NAME, "--quick", "--seeds", "1", "--epochs", str(EPOCHS)]
    more += ["--held-out", str(files["held-out"])]
    told = _measured(files, scratch, more, cores, "benchmarks.speed.some_states", str(COMPUTED))
    kept = sum(path.stat().st_size for path in (scratch / "work").rglob("*.rows"))
    small = {"computed": COMPUTED, "epochs": EPOCHS, "held_out": HELD_OUT}
    return {"records": records, "cores": cores, **small, "kept_mb": round(kept / 1e6, 1), **told}


def _measured(files: dict[str, Path], scratch: Path, more: list[str], cores: int, *by: str) -> Told:
    program = [sys.executable, "-m", *(by or ("curate",)), "measure", str(files["before"]), str(files["after"])]
    out = scratch / "measure.json"
    own = ["--work", str(scratch / "work"), "--threads", str(cores), "--output-format", "json", "-o", str(out)]
    # Each process has one thread.
    watched = watch([*program, *more, *own, "--quiet"], last_cores(cores), {"OMP_NUM_THREADS": "1"})
    report = json.loads(out.read_text(encoding="utf-8"))
    print(
        f"{' '.join(more)}: {watched.cpu_s:,.0f} s CPU, {watched.wall_s:,.0f} s, {watched.peak_mb:,.0f} MB",
        flush=True,
    )
    return {
        "cpu_s": watched.cpu_s,
        "wall_s": watched.wall_s,
        "peak_mb": watched.peak_mb,
        "series": thinned(watched.series),
        "arms": len(report["arms"]),
        "seeds": len(report["seeds"]),
        "trained_cpu_s": report["seconds"],
    }
