"""What does it cost to check a set again, and one of which a record is another since?

python -m benchmarks.repeats --data DIR-OF-REAL-SETS [--records 100000] [--seed 7] [--rounds 3] [--cores 1]

Writes benchmarks/results/repeats.json; `python -m benchmarks.tables` then renews the tables. In each round a cache
of its own, in which only the tables of languages lie, is filled by the first check; then the same set is checked
again, and once more with one record changed in its midst. Each is a command of its own, with its start; what it
prints must be what it prints without a cache. Times are CPU seconds of all its processes. Whether Python keeps
compiled modules, which a start reads, is said beside them.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.corpus import write_corpus
from benchmarks.processes import last_cores, watch

RESULTS = Path(__file__).parent / "results" / "repeats.json"
PACKAGES = ("curate-sft", "polars", "pydantic", "numpy", "numba")
ADDED = " One more sentence stands here now."
AGAIN = ("again", "one changed")
FEW = "few.jsonl"
"""Some records that are checked before all others: their check makes the tables of languages."""


def change_one(path: Path, target: Path) -> None:
    """Write the same set, but for the record in its midst."""
    lines = path.read_bytes().splitlines(keepends=True)
    row = json.loads(lines[len(lines) // 2])
    row["messages"][-1]["content"] += ADDED
    lines[len(lines) // 2] = json.dumps(row, ensure_ascii=False).encode() + b"\n"
    target.write_bytes(b"".join(lines))


def checked(path: Path, cache: Path | None, out: Path, cores: set[int]) -> float:
    """The CPU seconds of a check, with a cache or without; what it finds is written."""
    command = [sys.executable, "-m", "curate", "check", str(path), "--fail-on", "never", "--quiet"]
    command += ["-o", str(out)] + ([] if cache else ["--no-cache"])
    return watch(command, cores, {"XDG_CACHE_HOME": str(cache)} if cache else {}).cpu_s


def one_round(sets: Mapping[str, Path], folder: Path, cores: set[int]) -> dict[str, float]:
    """What each check took, all with one cache.

    Raises:
        SystemExit: a check prints something else than without a cache.
    """
    taken = dict[str, float]()
    with tempfile.TemporaryDirectory(dir=folder) as cache:
        checked(folder / FEW, Path(cache), folder / "few.txt", cores)
        for name, path in sets.items():
            taken[name] = checked(path, Path(cache), folder / "cached.txt", cores)
            if (folder / "cached.txt").read_bytes() != (folder / f"{path.stem}.txt").read_bytes():
                raise SystemExit(f"{name}: what is printed is not what is printed without a cache")
            print(name, taken[name], flush=True)
    return taken


def summary(rounds: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """Medians, and which part of the first check each later one takes, round by round."""
    cpu_s = {name: round(statistics.median(each[name] for each in rounds), 3) for name in rounds[0]}
    shares = {name: round(statistics.median(each[name] / each["first"] for each in rounds), 4) for name in AGAIN}
    return {"cpu_s": cpu_s, "shares": shares, "rounds_s": [dict(each) for each in rounds]}


def main() -> None:
    """Make the sets, check them, and store what that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, default=1)
    asked = parser.parse_args()
    cores = last_cores(asked.cores)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        same, other = folder / "same.jsonl", folder / "other.jsonl"
        size = write_corpus(asked.data, same, asked.records, asked.seed)
        change_one(same, other)
        (folder / FEW).write_bytes(b"".join(same.read_bytes().splitlines(keepends=True)[:10]))
        for path in (same, other):
            checked(path, None, folder / f"{path.stem}.txt", cores)
        sets = dict(zip(("first", *AGAIN), (same, same, other), strict=True))
        told = summary([one_round(sets, folder, cores) for _ in range(asked.rounds)])
    result = {
        "question": "What does it cost to check a set again, and one of which a record is another since?",
        "command": f"python -m benchmarks.repeats --data DIR --records {asked.records} --seed {asked.seed} "
        f"--rounds {asked.rounds} --cores {asked.cores}",
        "records": asked.records,
        "megabytes": round(size / 1e6, 1),
        "rounds": asked.rounds,
        "keeps_compiled_modules": not sys.dont_write_bytecode,
        "machine": {
            "cores_used": asked.cores,
            "cores_there": os.cpu_count(),
            "python": platform.python_version(),
        },
        "versions": {name: version(name) for name in PACKAGES},
        **told,
    }
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(told["shares"]))


if __name__ == "__main__":
    main()
