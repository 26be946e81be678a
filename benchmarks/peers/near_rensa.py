"""Finds near-duplicates with rensa: its deduplicator, its index, or flags by its quick sketch, rho.

python -m benchmarks.peers.near_rensa TEXTS FOLDER --similarity 0.8 [--way keep|pairs|rho] [--bands 16 --rows 8]
"""

import argparse
from collections.abc import Sequence

from rensa import RMinHash, RMinHashDeduplicator, RMinHashLSH

from benchmarks.near.task import Way, of_answers, of_flags, of_kept, shingles, take_part

PERMUTATIONS, SEED = 128, 42


def keep(texts: Sequence[str], asked: argparse.Namespace) -> list[bool]:
    """Of each text whether it is kept."""
    found = RMinHashDeduplicator(threshold=asked.similarity, num_perm=PERMUTATIONS, use_lsh=True)
    kept: list[bool] = found.add_pairs((str(number), shingles(text)) for number, text in enumerate(texts))
    return kept


def pairs(texts: Sequence[str], asked: argparse.Namespace) -> list[list[int]]:
    """For each text all that share a bucket with it."""
    signatures = RMinHash.from_token_sets(map(shingles, texts), num_perm=PERMUTATIONS, seed=SEED)
    index = RMinHashLSH(threshold=asked.similarity, num_perm=PERMUTATIONS, num_bands=asked.bands)
    index.insert_many(signatures)
    answers: list[list[int]] = index.query_all(signatures)
    return answers


def rho(texts: Sequence[str], asked: argparse.Namespace) -> list[bool]:
    """Of each text whether it is like another."""
    sketches = RMinHash.digest_matrix_from_token_sets_rho(map(shingles, texts), num_perm=PERMUTATIONS, seed=SEED)
    index = RMinHashLSH(threshold=asked.similarity, num_perm=PERMUTATIONS, num_bands=asked.bands)
    flags: list[bool] = index.query_duplicate_flags_matrix_one_shot(sketches)
    return flags


WAYS: dict[str, Way] = {"keep": (keep, of_kept), "pairs": (pairs, of_answers), "rho": (rho, of_flags)}

if __name__ == "__main__":
    take_part(__doc__, ("rensa",), WAYS)
