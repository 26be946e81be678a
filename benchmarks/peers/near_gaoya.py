"""Finds near-duplicates with gaoya.

python -m benchmarks.peers.near_gaoya TEXTS FOLDER --similarity 0.8 --bands 20 --rows 5
"""

import argparse

import gaoya

from benchmarks.near.task import TOGETHER, of_answers, take_part


def find(texts: list[str], asked: argparse.Namespace) -> list[list[int]]:
    """For each text all that the index holds to be similar enough."""
    index = gaoya.minhash.MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=asked.similarity,
        num_bands=asked.bands,
        band_size=asked.rows,
        analyzer="word",
        lowercase=True,
        ngram_range=(TOGETHER, TOGETHER),
    )
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    answers: list[list[int]] = index.par_bulk_query(texts)
    return answers


if __name__ == "__main__":
    take_part(__doc__, ("gaoya",), {"pairs": (find, of_answers)})
