"""How long does the whole job take on 100,000 real demonstrations, part by part?

python -m benchmarks.throughput --data DIR-OF-REAL-SETS [--records 100000] [--seed 7]

Writes benchmarks/results/throughput.json; `python -m benchmarks.tables` then renews the tables.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

from benchmarks.corpus import write_corpus

RESULTS = Path(__file__).parent / "results" / "throughput.json"
PACKAGES = ("curate-sft", "polars", "pydantic", "numpy", "datasketch", "langdetect")


def measure(corpus: Path, folder: Path, languages: str) -> dict[str, Any]:
    """Run the default pipeline in a process of its own, on one core."""
    command = ["curate", "run", "sft-default", str(corpus), "--out", str(folder), "--expect", languages, "--quiet"]
    environment = {**os.environ, "POLARS_MAX_THREADS": "1"}
    before, started = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", *command], check=True, env=environment)
    wall, after = time.perf_counter() - started, getrusage(RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    ledger = json.loads((folder / "ledger.json").read_text())
    return {
        "wall_s": round(wall, 2),
        "cpu_s": round(cpu, 2),
        "peak_mb": round(after.ru_maxrss / 1024),
        "records_per_cpu_s": round(ledger["read"] / cpu),
        "ledger": {name: ledger[name] for name in ("read", "rejected", "dropped", "kept")},
        "parts": json.loads((folder / "timing.json").read_text()),
    }


def main() -> None:
    """Make the corpus, measure, and store what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--expect", default="en,zh")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus.jsonl"
        size = write_corpus(asked.data, corpus, asked.records, asked.seed)
        measured = measure(corpus, Path(scratch) / "out", asked.expect)
    result = {
        "question": "How long does sft-default take on real demonstrations, part by part?",
        "command": f"python -m benchmarks.throughput --data DIR --records {asked.records} --seed {asked.seed}",
        "records": asked.records,
        "megabytes": round(size / 1e6, 1),
        "seed": asked.seed,
        "languages": asked.expect,
        "machine": {"cores_used": 1, "processor": platform.machine(), "python": platform.python_version()},
        "versions": {name: version(name) for name in PACKAGES},
        **measured,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps({name: result[name] for name in ("cpu_s", "records_per_cpu_s", "peak_mb")}))


if __name__ == "__main__":
    main()
