"""Which records no arm is trained on: those by which all are judged, and those that the null arm swaps in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from xxhash import xxh3_64_intdigest

from curate.measurement.demonstrations import PROMPT_TYPE
from curate.records import columns as c

Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]
SHARE = 0.1
"""Of the set that is held out, at most."""
RESERVE = 0.02
"""Of the set that is set aside for the null arm, and swapped there."""
TUNING = 0.05
"""Of the set that recipes are tried on."""
EACH = 60
"""Prompts of each type that are enough."""
LARGE = 0.05
"""A cluster with more than this share of all is not held out."""
SMALL, FOLDS = 2_000, 5
"""A set with fewer records is parted in so many folds, each of which is held out once."""
_Clusters = list[Positions]


@dataclass(frozen=True)
class Apart:
    """One way to part a set: what is trained on, and what each other part of it is for."""

    training: Flags
    """Of the demonstrations of both sets: all that nothing held out hangs together with."""
    judged_by: Positions
    tuned_by: Positions
    reserve: Positions


def parted(shown: pl.DataFrame, clusters: Positions, before: Flags, seed: int) -> list[Apart]:
    """The ways to part a set: one, or where it is small one for each fold; none, where nothing can be held out.

    Whole clusters are drawn, so that nothing is trained on, in any arm, that hangs together with what is held out.
    What is drawn depends on keys and the seed alone, and meets each prompt type by its share.

    Args:
        shown: Demonstrations of both sets, with their prompt types.
        clusters: What each hangs together with.
        before: Whether each is in the set before, from which alone is drawn.
        seed: Of the draw.
    """
    order = _drawn(shown[c.KEY], clusters, before, seed)
    types = shown[PROMPT_TYPE].to_list()
    count = sum(map(len, order))
    if count < SMALL:
        folds = _parts(order, types, [1 / FOLDS] * FOLDS)
        return [_one_fold(clusters, order, types, fold) for fold in folds if fold]
    share = min(SHARE, EACH * len(set(types)) / count)
    judged, tuned, reserve = _parts(order, types, [share, TUNING, RESERVE])
    return [_apart(clusters, judged, tuned, reserve)]


def held_out_from(shown: pl.DataFrame, clusters: Positions, before: Flags, given: Flags, seed: int) -> Apart:
    """The same, where the records to judge by are given, in a file of their own."""
    judged = [np.flatnonzero(given)]
    without = before & ~np.isin(clusters, clusters[given])
    order = _drawn(shown[c.KEY], clusters, without, seed)
    tuned, reserve = _parts(order, shown[PROMPT_TYPE].to_list(), [TUNING, RESERVE])
    return _apart(clusters, judged, tuned, reserve)


def _drawn(keys: pl.Series, clusters: Positions, before: Flags, seed: int) -> _Clusters:
    """The members of each cluster that are in the set before; clusters in the order that the seed decides."""
    own = np.flatnonzero(before)
    members: dict[int, list[int]] = {}
    for at in own.tolist():
        members.setdefault(int(clusters[at]), []).append(at)
    numbers = {first: min(_number(keys[at], seed) for at in whole) for first, whole in members.items()}
    few = [first for first, whole in members.items() if len(whole) <= max(1, LARGE * len(own))]
    return [np.asarray(members[first], np.int64) for first in sorted(few, key=numbers.__getitem__)]


def _number(key: str, seed: int) -> int:
    return xxh3_64_intdigest(key.encode(), seed=seed % (1 << 64))


def _parts(order: _Clusters, types: Sequence[str], shares: Sequence[float]) -> list[_Clusters]:
    """Clusters for each part, so that each type has its share there; those that no part is owed are left.

    One type after the other, each cluster goes where most is owed. What is owed when the clusters of one type end,
    the next makes up for: so types with too few to have a share of their own have one together.
    """
    *parts, left = [list[Positions]() for _ in (*shares, None)]
    growing, owed = np.asarray([*shares, 1 - sum(shares)]), np.zeros(len(shares) + 1)
    for whole in sorted(order, key=lambda whole: _type_of(whole, types)):
        owed += growing * len(whole)
        to = int(owed.argmax())
        owed[to] -= len(whole)
        (*parts, left)[to].append(whole)
    return parts


def _type_of(whole: Positions, types: Sequence[str]) -> str:
    """That of most in a cluster; the first by name of several."""
    counts = Counter[str](types[at] for at in whole.tolist())
    return min(counts, key=lambda name: (-counts[name], name))


def _one_fold(clusters: Positions, order: _Clusters, types: Sequence[str], fold: _Clusters) -> Apart:
    held = {int(whole[0]) for whole in fold}
    rest = [whole for whole in order if int(whole[0]) not in held]
    tuned, reserve = _parts(rest, types, [TUNING, RESERVE])
    return _apart(clusters, fold, tuned, reserve)


def _apart(clusters: Positions, judged: _Clusters, tuned: _Clusters, reserve: _Clusters) -> Apart:
    own = [np.sort(np.concatenate([np.zeros(0, np.int64), *part])) for part in (judged, tuned, reserve)]
    training = ~np.isin(clusters, clusters[np.concatenate(own)])
    return Apart(training, *own)
