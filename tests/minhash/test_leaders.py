"""Which set is a near-duplicate of which earlier one."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.leaders import NOTHING, Also, leaders
from curate.minhash.proposals import Proposals, by_minhash, by_prefix
from curate.minhash.sets import Sets, Shingles
from tests.minhash.made import FAMILIES, Changes, alike, as_array, sets_of

Found = dict[int, tuple[int, float]]
ROUTES = [by_minhash, by_prefix, partial(by_minhash, threads=3), partial(by_prefix, threads=2)]
JOINS = ROUTES[1::2]
MANY_COPIES = 10
"""So many that one which is like them is compared with leaders alone."""


def walked(
    sets: list[Shingles], similarity: float, route: Callable[..., Proposals], also: Also = NOTHING
) -> Found:
    """Of each member its leader and their similarity."""
    packed = Sets.of(sets)
    found = leaders(packed, route(packed, similarity), similarity, also)
    pairs = zip(found.leader.tolist(), found.similarity.tolist(), strict=True)
    return dict(zip(found.member.tolist(), pairs, strict=True))


def brute_force(sets: list[Shingles], similarity: float, agree: Callable[[int, int], bool] | None = None) -> Found:
    """The same walk, comparing with every earlier leader."""
    found: Found = {}
    for position, own in enumerate(sets):
        scored = [
            (alike(own, sets[earlier]), -earlier)
            for earlier in range(position)
            if earlier not in found and (agree is None or agree(position, earlier))
        ]
        score, at = max(scored, default=(0.0, 0))
        if score >= similarity:
            found[position] = (-at, score)
    return found


def others_like(sets: list[Shingles], similarity: float, agree: Callable[[int, int], bool]) -> list[bool]:
    """Of each set whether any other is so much like it."""
    every = range(len(sets))
    return [
        any(at != one and alike(sets[one], sets[at]) >= similarity and agree(one, at) for at in every)
        for one in every
    ]


@pytest.mark.parametrize("route", ROUTES)
@settings(deadline=None, max_examples=60)
@given(changes=FAMILIES, similarity=st.sampled_from([0.55, 0.7, 0.8, 0.9, 1.0]))
def test_what_is_near_is_whatever_any_other_is_like_leader_or_not(
    route: Callable[..., Proposals], changes: Changes, similarity: float
) -> None:
    sets = sets_of(changes)
    packed = Sets.of(sets)
    found = leaders(packed, route(packed, similarity), similarity)
    assert found.near.tolist() == others_like(sets, similarity, lambda *_: True)


@pytest.mark.parametrize("route", ROUTES)
@settings(deadline=None, max_examples=60)
@given(changes=FAMILIES, similarity=st.sampled_from([0.55, 0.7, 0.8]), seed=st.integers(0, 99))
def test_without_what_nothing_is_like_and_in_another_order_the_others_go_as_among_all(
    route: Callable[..., Proposals], changes: Changes, similarity: float, seed: int
) -> None:
    sets = sets_of(changes)
    packed = Sets.of(sets)
    near = np.flatnonzero(leaders(packed, route(packed, similarity), similarity).near)
    order = np.random.default_rng(seed).permutation(len(sets))
    few = order[np.isin(order, near)]
    whole = walked([sets[at] for at in order], similarity, route)
    told = walked([sets[at] for at in few], similarity, route)
    named = {few[at]: (few[leader], score) for at, (leader, score) in told.items()}
    assert named == {order[at]: (order[leader], score) for at, (leader, score) in whole.items()}


@pytest.mark.parametrize("route", ROUTES)
@settings(deadline=None, max_examples=60)
@given(changes=FAMILIES, similarity=st.sampled_from([0.55, 0.7, 0.8, 0.9, 1.0]))
def test_leaders_are_those_of_a_comparison_of_all_with_all(
    route: Callable[..., Proposals], changes: Changes, similarity: float
) -> None:
    sets = sets_of(changes)
    assert walked(sets, similarity, route) == brute_force(sets, similarity)


@pytest.mark.parametrize("route", JOINS)
@settings(deadline=None, max_examples=60)
@given(changes=FAMILIES, others=FAMILIES, least=st.sampled_from([0.5, 0.8]))
def test_a_pair_must_be_alike_in_other_sets_too(
    route: Callable[..., Proposals], changes: Changes, others: Changes, least: float
) -> None:
    sets = sets_of(changes)
    also = [as_array(set()), *sets_of(others), *[as_array(set())] * len(sets)][: len(sets)]

    def agree(one: int, other: int) -> bool:
        nothing = not len(also[one]) and not len(also[other])
        return nothing or alike(also[one], also[other]) >= least

    packed, beside = Sets.of(sets), Also(Sets.of(also), least)
    assert walked(sets, 0.8, route, beside) == brute_force(sets, 0.8, agree)
    near = leaders(packed, route(packed, 0.8), 0.8, beside).near
    assert near.tolist() == others_like(sets, 0.8, agree)


@pytest.mark.parametrize("route", ROUTES)
def test_so_must_one_that_is_like_many(route: Callable[..., Proposals]) -> None:
    copies = [as_array(set(range(30)))] * (1 + MANY_COPIES)
    also = [as_array({1}), *[as_array({2})] * MANY_COPIES]
    told = walked(copies, 0.8, route, Also(Sets.of(also), 0.8))
    assert told == dict.fromkeys(range(2, 1 + MANY_COPIES), (1, 1.0))


@pytest.mark.parametrize("route", JOINS)
@settings(deadline=None, max_examples=80)
@given(changes=FAMILIES, staying=st.integers(0, 8), similarity=st.sampled_from([0.5, 0.7, 0.9]))
def test_the_first_ones_may_stay_and_then_lead_before_all_others(
    route: Callable[..., Proposals], changes: Changes, staying: int, similarity: float
) -> None:
    sets = sets_of(changes)
    packed = Sets.of(sets)
    found = leaders(packed, route(packed, similarity), similarity, staying=staying)
    told = {member: at for at, member in enumerate(found.member.tolist())}
    for position in range(len(sets)):
        like = {at: alike(sets[position], sets[at]) for at in range(min(staying, position))}
        best = max(like.values(), default=0.0)
        if position < staying:
            assert position not in told
        elif best >= similarity:
            leader, score = found.leader[told[position]], found.similarity[told[position]]
            assert (score, leader) == (best, min(at for at, each in like.items() if each == best))


def lost_from(first: int) -> tuple[set[int], set[int], set[int]]:
    """What three sets lack, of which the third is like both others, and nearer to the second."""
    return {*range(first, first + 9)}, {*range(first + 9, first + 18)}, {first + 17}


@pytest.mark.parametrize("copies", [1, MANY_COPIES])
@pytest.mark.parametrize("route", ROUTES)
def test_one_that_stays_leads_even_where_another_leader_is_nearer(
    route: Callable[..., Proposals], copies: int
) -> None:
    # Other values meet in another order.
    for first in range(0, 6000, 100):
        staying, other, last = ({*range(first, first + 60)} - lost for lost in lost_from(first))
        packed = Sets.of([as_array(each) for each in (staying, other, *[last] * copies)])
        found = leaders(packed, route(packed, 0.8), 0.8, staying=1)
        assert (found.member.tolist(), found.leader.tolist()) == ([*range(2, 2 + copies)], [0] * copies)
        assert found.similarity[0] < alike(packed[2], packed[1])


@pytest.mark.parametrize("route", ROUTES)
def test_one_that_is_like_many_is_so_to_a_leader_that_is_not_its_own(route: Callable[..., Proposals]) -> None:
    for first in range(0, 6000, 100):
        far, own, last = ({*range(first, first + 60)} - lost for lost in lost_from(first))
        packed = Sets.of([as_array(each) for each in (far, *[own] * MANY_COPIES, last)])
        found = leaders(packed, route(packed, 0.8), 0.8)
        assert found.leader.tolist() == [1] * MANY_COPIES
        assert found.near.all()


@pytest.mark.parametrize("route", ROUTES)
def test_a_leader_that_is_like_many_members_and_no_leader_is_near(route: Callable[..., Proposals]) -> None:
    for first in range(0, 6000, 200):
        leader, member, last = ({*range(first + begin, first + begin + 100)} for begin in (0, 5, 12))
        packed = Sets.of([as_array(each) for each in (leader, *[member] * MANY_COPIES, last)])
        found = leaders(packed, route(packed, 0.8), 0.8)
        assert found.member.tolist() == [*range(1, 1 + MANY_COPIES)]
        assert found.near.all()


@pytest.mark.parametrize("route", ROUTES)
def test_a_chain_of_small_changes_joins_nothing_unlike(route: Callable[..., Proposals]) -> None:
    chain = [as_array(set(range(start, start + 100))) for start in range(0, 60, 5)]
    found = walked(chain, 0.8, route)
    for number, (leader, similarity) in found.items():
        assert leader not in found
        assert alike(chain[number], chain[leader]) == similarity >= 0.8
    assert len(chain) - len(found) > 1


@pytest.mark.parametrize("route", ROUTES)
def test_empty_sets_are_nobodys_twins(route: Callable[..., Proposals]) -> None:
    empty = as_array(set())
    assert walked([empty, empty, as_array({1}), empty], 0.8, route) == {}
    assert walked([], 0.8, route) == {}


@pytest.mark.parametrize("route", ROUTES)
def test_a_similarity_at_the_very_threshold_is_enough(route: Callable[..., Proposals]) -> None:
    """0.56 times 25 is a little more than 14 in floating point."""
    fourteen_of_25 = [as_array(set(range(25))), as_array(set(range(14)))]
    assert walked(fourteen_of_25, 0.56, route) == {1: (0, 0.56)}


@pytest.mark.parametrize("route", JOINS)
def test_many_copies_have_one_leader(route: Callable[..., Proposals]) -> None:
    assert walked([as_array(set(range(30)))] * 3000, 0.8, route) == dict.fromkeys(range(1, 3000), (0, 1.0))


def by_matrix(sets: list[Shingles], similarity: float) -> dict[str, list[float]]:
    """What is to be found, by a row of ones and zeros for each set."""
    held, places = np.unique(np.concatenate(sets), return_inverse=True)
    rows = np.zeros((len(sets), len(held)), np.float32)
    rows[np.repeat(np.arange(len(sets)), list(map(len, sets))), places] = 1
    both, sizes = rows @ rows.T, rows.sum(axis=1)
    like = both.astype(float) / (sizes[:, None] + sizes - both)
    np.fill_diagonal(like, 0)
    leads = np.ones(len(sets), np.bool_)
    of = np.zeros(len(sets), np.int64)
    for at in range(1, len(sets)):
        of[at] = np.argmax(np.where(leads[:at], like[at, :at], 0))
        leads[at] = like[at, of[at]] < similarity
    (member,) = np.nonzero(~leads)
    near = (like >= similarity).any(axis=1)
    return {
        "member": member.tolist(),
        "leader": of[member].tolist(),
        "similarity": like[member, of[member]].tolist(),
        "near": near.tolist(),
    }


@pytest.mark.parametrize("route", ROUTES)
def test_of_a_crowd_of_one_template_whatever_is_alike_is_found(route: Callable[..., Proposals]) -> None:
    """Among so many it is asked how much of each stands anywhere else."""
    draw = np.random.default_rng(5)
    template, changed = set(range(60)), draw.integers(100, 400, (4000, 9))
    sets = [as_array(template | set(values.tolist())) for values in changed]
    packed = Sets.of(sets)
    found = leaders(packed, route(packed, 0.8), 0.8)
    assert 10 < len(found.member) < 3990
    assert {name: told.tolist() for name, told in found._asdict().items()} == by_matrix(sets, 0.8)
