"""Finds near-duplicates with FastSketchLSH: pairs, or flags only.

python -m benchmarks.peers.near_fastsketchlsh TEXTS FOLDER [--way pairs|flags] --bands 16 --rows 8
"""

import argparse
from collections.abc import Sequence
from typing import Any

from FastSketchLSH import LSH, FastSimilaritySketch

from benchmarks.near.task import Way, of_answers, of_flags, shingles, take_part


def _sketched(texts: Sequence[str], asked: argparse.Namespace) -> tuple[Any, Any]:
    length = asked.bands * asked.rows
    sketches = FastSimilaritySketch(size=length, seed=42).batch([shingles(text) for text in texts])
    return sketches, LSH(num_perm=length, num_bands=asked.bands)


def pairs(texts: Sequence[str], asked: argparse.Namespace) -> list[list[int]]:
    """For each text all that share a bucket with it."""
    sketches, index = _sketched(texts, asked)
    index.insert(sketches)
    answers: list[list[int]] = index.query(sketches)
    return answers


def flags(texts: Sequence[str], asked: argparse.Namespace) -> list[bool]:
    """Of each text whether it shares a bucket with another."""
    sketches, index = _sketched(texts, asked)
    flagged: list[bool] = index.insert_and_query_duplicates(sketches).tolist()
    return flagged


WAYS: dict[str, Way] = {"pairs": (pairs, of_answers), "flags": (flags, of_flags)}

if __name__ == "__main__":
    take_part(__doc__, ("fastsketchlsh",), WAYS)
