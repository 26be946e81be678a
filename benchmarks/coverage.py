"""Is what coverage says of a set true: are types that are short found, and no others, and do labels settle it?

python -m benchmarks.coverage --data DIR [--repeats 200] [--audits 500] [--seed 7]
    [--out benchmarks/results/coverage.json]

Reads `dolly.jsonl.gz` of DIR, whose records carry the labels of people, which is no part of this project. Then
`python -m benchmarks.tables` renews the tables.
"""

import argparse
import json
import platform
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import curate
from benchmarks.covering.audits import audits
from benchmarks.covering.deleted import deleted
from benchmarks.covering.spent import spent
from curate.taxonomy.read import taxonomy

RESULTS = Path(__file__).parent / "results" / "coverage.json"


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """All questions."""
    records, by = curate.read(asked.data / "dolly.jsonl.gz"), taxonomy()
    began = time.process_time()
    found = curate.coverage(records, "instructgpt", own_labels=False)
    assert found.table.height
    assert found.flags.height
    taken = time.process_time() - began
    true, told = curate.coverage(records).prompts, found.prompts
    return {
        "prompts": true.height,
        "cpu_s": round(taken, 2),
        "deleted": deleted(true, by, asked.repeats, asked.seed),
        "audits": audits(told, true, by, asked.audits, asked.seed),
        "spent": spent(true, by, asked.repeats, asked.seed),
    }


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--repeats", type=int, default=200)
    parser.add_argument("--audits", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args(given)


def main() -> None:
    """Measure, and store."""
    asked = arguments()
    ways = f"--repeats {asked.repeats} --audits {asked.audits} --seed {asked.seed}"
    result = {
        "question": "Is what coverage says of a set true?",
        "command": f"python -m benchmarks.coverage --data DIR {ways}",
        "python": platform.python_version(),
        **measure(asked),
    }
    asked.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"{asked.out} is written")


if __name__ == "__main__":
    main()
