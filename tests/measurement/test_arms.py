"""Arms that tell what a difference means: nothing changed, damage, and random removal."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.measurement.arms import (
    DAMAGED,
    SWAPPED,
    Arm,
    Whole,
    damaged,
    damaged_pairs,
    nothing_changed,
    removed_at_random,
)
from curate.measurement.schedule import order

TYPES = ("coding", "open_qa", "translation")
LABELS = ("It is a berry.", "It is a root.", "It is a leaf.")


def whole_of(types: Sequence[str], responses: Sequence[str] | None = None) -> Whole:
    keys = np.asarray([(at * 2_654_435_761 + 17) % 2**32 for at in range(len(types))], np.uint64)
    tokens = np.asarray([5 + at * 37 % 90 for at in range(len(types))], np.int64)
    return Whole(keys, types, responses or [f"Answer number {at}." for at in range(len(types))], tokens)


def some(count: int) -> Whole:
    return whole_of([TYPES[at * 7 % 11 % 3] for at in range(count)])


def kinds(whole: Whole, rows: np.ndarray) -> Counter[str]:
    return Counter(whole.types[row] for row in rows.tolist())


def test_an_arm_stands_in_the_order_of_its_keys() -> None:
    arm = some(9).arm(np.asarray([7, 2, 5]))
    assert sorted(arm.rows.tolist()) == [2, 5, 7]
    assert arm.keys.tolist() == sorted(arm.keys.tolist())
    assert some(9).keys[arm.rows].tolist() == arm.keys.tolist()


@given(st.integers(60, 300), st.integers(-2, 9))
def test_the_null_arm_swaps_a_fiftieth_for_others_of_the_same_types(count: int, seed: int) -> None:
    whole = some(count)
    reserve = np.arange(0, count, 20)
    before = whole.arm(np.setdiff1d(np.arange(count), reserve))
    arm = nothing_changed(whole, before, reserve, seed)

    changed = np.flatnonzero(arm.rows != before.rows)
    assert len(changed) == max(1, round(SWAPPED * len(before.rows)))
    assert len(set(arm.rows.tolist())) == len(before.rows)
    assert set(arm.rows[changed].tolist()) <= set(reserve.tolist())
    assert [whole.types[row] for row in arm.rows] == [whole.types[row] for row in before.rows]
    assert whole.keys[arm.rows].tolist() == arm.keys.tolist()


def test_the_null_arm_takes_no_more_than_was_set_aside_and_of_other_types_nothing() -> None:
    whole = whole_of(["coding"] * 200 + ["open_qa"] * 2 + ["translation"])
    before = whole.arm(np.arange(200))
    assert (nothing_changed(whole, before, np.asarray([200, 201, 202]), 0).rows == before.rows).all()
    none = nothing_changed(whole, before, np.zeros(0, np.int64), 0)
    assert none.rows.tolist() == before.rows.tolist()


def test_the_null_arm_draws_from_all_types_and_anew_for_each_seed() -> None:
    whole = some(300)
    reserve = np.arange(0, 300, 10)
    before = whole.arm(np.setdiff1d(np.arange(300), reserve))
    drawn = [set(nothing_changed(whole, before, reserve, seed).rows.tolist()) & set(reserve) for seed in range(20)]
    assert len({tuple(sorted(each)) for each in drawn}) > 15
    assert {whole.types[row] for each in drawn for row in each} == set(whole.types)


@given(st.lists(st.sampled_from(TYPES), min_size=1, max_size=120), st.data())
def test_planted_damage_gives_responses_of_the_same_type_that_differ(
    types: list[str], data: st.DataObject
) -> None:
    said = data.draw(st.lists(st.sampled_from(LABELS), min_size=len(types), max_size=len(types)))
    whole = whole_of(types, said)
    before = whole.arm(np.arange(len(types)))
    pairs = damaged_pairs(whole, before, data.draw(st.integers(-2, 5)))

    places = [place for place, _ in pairs]
    assert len(set(places)) == len(places)
    for place, other in pairs:
        row = before.rows[place]
        assert whole.types[row] == whole.types[other]
        assert said[row] != said[other]
    assert sorted(before.rows[places].tolist()) == sorted(other for _, other in pairs)
    assert len(pairs) <= DAMAGED * len(types) + 1


@given(st.lists(st.sampled_from(TYPES), min_size=20, max_size=200), st.integers(0, 5))
def test_planted_damage_swaps_a_tenth(types: list[str], seed: int) -> None:
    whole = whole_of(types)
    pairs = damaged_pairs(whole, whole.arm(np.arange(len(types))), seed)
    assert len(pairs) == pytest.approx(DAMAGED * len(types), abs=2)


def test_types_with_few_records_are_damaged_together() -> None:
    whole = whole_of([f"kind {at % 12}" for at in range(72)])
    assert len(damaged_pairs(whole, whole.arm(np.arange(72)), 0)) == pytest.approx(7, abs=1)


def test_a_type_with_one_response_is_not_damaged_and_the_next_does_not_bear_it_all() -> None:
    types = ["classification"] * 200 + ["open_qa"] * 100
    said = ["Positive."] * 200 + [f"Answer number {at}." for at in range(100)]
    whole = whole_of(types, said)
    pairs = damaged_pairs(whole, whole.arm(np.arange(300)), 0)
    assert {whole.types[row] for _, row in pairs} == {"open_qa"}
    assert 10 <= len(pairs) <= 12


def test_where_most_responses_are_the_same_as_many_are_swapped_as_differ() -> None:
    whole = whole_of(["classification"] * 100, ["Negative."] * 97 + ["Positive."] * 3)
    pairs = damaged_pairs(whole, whole.arm(np.arange(100)), 0)
    assert Counter(whole.responses[row] for _, row in pairs) == {"Negative.": 3, "Positive.": 3}


def test_the_damaged_arm_keeps_its_keys_and_all_that_is_not_damaged() -> None:
    whole = some(12)
    before = whole.arm(np.arange(12))
    arm = damaged(before, {3: 20, 5: 21})
    assert arm.keys.tolist() == before.keys.tolist()
    assert np.flatnonzero(arm.rows != before.rows).tolist() == [3, 5]
    assert arm.rows[[3, 5]].tolist() == [20, 21]
    assert before.rows.max() == 11


@given(st.integers(80, 400), st.floats(0.3, 0.95), st.integers(-2, 9))
def test_random_removal_leaves_as_many_of_each_type_with_as_many_tokens(
    count: int, left: float, seed: int
) -> None:
    whole = some(count)
    before = whole.arm(np.arange(count))
    after = whole.arm(np.flatnonzero(np.arange(count) * 7_919 % count < left * count))
    arm = removed_at_random(whole, before, after, seed)

    assert set(arm.rows.tolist()) <= set(before.rows.tolist())
    assert len(set(arm.rows.tolist())) == len(after.rows)
    assert kinds(whole, arm.rows) == kinds(whole, after.rows)
    wanted = whole.tokens[after.rows].sum()
    assert abs(whole.tokens[arm.rows].sum() - wanted) <= max(0.002 * wanted, 3)


def test_random_removal_has_as_many_tokens_where_the_longest_are_removed() -> None:
    whole = some(300)
    before = whole.arm(np.arange(300))
    after = whole.arm(np.argsort(whole.tokens)[:240])
    tokens = [whole.tokens[removed_at_random(whole, before, after, seed).rows].sum() for seed in range(5)]
    assert tokens == pytest.approx([whole.tokens[after.rows].sum()] * 5, rel=0.05)


def test_random_removal_is_drawn_anew_for_each_seed_and_the_same_for_the_same() -> None:
    whole = some(100)
    before, after = whole.arm(np.arange(100)), whole.arm(np.arange(60))
    drawn = [tuple(removed_at_random(whole, before, after, seed).rows.tolist()) for seed in [*range(6), 0]]
    assert len(set(drawn)) == 6
    assert drawn[0] == drawn[-1]


def test_what_the_set_before_has_too_few_of_is_made_up_for_by_other_types() -> None:
    whole = whole_of(["coding"] * 30 + ["open_qa"] * 10 + ["translation"] * 20)
    before, after = whole.arm(np.arange(40)), whole.arm(np.asarray([*range(15), *range(40, 55)]))
    arm = removed_at_random(whole, before, after, 0)
    assert len(set(arm.rows.tolist())) == 30
    assert set(arm.rows.tolist()) <= set(before.rows.tolist())
    assert kinds(whole, arm.rows)["coding"] >= 15


def test_what_is_drawn_has_no_place_of_its_own_in_the_epochs_of_training() -> None:
    whole = some(400)
    before, after = whole.arm(np.arange(400)), whole.arm(np.arange(200))
    for seed in range(3):
        places = np.argsort(order(before.keys, seed, 0))
        swapped = [place for place, _ in damaged_pairs(whole, before, seed)]
        kept = np.isin(before.rows, removed_at_random(whole, before, after, seed).rows)
        for drawn in (places[swapped], places[kept]):
            assert drawn.mean() == pytest.approx(200, abs=60)


def test_arms_do_not_depend_on_the_order_of_what_they_are_drawn_from() -> None:
    plain = some(120)
    moved = np.random.default_rng(3).permutation(120)
    back = np.argsort(moved)
    other = Whole(
        plain.keys[moved],
        [plain.types[at] for at in moved],
        [plain.responses[at] for at in moved],
        plain.tokens[moved],
    )
    reserve, rest, fewer = (
        np.arange(0, 120, 15),
        np.setdiff1d(np.arange(120), np.arange(0, 120, 15)),
        np.arange(1, 90, 2),
    )

    def told(whole: Whole, at: np.ndarray) -> list[list[int]]:
        before = whole.arm(at[rest])
        after = whole.arm(at[np.intersect1d(rest, fewer)])
        arms: list[Arm] = [
            nothing_changed(whole, before, at[reserve], 2),
            removed_at_random(whole, before, after, 2),
            damaged(before, dict(damaged_pairs(whole, before, 2))),
        ]
        return [whole.keys[arm.rows].tolist() for arm in arms]

    assert told(other, back) == told(plain, np.arange(120))
