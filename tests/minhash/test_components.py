"""Which sets hang together, and how alike the nearest of two sides are."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.components import components, nearest_across
from curate.minhash.sets import Sets, Shingles
from tests.minhash.made import FAMILIES, Changes, alike, as_array, pairs_of, sets_of

SIMILARITY = 0.8


def together(sets: list[Shingles], similarity: float = SIMILARITY) -> list[int]:
    """The components of sets."""
    return list(map(int, components(Sets.of(sets), similarity)))


def brute_force(sets: list[Shingles]) -> list[int]:
    """The same from every pair."""
    first = list(range(len(sets)))
    for _ in sets:
        for one, other in pairs_of(sets, SIMILARITY):
            first[one] = first[other] = min(first[one], first[other])
    return first


@settings(deadline=None, max_examples=60)
@given(FAMILIES, st.integers(1, 2))
def test_components_are_those_of_a_comparison_of_all_with_all(changes: Changes, times: int) -> None:
    sets = sets_of(changes) * times
    assert together(sets) == brute_force(sets)


def test_a_chain_of_small_changes_is_one_component() -> None:
    chain = [as_array(set(range(start, start + 100))) for start in range(0, 60, 5)]
    assert alike(chain[0], chain[-1]) < SIMILARITY
    assert together(chain) == [0] * len(chain)
    assert together([*chain[:5], *chain[8:]], 0.85) == [0] * 5 + [5] * 4


def test_empty_sets_hang_together_with_nothing() -> None:
    empty = as_array(set())
    assert together([empty, as_array({1, 2}), empty]) == [0, 1, 2]
    assert together([]) == []


def test_copies_hang_together_in_no_time() -> None:
    assert set(together([as_array(set(range(40)))] * 20_000)) == {0}


@settings(deadline=None, max_examples=60)
@given(changes=FAMILIES, seed=st.integers(1, 9))
def test_the_nearest_pair_across_two_sides_is_told(changes: Changes, seed: int) -> None:
    sets = sets_of(changes)
    side = np.arange(len(sets), dtype=np.int64) % 2
    compared, nearest = nearest_across(Sets.of(sets), side, SIMILARITY, seed=seed)
    across = [alike(a, b) for at, b in enumerate(sets) for a in sets[:at][(at + 1) % 2 :: 2]]
    near = [score for score in across if score >= SIMILARITY]
    assert (compared > 0) >= bool(near)
    assert nearest == max(near) if near else nearest < SIMILARITY
