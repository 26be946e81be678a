"""How fast, how right and how hungry is finding near-duplicates, beside other programs on the same texts?

python -m benchmarks.near_duplicates --data DIR-OF-REAL-SETS [--records 100000] [--seed 7] [--rounds 3]
    [--peers datasketch,rensa,...] [--peer-rounds 3] [--large 1000000] [--environments build/peers]
    [--scratch DIR] [--out benchmarks/results/near-duplicates.json] [--two-cores]

Writes benchmarks/results/near-duplicates.json, or what --out names; `python -m benchmarks.tables` then renews the
tables. All take turns on one core, each in a process of its own; imports, reading and compiled kernels are apart.
Each half of the texts, drawn by a digest, is told apart: one may be looked at while kernels are worked on, and the
other is held back.
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.near.alone import one_template, routes, two_cores
from benchmarks.near.contenders import LEFT_OUT, PEERS, SIMILARITY, ours, peers
from benchmarks.near.judged import judged
from benchmarks.near.proof import MOST, proof, truth_of
from benchmarks.near.taken import Rounds, Taken, measured, take_turns
from benchmarks.near.texts import Positions, Texts, drawn, halves, real_texts
from benchmarks.near.truth import Pairs

RESULTS = Path(__file__).parent / "results" / "near-duplicates.json"
MEMORY = "resident memory, the most while it works (VmHWM) beyond what was there when the texts had been read"
WHOLE, OPEN, HELD = "whole", "open half", "held half"


def parts_of(whole: Texts) -> dict[str, Positions]:
    """Where the texts of each set stand in the whole."""
    open_half, held_half = halves(whole)
    return {WHOLE: np.arange(len(whole.words)), OPEN: open_half, HELD: held_half}


def told_of(taken: Taken, sets: dict[str, Texts], truths: dict[str, Pairs]) -> dict[str, Any]:
    """What is stored of a contender: how it is set, and what it took and found in each set."""
    contender, every = taken.contender, [told for rounds in taken.told.values() for told in rounds]
    startups: dict[str, Any] = {
        name: round(statistics.median(told[name] for told in every), 3)
        for name in ("startup_cpu_s", "kernels_cpu_s")
        if name in every[0]
    }
    return {
        "name": contender.name,
        "settings": contender.settings,
        "similarity": contender.similarity,
        "is_peer": contender.is_peer,
        "is_default": contender.is_default,
        "is_route": contender.is_route,
        "versions": every[0]["versions"],
        **startups,
        "sets": {name: on_set(taken, texts, truths[name]) for name, texts in sets.items()},
    }


def on_set(taken: Taken, texts: Texts, truth: Pairs) -> dict[str, Any]:
    """What a contender took and found in one set; texts that are cut in another way are not judged."""
    took = measured(taken.told[texts.name])
    took["peak_of_text"] = round(took["peak_mb"] / texts.megabytes, 2)
    if taken.contender.as_written:
        return took
    true = truth.at_least(taken.contender.similarity)
    return took | judged(taken.answers[texts.name], true, len(texts.words))


def measure(asked: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """Make the texts, let everybody take turns, and judge what was found."""
    whole = real_texts(asked.data, scratch, asked.records, asked.seed)
    places = parts_of(whole)
    sets = {name: whole.only(name, chosen) for name, chosen in places.items()}
    names = [] if asked.peers == "none" else asked.peers.split(",")
    taken = [Taken(each) for each in (*ours(), *peers(names, asked.environments))]
    files = {name: texts.write(scratch) for name, texts in sets.items()}
    take_turns(taken, files, Rounds(asked.rounds, asked.peer_rounds), scratch)
    truth, found_by = truth_of(whole.words)
    truths = {name: truth.among(chosen, len(whole.words)) for name, chosen in places.items()}
    return {
        "sets": {name: described(texts, truths[name]) for name, texts in sets.items()},
        "truth": found_by,
        "proof": proof([whole.words[at] for at in drawn(whole, MOST)]),
        "contenders": [told_of(each, sets, truths) for each in taken],
        "template": one_template(scratch, asked.seed, asked.rounds),
        "two_cores": two_cores(files[WHOLE], scratch, asked.rounds),
    }


def described(texts: Texts, truth: Pairs) -> dict[str, Any]:
    """How large a set is, and how many of its pairs are alike."""
    true = len(truth.at_least(SIMILARITY).one)
    return {"records": len(texts.words), "megabytes": round(texts.megabytes, 1), "true_pairs": true}


def large(asked: argparse.Namespace, scratch: Path) -> dict[str, Any] | None:
    """What both routes take for many more texts."""
    if not asked.large:
        return None
    texts = real_texts(asked.data, scratch, asked.large, asked.seed)
    told = {"records": asked.large, "megabytes": round(texts.megabytes, 1)}
    return {**told, "routes": routes(texts.write(scratch), texts.megabytes, scratch, asked.rounds)}


def on_two_cores_again(asked: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """What is stored, with two cores measured again on the same texts."""
    result: dict[str, Any] = json.loads(asked.out.read_text())
    asked.records, asked.seed = result["records"], result["seed"]
    whole = real_texts(asked.data, scratch, asked.records, asked.seed)
    taken = two_cores(whole.write(scratch), scratch, asked.rounds)
    return {**result, "two_cores": taken, "two_cores_again": command_of(asked)}


def command_of(asked: argparse.Namespace) -> str:
    """The command that makes the same result again."""
    words = [f"python -m benchmarks.near_duplicates --data DIR --records {asked.records} --seed {asked.seed}"]
    words += [f"--rounds {asked.rounds}"]
    words += [f"--peer-rounds {asked.peer_rounds}"] if asked.peer_rounds != asked.rounds else []
    words += [f"--peers {asked.peers}"] if asked.peers != ",".join(PEERS) else []
    words += [f"--large {asked.large}"] if asked.large else []
    words += ["--two-cores"] if asked.two_cores else []
    words += [f"--out benchmarks/results/{asked.out.name}"] if asked.out.name != RESULTS.name else []
    return " ".join(words)


def arguments() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default=",".join(PEERS), help="with commas; none: nobody")
    parser.add_argument("--peer-rounds", type=int, help="fewer rounds for the peers")
    parser.add_argument("--large", type=int, default=0, help="how many more texts both routes of ours are to take")
    parser.add_argument("--environments", type=Path, default=Path("build/peers"))
    parser.add_argument("--scratch", type=Path, help="where the texts and what is found in them go for a while")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument(
        "--two-cores",
        action="store_true",
        help="measure only two cores again, which whatever else runs spoils, and leave the rest of --out as it is",
    )
    asked = parser.parse_args()
    asked.peer_rounds = asked.rounds if asked.peer_rounds is None else min(asked.peer_rounds, asked.rounds)
    return asked


def everything(asked: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """What is stored."""
    return {
        "question": "How fast, how right and how hungry is finding near-duplicates, beside other programs?",
        "command": command_of(asked),
        "records": asked.records,
        "seed": asked.seed,
        "rounds": asked.rounds,
        "peer_rounds": asked.peer_rounds,
        "similarity": SIMILARITY,
        "memory": MEMORY,
        "machine": {
            "cores_used": 1,
            "cores_there": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        **measure(asked, scratch),
        "large": large(asked, scratch),
        "left_out": LEFT_OUT,
    }


def main() -> None:
    """Measure, and store what was measured."""
    asked = arguments()
    with tempfile.TemporaryDirectory(dir=asked.scratch) as scratch:
        measured_of = on_two_cores_again if asked.two_cores else everything
        result = measured_of(asked, Path(scratch).resolve())
    asked.out.parent.mkdir(exist_ok=True)
    asked.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
