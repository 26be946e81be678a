"""Finds near-duplicates with the kernels of `curate`: cut, propose, leaders, and every pair.

python -m benchmarks.near.run_curate TEXTS FOLDER [--similarity 0.8] [--method minhash|exact|datasketch]
    [--as-written] [--leaders-only]

Texts are words with a space between them, unless `--as-written`: then they are normalised and cut as checks do it.
Leaves FOLDER/members.i32 (leader and member), FOLDER/pairs.i32 and FOLDER/told.json.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.near.task import EVERY_PAIR, WARM, Clock, cpu_seconds, leave, read_texts, tell
from benchmarks.near.truth import Positions
from curate.facts.shingling import USUAL, in_pieces, sets_of_texts
from curate.minhash.leaders import leaders
from curate.minhash.proposals import Proposals, by_datasketch, by_minhash, by_prefix
from curate.minhash.sets import Sets
from curate.minhash.shingles import shingle_sets
from curate.utf8 import one_behind_the_other

PACKAGES = ("curate-sft", "polars", "numpy", "numba", "datasketch")
PROPOSE = {"minhash": by_minhash, "exact": by_prefix}


def cut(words: pl.Series) -> Sets:
    """The shingles of texts that are words with a space between them, of whatever script."""
    return in_pieces(words, _cut)


def _cut(words: pl.Series) -> Sets:
    return shingle_sets(one_behind_the_other(words), np.zeros(len(words), np.bool_), USUAL.tokens())


def propose(sets: Sets, method: str, similarity: float) -> Proposals:
    """Whom to compare with."""
    if method == "datasketch":
        return by_datasketch(sets, similarity)
    return PROPOSE[method](sets, similarity, threads=pl.thread_pool_size())


def find(texts: Sequence[str], folder: Path, asked: argparse.Namespace) -> Clock:
    """Carry out each part, and leave what was found."""
    column = pl.Series(texts, dtype=pl.String)
    clock = Clock()
    with clock.part("cut"):
        sets = (sets_of_texts if asked.as_written else cut)(column)
    with clock.part("propose"):
        proposals = propose(sets, asked.method, asked.similarity)
    with clock.part("leaders"):
        members = leaders(sets, proposals, asked.similarity)
    leave(folder, {"members": _flat(members.leader, members.member)})
    if not asked.leaders_only:
        from benchmarks.near.every_pair import every_pair

        with clock.part(EVERY_PAIR):
            pairs = every_pair(sets, proposals, asked.similarity)
        leave(folder, {"pairs": _flat(pairs.one, pairs.other)})
    return clock


def _flat(one: Positions, other: Positions) -> list[int]:
    flat: list[int] = np.stack([one, other], axis=1).ravel().tolist()
    return flat


def main() -> None:
    """Get ready, find, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--similarity", type=float, default=0.8)
    parser.add_argument("--method", choices=(*PROPOSE, "datasketch"), default="minhash")
    parser.add_argument("--as-written", action="store_true")
    parser.add_argument("--leaders-only", action="store_true")
    asked = parser.parse_args()
    imported = cpu_seconds()
    # The kernels are loaded at their first call; only listing every pair is no kernel of ours, and compiled anew.
    only = argparse.Namespace(**{**vars(asked), "leaders_only": True})
    find(WARM, asked.folder, only)
    ready = cpu_seconds()
    find(WARM, asked.folder, asked)
    clock = find(read_texts(asked.texts), asked.folder, asked)
    told = {
        "startup_cpu_s": round(ready, 3),
        "kernels_cpu_s": round(ready - imported, 3),
        "parts": clock.parts,
    }
    tell(asked.folder, told, PACKAGES)


if __name__ == "__main__":
    main()
