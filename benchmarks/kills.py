"""Does a run that is killed at any moment and started again end as an undisturbed one?

python -m benchmarks.kills --data DIR-OF-REAL-SETS [--records 100000] [--kills 200] [--seed 7]
    [--pipeline sft-default] [--without DUP002,LNG] [--cores 1] [--beside 1] [--scratch DIR]
    [--out benchmarks/results/kills.json]

Writes benchmarks/results/kills.json, or what --out names; `python -m benchmarks.tables` then renews the table.
All processes of a run get SIGKILL at a moment drawn by seed from the whole of an undisturbed run; then the same
command is run to its end. Every file of the folder but timing.json is compared, byte for byte, with that of the
undisturbed run. What a kill costs is the CPU time of both runs beyond that of an undisturbed one: the median of
one before the first kill and one after every twentieth. With `--beside` so many share the kills, each with its
cores, its folder and undisturbed runs of its own. The second start can not be spared: what a run over a
single record takes is measured thrice, and what a kill costs beyond that is told apart. Of several cores it is the
time by the clock on the wall, since nobody is told of the time of processes that are killed together with the one
that started them.
"""

import argparse
import hashlib
import json
import os
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.contenders import PACKAGES
from benchmarks.corpus import write_corpus
from benchmarks.memory import write_pipeline
from benchmarks.processes import kill, last_cores, start

RESULTS = Path(__file__).parent / "results" / "kills.json"
EVERY = 20
"""After so many kills the undisturbed run is timed again."""
STARTS = 3
"""So often a run over a single record is timed."""
DIFFERS = frozenset({"timing.json"})
"""Files that tell of the time, and so differ from run to run."""


@dataclass(frozen=True)
class Setting:
    """The command whose run is killed."""

    command: tuple[str, ...]
    """But for what it reads."""
    corpus: Path
    cores: frozenset[int]

    def into(self, folder: Path) -> list[str]:
        """The command that leaves its result in a folder."""
        return [*self.command, str(self.corpus), "--out", str(folder)]

    def over(self, corpus: Path) -> "Setting":
        """The same over other records."""
        return replace(self, corpus=corpus)

    @property
    def clock(self) -> str:
        """By which time is measured."""
        return "CPU" if len(self.cores) == 1 else "wall"

    def run(self, folder: Path, kill_after: float | None = None) -> "Took":
        """Run, to the end or to the kill.

        Raises:
            SystemExit: It failed by itself, with the last lines that it said.
        """
        started, spent = time.perf_counter(), _spent()
        process = start(self.into(folder), set(self.cores))
        try:
            _, said = process.communicate(timeout=kill_after)
        except subprocess.TimeoutExpired:
            kill(process)
            said = b""
        if process.returncode > 0:
            raise SystemExit(f"ended with {process.returncode}: {said[-3000:].decode(errors='replace')}")
        wall_s = time.perf_counter() - started
        measured_s = _spent() - spent if self.clock == "CPU" else wall_s
        return Took(wall_s, measured_s, process.returncode < 0)


class Took(NamedTuple):
    """What a run took, and how it ended."""

    wall_s: float
    measured_s: float
    """By the clock of the setting."""
    was_killed: bool


def _spent() -> float:
    """CPU seconds of all that was started and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass(frozen=True)
class Outcome:
    """One kill and what came of it."""

    share: float
    """At what share of an undisturbed run it was killed."""
    killed_s: float
    again_s: float
    files_left: int
    """How many files the killed run had left, in its folder and beside it."""
    differing: tuple[str, ...]
    """Files that are not as they should be."""

    def overhead(self, undisturbed_s: float) -> float:
        """The time of both runs beyond that of an undisturbed one, as a share of it."""
        return (self.killed_s + self.again_s) / undisturbed_s - 1


@dataclass
class Trial:
    """All kills of one setting."""

    setting: Setting
    scratch: Path
    undisturbed: list[Took] = field(default_factory=list)
    starts: list[Took] = field(default_factory=list)
    """Runs over a single record, which hardly do more than to start."""
    outcomes: list[Outcome] = field(default_factory=list)
    ended_before: int = 0
    """Runs that came to their end before the moment of the kill; another moment was drawn."""

    def run(self, kills: int, rng: random.Random) -> None:
        """Kill so many runs, each at a moment of its own."""
        self.starts += [self._start() for _ in range(STARTS)]
        digests = self._undisturbed()
        while len(self.outcomes) < kills:
            outcome = self._kill(rng.random(), digests)
            if outcome is None:
                self.ended_before += 1
                continue
            self.outcomes.append(outcome)
            # Not worth a comparison if two undisturbed runs do not make the same.
            again = len(self.outcomes) % EVERY == 0 and len(self.outcomes) < kills
            if again and (names := differing(digests, self._undisturbed())):
                raise SystemExit(f"two undisturbed runs differ in {', '.join(names)}")

    def _start(self) -> Took:
        alone = self.scratch / "one.jsonl"
        with self.setting.corpus.open("rb") as corpus:
            alone.write_bytes(corpus.readline())
        return self.setting.over(alone).run(self._fresh())

    def _undisturbed(self) -> dict[str, str]:
        folder = self._fresh()
        self.undisturbed.append(self.setting.run(folder))
        return digests_of(folder)

    def _fresh(self) -> Path:
        # What a run leaves beside its folder is no help to the next one.
        alone = self.scratch / "run"
        shutil.rmtree(alone, ignore_errors=True)
        alone.mkdir()
        return alone / "out"

    def _kill(self, share: float, digests: dict[str, str]) -> Outcome | None:
        # The name of the folder may stand in its files, so all runs have the same one.
        folder = self._fresh()
        whole_s = statistics.median(each.wall_s for each in self.undisturbed)
        killed = self.setting.run(folder, share * whole_s)
        if not killed.was_killed:
            return None
        left = len(digests_of(folder.parent))
        again = self.setting.run(folder)
        taken = (killed.measured_s, again.measured_s)
        outcome = Outcome(round(share, 3), *taken, left, differing(digests, digests_of(folder)))
        verdict = f"differs in {', '.join(outcome.differing)}" if outcome.differing else "equal"
        print(f"killed at {share:.0%}, {left} files left: {verdict}", flush=True)
        return outcome


def trial_of(setting: Setting, scratch: Path, kills: int, seed: int) -> Trial:
    """So many kills in a folder of their own."""
    scratch.mkdir()
    trial = Trial(setting, scratch)
    trial.run(kills, random.Random(seed))
    return trial


def beside(setting: Setting, scratch: Path, kills: int, seed: int, lanes: int) -> Trial:
    """All kills, which so many processes share: the time of what one starts is told to it alone."""
    cores = sorted(setting.cores)
    size = len(cores) // lanes
    with ProcessPoolExecutor(lanes) as processes:
        going = [
            processes.submit(
                trial_of,
                replace(setting, cores=frozenset(cores[lane * size : (lane + 1) * size])),
                scratch / str(lane),
                len(range(lane, kills, lanes)),
                seed + lane,
            )
            for lane in range(lanes)
        ]
        return joined([each.result() for each in going])


def joined(trials: Sequence[Trial]) -> Trial:
    """All of these as one."""
    return replace(
        trials[0],
        undisturbed=[took for each in trials for took in each.undisturbed],
        starts=[took for each in trials for took in each.starts],
        outcomes=[outcome for each in trials for outcome in each.outcomes],
        ended_before=sum(each.ended_before for each in trials),
    )


def digests_of(folder: Path) -> dict[str, str]:
    """A digest of each file of a folder, by its path in it."""
    return {str(path.relative_to(folder)): _digest(path) for path in _files(folder)}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def differing(one: dict[str, str], other: dict[str, str]) -> tuple[str, ...]:
    """The files that are not the same in both folders, but for those that tell of the time."""
    names = one.keys() | other.keys()
    return tuple(sorted(name for name in names - DIFFERS if one.get(name) != other.get(name)))


def summary(trial: Trial) -> dict[str, Any]:
    """What is stored of all kills."""
    undisturbed = statistics.median(each.measured_s for each in trial.undisturbed)
    start = statistics.median(each.measured_s for each in trial.starts)
    overheads = sorted(each.overhead(undisturbed) for each in trial.outcomes)
    return {
        "kills": len(trial.outcomes),
        "equal": sum(not each.differing for each in trial.outcomes),
        "ended_before": trial.ended_before,
        "clock": trial.setting.clock,
        "undisturbed_s": [round(each.measured_s, 3) for each in trial.undisturbed],
        "start_s": [round(each.measured_s, 3) for each in trial.starts],
        "overhead": _spread(overheads),
        "overhead_but_for_the_start": _spread([each - start / undisturbed for each in overheads]),
        "outcomes": [
            {
                "share": each.share,
                "killed_s": round(each.killed_s, 3),
                "again_s": round(each.again_s, 3),
                "files_left": each.files_left,
                "differing": list(each.differing),
            }
            for each in trial.outcomes
        ],
    }


def _spread(sorted_shares: list[float]) -> dict[str, float]:
    """The median and the ninetieth of a hundred."""
    last = len(sorted_shares) - 1
    high = sorted_shares[min(last, len(sorted_shares) * 9 // 10)]
    return {"median": round(statistics.median(sorted_shares), 4), "p90": round(high, 4)}


def main() -> None:
    """Make the corpus, kill runs over it, and store what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pipeline", default="sft-default")
    parser.add_argument("--without", default="DUP002,LNG")
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--beside", type=int, default=1, help="so many share the kills, on so many cores each")
    parser.add_argument("--scratch", type=Path, help="where the corpus and what is made of it go for a while")
    parser.add_argument("--out", type=Path, default=RESULTS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.scratch) as scratch:
        folder = Path(scratch)
        corpus, pipeline = folder / "corpus.jsonl", folder / "pipeline.toml"
        write_corpus(asked.data, corpus, asked.records, asked.seed)
        write_pipeline(asked.pipeline, asked.without.split(","), pipeline)
        options = ["--quiet", "--no-cache"]
        command = (sys.executable, "-m", "curate", "run", *options, str(pipeline))
        setting = Setting(command, corpus, frozenset(last_cores(asked.cores * asked.beside)))
        trial = beside(setting, folder, asked.kills, asked.seed, asked.beside)
    result = {
        "question": "Does a run that is killed at any moment and started again end as an undisturbed one?",
        "command": f"python -m benchmarks.kills --data DIR --records {asked.records} --kills {asked.kills} "
        f"--seed {asked.seed} --pipeline {asked.pipeline} --without {asked.without} --cores {asked.cores}"
        + (f" --beside {asked.beside}" if asked.beside > 1 else ""),
        "records": asked.records,
        "seed": asked.seed,
        "pipeline": asked.pipeline,
        "without": asked.without,
        "machine": {
            "cores_used": asked.cores,
            "cores_there": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "versions": {name: version(name) for name in PACKAGES},
        **summary(trial),
    }
    asked.out.write_text(json.dumps(result) + "\n")
    print(
        json.dumps({name: result[name] for name in ("kills", "equal", "overhead", "overhead_but_for_the_start")})
    )


if __name__ == "__main__":
    main()
