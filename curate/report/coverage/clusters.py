"""Kinds of prompts that nobody has named: within a type, and among those whose type is not told."""

from collections.abc import Iterator, Sequence
from math import ceil, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.findings import RANK
from curate.records import columns as c
from curate.report.coverage.counts import UNIT
from curate.report.coverage.prompts import LEADER
from curate.report.coverage.result import Coverage
from curate.report.coverage.sheet import prompts_in
from curate.report.coverage.table import UNSURE_ROW
from curate.report.terminal import shown
from curate.statistics.clusters import STABLE, Clusters, clusters, stability
from curate.words.pattern import WORD

Numbers = npt.NDArray[np.float64]
LEAST, MOST = 100, 1_500
"""Families of a type from which on, and up to which, it is looked into; of more some are drawn."""
WORDS, LARGEST, DIMENSIONS = 8, 24, 20
"""Words of an opening that are read, clusters at most, and dimensions that are kept of their words."""
NAMED, MEDOIDS, EXCERPT = 3, 3, 160
HALF = 0.5
SMALLEST = 8
"""Families that a cluster must have to be told."""
SCHEMA = {
    "type": pl.String(),
    "name": pl.String(),
    "families": pl.UInt32(),
    "stability": pl.Float64(),
    "keys": pl.List(pl.String()),
    "prompts": pl.List(pl.String()),
}
"""One row for each cluster that would be found again, the largest of each type first.

`name` is made of the words that most set it apart; `keys` and `prompts` are the prompts nearest to its middle.
"""


class _Found(NamedTuple):
    name: str
    members: list[int]
    stable: float


def clusters_of(found: Coverage, seed: int = 0, *, text: bool = True) -> pl.DataFrame:
    """Clusters of prompts by how they open, as `SCHEMA`, within each type and among what is not told.

    Words of openings are weighed by how rare they are, and reduced to a few dimensions: forms of a task lie close
    together then, and subjects do not. Only what would be found again is told (`curate.statistics.clusters`).

    Args:
        found: The coverage.
        seed: Of the starts and of the draws.
        text: Whether prompts are quoted, and clusters named by their words.
    """
    rows = []
    for unit, own in _groups(found):
        texts = prompts_in(found.records, own[c.KEY])
        keys = own[c.KEY].to_list()
        for each in _within([texts[key] for key in keys], seed):
            near = [keys[at] for at in each.members[:MEDOIDS]]
            said = [shown(texts[key], EXCERPT) for key in near] if text else []
            rows.append((unit, each.name if text else "", len(each.members), each.stable, near, said))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _groups(found: Coverage) -> Iterator[tuple[str, pl.DataFrame]]:
    """The leaders of each unit that has enough, and of what is not told, the same for any order of the records."""
    leading = found.prompts.filter(pl.col(LEADER) == pl.col(RANK)).with_columns(pl.col(UNIT).fill_null(UNSURE_ROW))
    for unit in (*found.ids, UNSURE_ROW):
        own = leading.filter(pl.col(UNIT) == unit).sort(c.KEY).head(MOST)
        if own.height >= LEAST:
            yield unit, own


def _within(texts: Sequence[str], seed: int) -> list[_Found]:
    words = [_words(text) for text in texts]
    vocabulary = _vocabulary(words)
    if len(vocabulary) < DIMENSIONS + 2:
        return []
    points = _reduced(_weights(words, vocabulary))
    found, stable = _stable(points, seed)
    apart = found.distances(points)
    made = []
    for at in range(len(stable)):
        members = np.flatnonzero(found.of == at)
        if len(members) >= SMALLEST and stable[at] >= STABLE:
            nearest = members[np.argsort(apart[members], kind="stable")]
            made.append(_Found(_name(words, found.of == at, vocabulary), nearest.tolist(), float(stable[at])))
    return sorted(made, key=lambda each: (-len(each.members), each.name))


def _stable(points: Numbers, seed: int) -> tuple[Clusters, Numbers]:
    """The finest clusters of which those that would be found again hold half of the points; how stable each is.

    Where no number of clusters does, it is the one that comes nearest.
    """
    number, best, most = min(LARGEST, ceil(sqrt(len(points) / 2))), None, -1.0
    while number > 1:
        found = clusters(points, number, seed)
        stable = stability(points, found, seed)
        held = float((stable[found.of] >= STABLE).mean())
        if best is None or held > most:
            best, most = (found, stable), held
        if held >= HALF:
            break
        number = number * 2 // 3
    assert best is not None
    return best


def _words(text: str) -> list[str]:
    head = pl.Series([text[:400].lower()]).str.extract_all(WORD).list.head(WORDS)
    words: list[str] = head.to_list()[0]
    return words


def _vocabulary(words: Sequence[Sequence[str]]) -> dict[str, int]:
    """Words that at least three prompts open with, in the order of the alphabet."""
    counts = dict[str, int]()
    for each in words:
        for word in set(each):
            counts[word] = counts.get(word, 0) + 1
    return {word: at for at, word in enumerate(sorted(word for word, count in counts.items() if count > 2))}  # noqa: PLR2004


def _weights(words: Sequence[Sequence[str]], vocabulary: dict[str, int]) -> Numbers:
    """Of each prompt the words it opens with, weighed by how rare they are (tf-idf), to a length of one."""
    weights = np.zeros((len(words), len(vocabulary)))
    for row, each in enumerate(words):
        for word in each:
            if word in vocabulary:
                weights[row, vocabulary[word]] += 1
    there = (weights > 0).sum(axis=0)
    weights *= np.log((1 + len(words)) / (1 + there)) + 1
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    unit: Numbers = weights / np.maximum(lengths, 1e-12)
    return unit


def _reduced(weights: Numbers) -> Numbers:
    """The dimensions in which prompts differ most, with a fixed sign."""
    _, _, across = np.linalg.svd(weights.T @ weights, hermitian=True)
    kept = across[:DIMENSIONS]
    signs = np.sign(kept[np.arange(len(kept)), np.abs(kept).argmax(axis=1)])
    points: Numbers = weights @ (kept * signs[:, None]).T
    return points


def _name(words: Sequence[Sequence[str]], own: npt.NDArray[np.bool_], vocabulary: dict[str, int]) -> str:
    """The words that set a cluster apart: frequent in it, and elsewhere rare (class-based tf-idf)."""
    here, every = dict.fromkeys(vocabulary, 0), dict.fromkeys(vocabulary, 0)
    for each, is_own in zip(words, own, strict=True):
        for word in set(each) & vocabulary.keys():
            every[word] += 1
            here[word] += int(is_own)
    average = sum(every.values()) / max(1, len(words)) * own.sum()
    scores = {word: here[word] * np.log(1 + average / every[word]) for word in vocabulary}
    return " ".join(sorted(vocabulary, key=lambda word: (-scores[word], word))[:NAMED])
