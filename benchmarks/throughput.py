"""How long does the whole job take on 100,000 real demonstrations, part by part, and beside other programs?

python -m benchmarks.throughput --data DIR-OF-REAL-SETS [--records 100000] [--seed 7] [--rounds 3]
    [--peers data-juicer,datatrove,datatrove-spacy] [--peer-rounds 3] [--cores 1] [--no-language]
    [--environments build/peers] [--out benchmarks/results/throughput.json]

Writes benchmarks/results/throughput.json, or what --out names; `python -m benchmarks.tables` then renews the
tables. All programs take turns, each in a process of its own on the same cores, and each also on one record alone,
which is what starting up takes. Nothing is fetched while they run: models come in wheels. Of several rounds that
with the median CPU time is told, with its parts; of peaks of memory the highest.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import statistics
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.contenders import NAMES, Contender, ours, peers
from benchmarks.corpus import write_corpus
from benchmarks.processes import MEMORY, Watched, last_cores, watch

RESULTS = Path(__file__).parent / "results" / "throughput.json"
OFFLINE = {"HF_HUB_OFFLINE": "1", "UV_OFFLINE": "1", "PIP_NO_INDEX": "1", "PYTHONHASHSEED": "0"}
"""Data-Juicer would install at once whatever it misses."""


@dataclass
class Taken:
    """All rounds of one contender."""

    contender: Contender
    rounds: list[Watched] = field(default_factory=list)
    startups: list[Watched] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """The ids of the records that it kept; every round keeps the same."""


def take_turns(taken: list[Taken], corpora: "Corpora", asked: argparse.Namespace) -> None:
    """Every contender in each round, peers only in as many as they are to take part in."""
    languages, cores = "" if asked.no_language else asked.expect, last_cores(asked.cores)
    for each in taken:
        # What a program compiles once, and finds from then on, is not counted.
        start_up(each, corpora, languages, cores)
    for number in range(asked.rounds):
        for each in taken:
            if number < asked.peer_rounds or not each.contender.is_peer:
                one_round(each, corpora, languages, cores)


def start_up(taken: Taken, corpora: "Corpora", languages: str, cores: set[int]) -> Watched:
    """The job over a single record, which hardly is more than to start."""
    out = corpora.scratch / "out"
    watched = watch(taken.contender.command(corpora.single, out, languages), cores, OFFLINE)
    shutil.rmtree(out)
    return watched


def one_round(taken: Taken, corpora: "Corpora", languages: str, cores: set[int]) -> None:
    """Start up alone, then the whole job."""
    contender, out = taken.contender, corpora.scratch / "out"
    taken.startups.append(start_up(taken, corpora, languages, cores))
    watched = watch(contender.command(corpora.corpus, out, languages), cores, OFFLINE)
    taken.rounds.append(watched)
    taken.told.append(contender.told(out))
    taken.kept = [row["id"] for path in sorted(out.glob(contender.kept)) for row in lines_of(path)]
    shutil.rmtree(out)
    print(
        f"{contender.name}: {watched.cpu_s:.1f} s CPU, {watched.wall_s:.1f} s, {len(taken.kept):,} kept",
        flush=True,
    )


def lines_of(path: Path) -> Iterable[dict[str, Any]]:
    """The records of a file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


@dataclass(frozen=True)
class Corpora:
    """The set to clean, one record of it alone, and what each record says."""

    scratch: Path
    corpus: Path
    single: Path
    said: dict[str, bytes]
    """By the id of a record, a digest of its text, in lower case and with single spaces."""

    @classmethod
    def write(cls, data: Path, scratch: Path, records: int, seed: int) -> "Corpora":
        """Make them."""
        # Each in a folder of its own, since some programs take a folder for a set.
        corpus, single = scratch / "corpus" / "corpus.jsonl", scratch / "single" / "single.jsonl"
        for each in (corpus, single):
            each.parent.mkdir()
        write_corpus(data, corpus, records, seed)
        with corpus.open("rb") as file:
            single.write_bytes(file.readline())
        return cls(scratch, corpus, single, {row["id"]: digest(row) for row in lines_of(corpus)})


def digest(row: dict[str, Any]) -> bytes:
    """What exact copies have in common."""
    said = "\n".join(" ".join(turn["content"].lower().split()) for turn in row["messages"])
    return hashlib.blake2b(said.encode(), digest_size=16).digest()


def summary(taken: Taken, records: int, said: dict[str, bytes], also: set[str]) -> dict[str, Any]:
    """What is stored of a contender: its round with the median CPU time, and what it kept."""
    order = sorted(range(len(taken.rounds)), key=lambda number: taken.rounds[number].cpu_s)
    middle = order[(len(order) - 1) // 2]
    chosen, told = taken.rounds[middle], taken.told[middle]
    startup = {
        name: statistics.median(getattr(each, name) for each in taken.startups)
        for name in ("wall_s", "cpu_s", "peak_mb")
    }
    return {
        "name": taken.contender.name,
        "settings": taken.contender.settings,
        "versions": told["versions"],
        "rounds": [{"wall_s": each.wall_s, "cpu_s": each.cpu_s, "peak_mb": each.peak_mb} for each in taken.rounds],
        "wall_s": chosen.wall_s,
        "cpu_s": chosen.cpu_s,
        "peak_mb": max(each.peak_mb for each in taken.rounds),
        "startup": startup,
        "records_per_cpu_s": round(records / (chosen.cpu_s - startup["cpu_s"])),
        "kept": len(taken.kept),
        "copies_kept": len(taken.kept) - len({said[key] for key in taken.kept}),
        "kept_by_curate_too": len(also.intersection(taken.kept)),
        "parts": told["parts"],
    }


def arguments() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default=",".join(NAMES), help="with commas; none: nobody")
    parser.add_argument("--peer-rounds", type=int, help="fewer rounds for the peers")
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--expect", default="en,zh")
    parser.add_argument("--no-language", action="store_true")
    parser.add_argument("--environments", type=Path, default=Path("build/peers"))
    parser.add_argument("--scratch", type=Path, help="where the corpus and what is made of it go for a while")
    parser.add_argument("--out", type=Path, default=RESULTS)
    asked = parser.parse_args()
    asked.peer_rounds = asked.rounds if asked.peer_rounds is None else asked.peer_rounds
    return asked


def command_of(asked: argparse.Namespace) -> str:
    """The command that makes the same result again."""
    words = [f"python -m benchmarks.throughput --data DIR --records {asked.records} --seed {asked.seed}"]
    words += [
        f"--rounds {asked.rounds} --peers {asked.peers} --peer-rounds {asked.peer_rounds} --cores {asked.cores}"
    ]
    words += ["--no-language" if asked.no_language else f"--expect {asked.expect}"]
    words += [f"--out benchmarks/results/{asked.out.name}"] if asked.out.name != RESULTS.name else []
    return " ".join(words)


def main() -> None:
    """Make the corpus, let everybody take turns, and store what was measured."""
    asked = arguments()
    names = [] if asked.peers == "none" else asked.peers.split(",")
    taken = [Taken(each) for each in (*ours(), *peers(names, asked.environments))]
    with tempfile.TemporaryDirectory(dir=asked.scratch) as scratch:
        corpora = Corpora.write(asked.data, Path(scratch).resolve(), asked.records, asked.seed)
        size = corpora.corpus.stat().st_size
        take_turns(taken, corpora, asked)
    kept_by_curate = set(taken[0].kept)
    result = {
        "question": "How long does the whole job take on real demonstrations, part by part, and beside others?",
        "command": command_of(asked),
        "records": asked.records,
        "megabytes": round(size / 1e6, 1),
        "copies": asked.records - len(set(corpora.said.values())),
        "seed": asked.seed,
        "rounds": asked.rounds,
        "peer_rounds": asked.peer_rounds,
        "languages": "" if asked.no_language else asked.expect,
        "memory": MEMORY,
        "machine": {
            "cores_used": asked.cores,
            "cores_there": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "contenders": [summary(each, asked.records, corpora.said, kept_by_curate) for each in taken],
    }
    asked.out.parent.mkdir(exist_ok=True)
    asked.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
