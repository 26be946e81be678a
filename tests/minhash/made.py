"""Families of sets, and what is true of them by the simplest means."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from curate.minhash.sets import Sets, Shingles

Changes = list[tuple[int, set[int], set[int]]]


def _families(bases: int, most: int) -> st.SearchStrategy[Changes]:
    lost, gained = st.sets(st.integers(0, 59), max_size=9), st.sets(st.integers(1000, 1009), max_size=4)
    return st.lists(st.tuples(st.integers(0, bases - 1), lost, gained), max_size=most)


FAMILIES = _families(5, 14) | _families(2, 40)
"""Sets that start from one of a few bases of sixty values, lose some and gain some: few of each, or many."""


def as_array(values: set[int]) -> Shingles:
    """A set as kernels take it, with values as far apart as hashes."""
    return np.array(sorted(value * 0x9E3779B97F4A7C15 % 2**64 for value in values), np.uint64)


def sets_of(changes: Changes) -> list[Shingles]:
    """The sets that changes make of their bases."""
    return [
        as_array({base * 100 + value for value in range(60) if value not in lost} | gained)
        for base, lost, gained in changes
    ]


def packed(*sets: set[int]) -> Sets:
    """Sets in two arrays."""
    return Sets.of([as_array(each) for each in sets])


def alike(one: Shingles, other: Shingles) -> float:
    """The Jaccard index by sets of Python."""
    first, second = set(one.tolist()), set(other.tolist())
    return len(first & second) / len(first | second) if first and second else 0.0


def pairs_of(sets: Sequence[Shingles], similarity: float) -> set[tuple[int, int]]:
    """Every pair that is that similar."""
    every = range(len(sets))
    return {(a, b) for b in every for a in range(b) if alike(sets[a], sets[b]) >= similarity}
