"""Finds near-duplicates with datasketch.

python -m benchmarks.peers.near_datasketch TEXTS FOLDER --similarity 0.8 [--bands 21 --rows 6]
"""

import argparse
from collections.abc import Sequence

from datasketch import MinHash, MinHashLSH

from benchmarks.near.task import of_answers, shingles, take_part

PERMUTATIONS = 128


def find(texts: Sequence[str], asked: argparse.Namespace) -> list[list[int]]:
    """For each text the earlier ones that share a bucket with it."""
    index = MinHashLSH(asked.similarity, PERMUTATIONS, params=(asked.bands, asked.rows))
    answers = []
    for number, text in enumerate(texts):
        signature = MinHash(PERMUTATIONS)
        signature.update_batch([shingle.encode() for shingle in shingles(text)])
        answers.append(index.query(signature))
        index.insert(number, signature)
    return answers


if __name__ == "__main__":
    take_part(__doc__, ("datasketch", "numpy", "scipy"), {"pairs": (find, of_answers)})
