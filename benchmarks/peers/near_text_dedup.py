"""Finds near-duplicates with the MinHash script of text-dedup, from the file it reads to the set it keeps.

python -m benchmarks.peers.near_text_dedup TEXTS FOLDER --similarity 0.8
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from datasets import load_from_disk
from text_dedup.minhash import main

from benchmarks.near.task import TOGETHER, Left, take_part


def keep(texts: Sequence[str], asked: argparse.Namespace) -> Path:
    """Where the texts are that are kept, each with its number."""
    folder = Path(mkdtemp(dir=asked.folder))
    given, kept = folder / "given.jsonl", folder / "kept"
    with given.open("w") as file:
        file.writelines(f"{json.dumps({'number': at, 'text': text})}\n" for at, text in enumerate(texts))
    options = {
        "path": "json",
        "data_files": given,
        "split": "train",
        "cache_dir": folder / "cache",
        "output": kept,
        "column": "text",
        "ngram": TOGETHER,
        "threshold": asked.similarity,
        "num_proc": 1,
    }
    main.main([f"--{name}={value}" for name, value in options.items()], standalone_mode=False)
    return folder


def left(folder: Path) -> Left:
    """What is not kept."""
    with (folder / "given.jsonl").open() as file:
        given = sum(1 for _ in file)
    return {"removed": sorted(set(range(given)).difference(load_from_disk(str(folder / "kept"))["number"]))}


if __name__ == "__main__":
    take_part(__doc__, ("text-dedup", "datasets", "numpy"), {"keep": (keep, left)})
