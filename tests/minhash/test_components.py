"""Which sets hang together, however long the chain."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.components import components, near_pairs, nearest_across
from curate.minhash.shingles import Shingles, jaccard

SIMILARITY = 0.8
FAMILIES = st.lists(
    st.tuples(
        st.integers(0, 4), st.sets(st.integers(0, 59), max_size=9), st.sets(st.integers(1000, 1009), max_size=4)
    ),
    max_size=14,
)
"""Sets that start from one of a few bases of sixty values, lose some and gain some."""
Changes = list[tuple[int, set[int], set[int]]]


def as_array(values: set[int]) -> Shingles:
    return np.array(sorted(value * 0x9E3779B97F4A7C15 % 2**64 for value in values), np.uint64)


def sets_of(changes: Changes) -> list[Shingles]:
    return [
        as_array({base * 100 + v for v in range(60) if v not in lost} | gained) for base, lost, gained in changes
    ]


def brute_force(sets: list[Shingles], similarity: float) -> list[int]:
    """From each set over all that are near it, until no more is reached."""
    found = list(range(len(sets)))
    for start in range(len(sets)):
        reached, waiting = {start}, [start]
        while waiting:
            own = sets[waiting.pop()]
            near = {at for at, other in enumerate(sets) if at not in reached and jaccard(own, other) >= similarity}
            near = {at for at in near if len(sets[at])} if len(own) else set()
            reached |= near
            waiting += near
        found[start] = min(reached)
    return found


@settings(deadline=None, max_examples=60)
@given(changes=FAMILIES, similarity=st.sampled_from([0.5, 0.8, 0.95, 1.0]))
def test_components_are_those_of_a_comparison_of_all_with_all(changes: Changes, similarity: float) -> None:
    sets = sets_of(changes)
    assert components(sets, similarity) == brute_force(sets, similarity)


@settings(deadline=None, max_examples=30)
@given(changes=FAMILIES)
def test_each_pair_is_told_once_the_earlier_first_and_with_its_exact_similarity(changes: Changes) -> None:
    sets = sets_of(changes)
    pairs = {(one, other): score for one, other, score in near_pairs(sets, SIMILARITY)}
    assert all(one < other and score == jaccard(sets[one], sets[other]) for (one, other), score in pairs.items())
    alike = {
        (one, other)
        for other in range(len(sets))
        for one in range(other)
        if jaccard(sets[one], sets[other]) >= SIMILARITY
    }
    assert alike <= pairs.keys()


def test_a_chain_of_small_changes_is_one_component() -> None:
    chain = [as_array(set(range(start, start + 100))) for start in range(0, 60, 5)]
    assert jaccard(chain[0], chain[-1]) < SIMILARITY
    assert components(chain, SIMILARITY) == [0] * len(chain)
    assert components([*chain[:5], *chain[8:]], 0.85) == [0] * 5 + [5] * 4


def test_empty_sets_hang_together_with_nothing() -> None:
    empty = as_array(set())
    assert components([empty, as_array({1, 2}), empty], SIMILARITY) == [0, 1, 2]
    assert components([], SIMILARITY) == []


@settings(deadline=None, max_examples=30)
@given(changes=FAMILIES, seed=st.integers(1, 9))
def test_the_nearest_pair_across_two_sides_is_told(changes: Changes, seed: int) -> None:
    sets = sets_of(changes)
    compared, nearest = nearest_across(sets, lambda at: at % 2, SIMILARITY, seed=seed)
    across = [jaccard(a, b) for at, b in enumerate(sets) for a in sets[:at][(at + 1) % 2 :: 2]]
    alike = [score for score in across if score >= SIMILARITY]
    assert compared >= len(alike)
    assert nearest == max(alike) if alike else nearest < SIMILARITY


def test_what_is_being_done_is_told() -> None:
    told: list[str] = []
    components([as_array({1})], SIMILARITY, tell=lambda what, *_: told.append(what))
    assert set(told) == {"comparing"}
