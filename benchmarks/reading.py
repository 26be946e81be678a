"""How fast are files read into validated records with exact places, and written back?

python -m benchmarks.reading --data DIR-OF-REAL-SETS [--records 100000] [--seed 7] [--rounds 5]

Needs the peers: pip install pandas datasets orjson. Writes benchmarks/results/reading.json; `python -m
benchmarks.tables` then renews the tables. All contenders take turns in one process on one core; the figures are
medians of CPU time. The memory of a large set is taken in a process of its own.
"""

import argparse
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

os.environ["POLARS_MAX_THREADS"] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"

from benchmarks.corpus import write_corpus

RESULTS = Path(__file__).parent / "results" / "reading.json"
PACKAGES = ("curate-sft", "polars", "pydantic", "jiter", "numpy", "pandas", "datasets", "orjson")
SHORT = 200
"""Characters of a prompt and of a response of a simple record, at most."""
LARGE = 10
"""How many times the corpus stands in the large set whose memory is measured."""

Contender = Callable[[Path], object]


def pydantic_alone(path: Path) -> object:
    """Each line validated, and let go."""
    from curate.records.formats import format_called

    validate = format_called(format_of(path)).adapter.validator.validate_json
    with path.open("rb") as file:
        for line in file:
            validate(line)
    return None


def pydantic_rows(path: Path) -> object:
    """Each line validated, and all of them kept as dictionaries."""
    from curate.records.formats import format_called

    validate = format_called(format_of(path)).adapter.validator.validate_json
    with path.open("rb") as file:
        return [validate(line) for line in file]


def curate_read(path: Path) -> object:
    """What `curate.read` does: validated, placed, keyed, as a frame."""
    import curate

    return curate.read(path, format=format_of(path))


def polars_ndjson(path: Path) -> object:
    """The reader of polars: no places, and the first bad line ends it."""
    import polars as pl

    return pl.read_ndjson(path)


def pandas_lines(path: Path) -> object:
    """The reader of pandas."""
    import pandas as pd

    return pd.read_json(path, lines=True)


def datasets_json(path: Path) -> object:
    """The reader of the library `datasets`, into a cache of its own."""
    from datasets import Dataset, disable_progress_bars

    disable_progress_bars()
    with tempfile.TemporaryDirectory() as cache:
        return len(Dataset.from_json(str(path), cache_dir=cache))


def orjson_dicts(path: Path) -> object:
    """Parsed only: Python dictionaries, unchecked."""
    import orjson

    with path.open("rb") as file:
        return [orjson.loads(line) for line in file]


def json_dicts(path: Path) -> object:
    """The same with the standard library."""
    with path.open("rb") as file:
        return [json.loads(line) for line in file]


CONTENDERS: dict[str, Contender] = {
    "pydantic-core alone": pydantic_alone,
    "pydantic-core, rows kept": pydantic_rows,
    "curate.read": curate_read,
    "polars.read_ndjson": polars_ndjson,
    "pandas.read_json": pandas_lines,
    "datasets": datasets_json,
    "orjson, dictionaries": orjson_dicts,
    "json, dictionaries": json_dicts,
}


def format_of(path: Path) -> str:
    """The format of a file of the corpus."""
    return "prompt-completion" if path.stem == "simple" else "messages"


def write_sets(data: Path, folder: Path, records: int, seed: int) -> dict[str, Path]:
    """The corpus as lines and as an array, and simple records made from it."""
    paths = {name: folder / name for name in ("corpus.jsonl", "corpus.json", "simple.jsonl")}
    write_corpus(data, paths["corpus.jsonl"], records, seed)
    with paths["corpus.jsonl"].open() as lines, paths["simple.jsonl"].open("w") as simple:
        for line in lines:
            prompt, response = (turn["content"][:SHORT] for turn in json.loads(line)["messages"])
            simple.write(json.dumps({"prompt": prompt, "completion": response}, ensure_ascii=False) + "\n")
    text = paths["corpus.jsonl"].read_text().rstrip("\n").replace("\n", ",\n")
    paths["corpus.json"].write_text(f"[\n{text}\n]\n")
    return paths


def cpu_of(work: Callable[[], object]) -> float:
    """CPU seconds of one call, all threads together."""
    # What other contenders have imported is no work of this one's garbage collector.
    gc.collect()
    gc.freeze()
    started = time.process_time()
    work()
    return time.process_time() - started


def medians(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median CPU seconds of each, taken in turns."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            taken[name].append(cpu_of(work))
    return {name: round(statistics.median(times), 3) for name, times in taken.items()}


def reading(paths: dict[str, Path], rounds: int) -> dict[str, Any]:
    """Each contender on the corpus, and ours on the array and on simple records."""
    corpus, simple, array = paths["corpus.jsonl"], paths["simple.jsonl"], paths["corpus.json"]
    contenders = {name: partial(read, corpus) for name, read in CONTENDERS.items()}
    contenders["curate.read, JSON array"] = partial(curate_read, array)
    contenders["pydantic-core alone, simple records"] = partial(pydantic_alone, simple)
    contenders["curate.read, simple records"] = partial(curate_read, simple)
    return medians(contenders, rounds)


def writing(corpus: Path, rounds: int) -> dict[str, Any]:
    """How fast nine of ten records are written back as the bytes that they were."""
    import polars as pl

    import curate

    records = curate.read(corpus)
    kept = records.of(records.frame.filter(pl.col("row") % 10 != 0))
    source, places = kept.inputs[0].source, kept.places(0)
    with tempfile.TemporaryFile() as file:

        def write() -> None:
            file.seek(0)
            source.save(places, file)

        seconds = medians({"write": write}, rounds)["write"]
        size = file.tell()
    return {"cpu_s": seconds, "megabytes": round(size / 1e6, 1), "mb_per_cpu_s": round(size / 1e6 / seconds)}


_CHILD = """
import sys
import curate

records = curate.read(sys.argv[1])
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
peak = int(status["VmHWM"].split()[0]) * 1024
print(len(records), round(records.frame.estimated_size() / 1e6), round(peak / 1e6))
"""


def memory(corpus: Path, folder: Path) -> dict[str, Any]:
    """The peak memory of reading a set ten times as large, beside the size of its frame."""
    large = folder / "large.jsonl"
    with large.open("wb") as file:
        for copy in range(LARGE):
            # The copies differ in a word, so that no record is another one again.
            file.write(corpus.read_bytes().replace(b'"user", "content": "', b'"user", "content": "%d ' % copy))
    told = subprocess.run([sys.executable, "-c", _CHILD, str(large)], check=True, capture_output=True, text=True)
    records, frame, peak = map(int, told.stdout.split())
    return {"records": records, "frame_mb": frame, "peak_mb": peak, "ratio": round(peak / frame, 2)}


def main() -> None:
    """Make the sets, measure, and store what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = write_sets(asked.data, folder, asked.records, asked.seed)
        sizes = {name: path.stat().st_size for name, path in paths.items()}
        result = {
            "question": "How fast are files read into validated records with exact places, and written back?",
            "command": f"python -m benchmarks.reading --data DIR --records {asked.records} --seed {asked.seed} "
            f"--rounds {asked.rounds}",
            "records": asked.records,
            "seed": asked.seed,
            "rounds": asked.rounds,
            "megabytes": {name: round(size / 1e6, 1) for name, size in sizes.items()},
            "machine": {"cores_used": 1, "processor": platform.machine(), "python": platform.python_version()},
            "versions": {name: version(name) for name in PACKAGES},
            "cpu_s": reading(paths, asked.rounds),
            "write": writing(paths["corpus.jsonl"], asked.rounds),
            "memory": memory(paths["corpus.jsonl"], folder),
        }
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps({name: result[name] for name in ("cpu_s", "write", "memory")}, indent=1))


if __name__ == "__main__":
    main()
