"""How much memory does a run over 1,000,000 records take, from its start to its end, and what do two cores save?

python -m benchmarks.memory --data DIR-OF-REAL-SETS [--records 1000000] [--seed 7] [--pipeline sft-default]
    [--without DUP002,LNG] [--cores 1,2] [--rounds 1] [--more] [--scratch DIR]
    [--out benchmarks/results/memory.json]

Writes benchmarks/results/memory.json, or what --out names; `python -m benchmarks.tables` then renews the table and
the picture. The pipeline is the shipped one without the checks that compare all records or tell languages, which
`throughput.py` measures. First come runs for their times, when nobody looks at their memory, which would slow them
down: all that are compared in each round, since a machine that others use as well is faster at some times than at
others; medians are told, and `--more` adds rounds of another time. Then comes one on each number of cores for its
memory. Where cores are compared, runs on a core each also go on beside each other in each round: they share no
work, and slow each other down only as the machine makes them, so no run can be shared out better than that.
Needs room on the disk for the corpus and for what is made of it: 3 GB, and 2 GB for each further core.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.contenders import PACKAGES
from benchmarks.corpus import write_corpus
from benchmarks.processes import MEMORY, Watched, last_cores, watch

RESULTS = Path(__file__).parent / "results" / "memory.json"
Round = dict[str, list[float]]
"""Wall and CPU seconds by number of cores, and the wall seconds of runs beside each other by core."""
WAYS = ("records", "seed", "pipeline", "without", "cores")
"""What is asked; rounds of something else can not be added."""
POINTS = 200
"""So many moments of a run are stored."""


def without(pipeline: dict[str, Any], codes: Sequence[str]) -> dict[str, Any]:
    """A pipeline that neither runs checks of these codes nor acts on them."""

    def named(code: str) -> bool:
        return code.startswith(tuple(codes))

    steps = []
    for step in pipeline["steps"]:
        on = [code for code in step.get("on", []) if not named(code)]
        if not named(step.get("of", "")) and (on or "on" not in step):
            steps.append({**step, "on": on} if on else step)
    return {**pipeline, "ignore": [*pipeline.get("ignore", []), *codes], "steps": steps}


def as_toml(value: Any) -> str:  # noqa: ANN401  TOML holds values of any kind
    """A value as TOML writes it in one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {as_toml(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def write_pipeline(name: str, codes: Sequence[str], target: Path) -> None:
    """A shipped pipeline without some checks, as a file."""
    from curate.files.resources import pipeline_text

    changed = without(tomllib.loads(pipeline_text(name)[1]), codes)
    target.write_text("".join(f"{key} = {as_toml(value)}\n" for key, value in changed.items()), encoding="utf-8")


def thinned(series: Sequence[tuple[float, float]], points: int = POINTS) -> list[tuple[float, float]]:
    """So many moments at most, of each stretch of time the one with the most memory, so that the peak stays."""
    if len(series) <= points:
        return list(series)
    bounds = [len(series) * number // points for number in range(points + 1)]
    return [max(series[low:high], key=lambda moment: moment[1]) for low, high in pairwise(bounds)]


class Run(NamedTuple):
    """What is run, and a folder for what it leaves."""

    pipeline: Path
    corpus: Path
    out: Path

    def timed(self, cores: int) -> Watched:
        """A run on so many cores, for its times."""
        took = watch(self._into(self.out), last_cores(cores), memory=False)
        shutil.rmtree(self.out)
        print(f"{cores} cores: {took.wall_s:.1f} s, {took.cpu_s:.1f} s CPU", flush=True)
        return took

    def beside(self, cores: int) -> list[float]:
        """The wall times of a run on each of so many cores, all of them at once."""

        def one(core: int) -> float:
            return watch(self._into(self.out / str(core)), {core}, memory=False).wall_s

        self.out.mkdir()
        with ThreadPoolExecutor(cores) as runs:
            walls = list(runs.map(one, sorted(last_cores(cores))))
        shutil.rmtree(self.out)
        print(f"{cores} runs on a core each: {', '.join(f'{wall:.1f}' for wall in walls)} s", flush=True)
        return walls

    def watched(self, cores: int) -> dict[str, Any]:
        """A run on so many cores, for its memory, and what it told of its records."""
        took = watch(self._into(self.out), last_cores(cores))
        ledger = json.loads((self.out / "ledger.json").read_text())
        shutil.rmtree(self.out)
        print(f"{cores} cores: {took.peak_mb:,.0f} MB", flush=True)
        return {
            "peak_mb": took.peak_mb,
            "series": thinned(took.series),
            "ledger": {name: ledger[name] for name in ("read", "dropped", "kept")},
        }

    def _into(self, folder: Path) -> list[str]:
        words = [str(self.pipeline), str(self.corpus), "--out", str(folder), "--quiet", "--no-cache"]
        return [sys.executable, "-m", "curate", "run", *words]


def timed(run: Run, counts: Sequence[int], number: int) -> Round:
    """A run on each number of cores, from one side and the other in turns, as a machine gets slower or faster."""
    took = {cores: run.timed(cores) for cores in (counts if number % 2 == 0 else counts[::-1])}
    return {
        "wall_s": [round(took[cores].wall_s, 2) for cores in counts],
        "cpu_s": [round(took[cores].cpu_s, 2) for cores in counts],
        "beside_wall_s": [round(wall, 2) for wall in run.beside(max(counts))] if max(counts) > 1 else [],
    }


def stored(asked: argparse.Namespace) -> dict[str, Any]:
    """The rounds and the memory that are stored of the same question, where rounds are to be added to them."""
    rounds = f" --rounds {asked.rounds}" if asked.rounds > 1 else ""
    if not asked.more:
        command = f"python -m benchmarks.memory --data DIR {_words(asked)}{rounds}"
        return {"rounds": [], "runs": [], "command": command}
    told: dict[str, Any] = json.loads(asked.out.read_text())
    wanted = {name: getattr(asked, name) for name in WAYS} | {"versions": versions()}
    for name, value in wanted.items():
        if told[name] != value:
            raise SystemExit(f"what is stored has {name} {told[name]}, and not {value}")
    return {**told, "command": f"{told['command']}, then the same{rounds} --more"}


def _words(asked: argparse.Namespace) -> str:
    return " ".join(f"--{name} {getattr(asked, name)}" for name in WAYS)


def versions() -> dict[str, str]:
    """Of what a run is made with."""
    return {name: version(name) for name in PACKAGES}


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pipeline", default="sft-default")
    parser.add_argument("--without", default="DUP002,LNG")
    parser.add_argument("--cores", default="1,2")
    parser.add_argument("--rounds", type=int, default=1, help="so many runs of each; medians are told")
    parser.add_argument("--more", action="store_true", help="add these rounds to those stored of the same")
    parser.add_argument("--scratch", type=Path, help="where the corpus and what is made of it go for a while")
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args(given)


def main() -> None:
    """Make the corpus, run on each number of cores, and store what was measured."""
    asked = arguments()
    before = stored(asked)
    with tempfile.TemporaryDirectory(dir=asked.scratch) as scratch:
        folder = Path(scratch)
        corpus, pipeline = folder / "corpus.jsonl", folder / "pipeline.toml"
        size = write_corpus(asked.data, corpus, asked.records, asked.seed)
        write_pipeline(asked.pipeline, asked.without.split(","), pipeline)
        run, counts = Run(pipeline, corpus, folder / "out"), [int(cores) for cores in asked.cores.split(",")]
        rounds, made = before["rounds"], len(before["rounds"])
        rounds += [timed(run, counts, number) for number in range(made, made + asked.rounds)]
        runs = before["runs"] or [{"cores": cores, **run.watched(cores)} for cores in counts]
    result = {
        "question": "How much memory does a run take, from its start to its end, and what do two cores save?",
        "command": before["command"],
        "megabytes": round(size / 1e6, 1),
        **{name: getattr(asked, name) for name in WAYS},
        "memory": MEMORY,
        "machine": {
            "cores_there": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "versions": versions(),
        "rounds": rounds,
        "runs": runs,
    }
    asked.out.write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
