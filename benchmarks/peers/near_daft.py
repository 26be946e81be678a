"""Finds near-duplicates with Daft, as its example does: signatures, bands, and groups of texts by band.

python -m benchmarks.peers.near_daft TEXTS FOLDER --bands 9 --rows 13
"""

import argparse
from collections.abc import Sequence

import daft
from daft import col, lit

from benchmarks.near.task import TOGETHER, of_groups, take_part


def groups(texts: Sequence[str], asked: argparse.Namespace) -> list[list[int]]:
    """Groups of texts that agree in a band."""
    length = asked.bands * asked.rows
    signature = col("text").minhash(num_hashes=length, ngram_size=TOGETHER, seed=42, hash_function="xxhash")
    found = (
        daft.from_pydict({"node": list(range(len(texts))), "text": list(texts)})
        # Its example numbers the bands by a function in Python; a list that is the same for all is quicker.
        .select("node", bands=signature.chunk(asked.rows), band=lit(list(range(asked.bands))))
        .explode("bands", "band")
        .groupby("band", "bands")
        .agg(col("node").list_agg().alias("nodes"))
        .where(col("nodes").list_count() > 1)
        .select("nodes")
        .to_pydict()
    )
    nodes: list[list[int]] = found["nodes"]
    return nodes


if __name__ == "__main__":
    take_part(__doc__, ("daft",), {"groups": (groups, of_groups)})
