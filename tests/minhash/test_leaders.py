"""Which set is a near-duplicate of which earlier one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.leaders import Agree, Leader, any_pair, leaders
from curate.minhash.shingles import Shingles, jaccard

SIMILARITY = 0.8
FAMILIES = st.lists(
    st.tuples(
        st.integers(0, 4), st.sets(st.integers(0, 59), max_size=9), st.sets(st.integers(1000, 1009), max_size=4)
    ),
    max_size=14,
)
"""Sets that start from one of a few bases of sixty values, lose some and gain some."""


def as_array(values: set[int]) -> Shingles:
    return np.array(sorted(value * 0x9E3779B97F4A7C15 % 2**64 for value in values), np.uint64)


def both_even_or_both_odd(one: int, other: int) -> bool:
    return one % 2 == other % 2


def brute_force(sets: list[Shingles], agree: Agree = any_pair) -> list[Leader | None]:
    """The same walk, comparing with every earlier leader."""
    found: list[Leader | None] = []
    for position, own in enumerate(sets):
        earlier = [number for number, leader in enumerate(found) if leader is None and agree(position, number)]
        scored = [Leader(number, jaccard(own, sets[number])) for number in earlier]
        best = max(scored, key=lambda leader: (leader.similarity, -leader.position), default=None)
        found.append(best if best and best.similarity >= SIMILARITY else None)
    return found


@settings(deadline=None, max_examples=60)
@given(FAMILIES)
def test_leaders_are_those_of_a_comparison_of_all_with_all(changes: list[tuple[int, set[int], set[int]]]) -> None:
    sets = [
        as_array({base * 100 + value for value in range(60) if value not in lost} | gained)
        for base, lost, gained in changes
    ]
    for agree in (any_pair, both_even_or_both_odd):
        assert leaders(sets, SIMILARITY, agree=agree) == brute_force(sets, agree)


def test_a_chain_of_small_changes_joins_nothing_unlike() -> None:
    chain = [as_array(set(range(start, start + 100))) for start in range(0, 60, 5)]
    found = leaders(chain, SIMILARITY)
    for number, leader in enumerate(found):
        if leader:
            assert found[leader.position] is None
            assert jaccard(chain[number], chain[leader.position]) == leader.similarity >= SIMILARITY
    assert found.count(None) > 1


def test_empty_sets_are_nobodys_twins() -> None:
    empty = as_array(set())
    assert leaders([empty, empty, as_array({1}), empty], SIMILARITY) == [None] * 4
