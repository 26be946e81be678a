"""Is what `curate measure` says true?

python -m benchmarks.measure_validity intervals [--repeats 10000] [--seed 7] [--losses FILE.npz]
    [--out benchmarks/results/measure-intervals.json]

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

from benchmarks.validity.intervals import intervals

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
    return parser.parse_args(given)


def main() -> None:
    """Measure, and store."""
    asked = arguments()
    began = time.process_time()
    told = intervals(asked.repeats, asked.seed, asked.losses)
    ways = f"--repeats {asked.repeats} --seed {asked.seed}" + (" --losses FILE.npz" if asked.losses else "")
    result = {
        "question": "How often is an effect seen where nothing changed?",
        "command": f"python -m benchmarks.measure_validity intervals {ways}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in ("numpy", "scipy")},
        "cpu_s": round(time.process_time() - began, 1),
        **told,
    }
    asked.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"{asked.out} is written")


if __name__ == "__main__":
    main()
