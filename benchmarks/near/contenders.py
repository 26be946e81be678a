"""Who finds near-duplicates side by side, and how each is set."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.contenders import PEERS as FOLDER
from benchmarks.contenders import environment
from benchmarks.near.texts import Files

SIMILARITY = 0.8
"""At which everybody is compared."""
THRESHOLDS = (0.7, 0.8, 0.9)
"""At which `curate` is measured."""
LEFT_OUT = {
    "semhash": "compares what an embedding model makes of texts, which is another job, and fetches its model, "
    "while nothing is fetched here",
    "Data-Juicer and datatrove": "are whole pipelines, and measured as such by throughput.py",
}
"""Who does not take part, and why."""


@dataclass(frozen=True)
class Contender:
    """One way to find near-duplicates, at one threshold."""

    name: str
    settings: str
    """How it is set, in words."""
    command: tuple[str, ...]
    """What to run, before the texts and a folder."""
    similarity: float = SIMILARITY
    is_peer: bool = True
    is_default: bool = False
    """Whether a peer is set as it is by default, or as its documentation shows it."""
    as_written: bool = False
    """Whether it takes the texts as somebody wrote them."""
    is_route: bool = False
    """Whether it is one of the two routes that `curate` proposes."""

    def on(self, files: Files, folder: Path) -> list[str]:
        """The whole command."""
        return [*self.command, str(files.raw if self.as_written else files.words), str(folder)]

    def leaders_only(self) -> "Contender":
        """The same, from texts to leaders and no further."""
        return replace(self, command=(*self.command, "--leaders-only"))


CURATE = {
    "minhash": "MinHash of our own, in bands for a recall of 0.9999 at the threshold, each pair verified",
    "exact": "join over the rarest runs of words, each pair verified",
    "datasketch": "signatures of the library datasketch, in the same bands as ours, each pair verified",
}


NAMES = {"minhash": "minhash", "exact": "exact", "datasketch": "signatures of datasketch"}


def ours() -> list[Contender]:
    """Both routes at each threshold; the signatures of datasketch, and texts as written, at one."""
    both = [_ours(method, similarity) for similarity in THRESHOLDS for method in ("minhash", "exact")]
    return [*both, _ours("datasketch", SIMILARITY), _ours("minhash", SIMILARITY, "--as-written")]


def _ours(method: str, similarity: float, *more: str) -> Contender:
    command = (sys.executable, "-m", "benchmarks.near.run_curate", "--method", method)
    settings, as_written = CURATE[method], "--as-written" in more
    if as_written:
        settings += "; normalised and cut as DUP002 does it, which makes other shingles of Chinese"
    return Contender(
        name=f"curate, {NAMES[method]}{', texts as written' if as_written else ''}",
        settings=settings,
        command=(*command, "--similarity", str(similarity), *more),
        similarity=similarity,
        is_peer=False,
        as_written=as_written,
        is_route=method != "datasketch" and not as_written,
    )


@dataclass(frozen=True)
class Peer:
    """One setting of another program."""

    name: str
    package: str
    """Its script and its environment are called so."""
    settings: str
    options: tuple[str, ...] = ()
    is_default: bool = False


def _bands(bands: int, rows: int) -> tuple[str, ...]:
    return ("--bands", str(bands), "--rows", str(rows))


_DATASKETCH = "MinHash num_perm 128 with update_batch, MinHashLSH asked for each text before that is inserted"
_RENSA = "RMinHash.from_token_sets num_perm 128 seed 42, RMinHashLSH insert_many and query_all"
_GAOYA = (
    "MinHashStringIndex hash_size 32, analyzer word, ngram_range (3, 3), par_bulk_insert_docs and par_bulk_query"
)
_DAFT = "minhash ngram_size 3 seed 42 xxhash, in bands, grouped by band, as in its example"
_SKETCH = "FastSimilaritySketch size 128 seed 42 batch, LSH insert and query"
_FLAGS = "tells of each text only whether another is like it, so precision and recall are of flagged texts"
PEERS = {
    "datasketch": Peer(
        "datasketch",
        "datasketch",
        f"{_DATASKETCH}; 9 bands of 13 rows, its own choice",
        _bands(9, 13),
        is_default=True,
    ),
    "datasketch-21x6": Peer("datasketch, 21x6", "datasketch", _DATASKETCH, _bands(21, 6)),
    "rensa": Peer(
        "rensa",
        "rensa",
        "RMinHashDeduplicator num_perm 128 use_lsh add_pairs; tells what is kept, and no pairs",
        ("--way", "keep"),
        is_default=True,
    ),
    "rensa-16x8": Peer("rensa, pairs, 16x8", "rensa", _RENSA, ("--way", "pairs", *_bands(16, 8))),
    "rensa-32x4": Peer("rensa, pairs, 32x4", "rensa", _RENSA, ("--way", "pairs", *_bands(32, 4))),
    "rensa-rho": Peer(
        "rensa, rho",
        "rensa",
        "digest_matrix_from_token_sets_rho num_perm 128, query_duplicate_flags_matrix_one_shot, 16 bands; "
        f"{_FLAGS}",
        ("--way", "rho", *_bands(16, 8)),
    ),
    "gaoya": Peer("gaoya", "gaoya", f"{_GAOYA}; 20 bands of 5 rows, its default", _bands(20, 5), is_default=True),
    "gaoya-21x6": Peer("gaoya, 21x6", "gaoya", _GAOYA, _bands(21, 6)),
    "daft": Peer(
        "Daft",
        "daft",
        f"{_DAFT}; 9 bands of 13 rows, by the formula of its example for 128 hashes",
        _bands(9, 13),
        is_default=True,
    ),
    "daft-21x6": Peer("Daft, 21x6", "daft", _DAFT, _bands(21, 6)),
    "fastsketchlsh": Peer(
        "FastSketchLSH",
        "fastsketchlsh",
        f"{_SKETCH}; 16 bands, as documented",
        ("--way", "pairs", *_bands(16, 8)),
        is_default=True,
    ),
    "fastsketchlsh-32x4": Peer(
        "FastSketchLSH, 32x4", "fastsketchlsh", _SKETCH, ("--way", "pairs", *_bands(32, 4))
    ),
    "fastsketchlsh-flags": Peer(
        "FastSketchLSH, flags",
        "fastsketchlsh",
        f"the same with insert_and_query_duplicates, 16 bands; {_FLAGS}",
        ("--way", "flags", *_bands(16, 8)),
    ),
    "text-dedup": Peer(
        "text-dedup",
        "text-dedup",
        "text_dedup.minhash ngram 3 threshold 0.8, else by default, from a file it reads to the set it saves; "
        "tells what is kept, and no pairs; memory is that of its own process, without one that it starts",
        is_default=True,
    ),
}
"""By the name that they are asked for."""
ITSELF = {"text-dedup": FOLDER / "text-dedup-itself.txt"}
"""Packages that are installed without what they ask for."""


def peers(names: Iterable[str], environments: Path) -> list[Contender]:
    """Those of these names, in environments made where they are not there yet."""
    return [_peer(PEERS[name], environments) for name in names]


def _peer(peer: Peer, environments: Path) -> Contender:
    python = environment(peer.package, environments, alone=ITSELF.get(peer.package))
    script = f"benchmarks.peers.near_{peer.package.replace('-', '_')}"
    command = (str(python), "-m", script, "--similarity", str(SIMILARITY), *peer.options)
    return Contender(peer.name, peer.settings, command, is_default=peer.is_default)
