"""Which records each step sees: every one equally often, in an order that two arms have in common."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.measurement.schedule import Keys, order, steps, steps_of

LENGTHS = st.lists(st.integers(1, 40), min_size=1, max_size=20)
SEEDS = st.integers(-5, 2**64)


def keys_of(count: int, begin: int = 0) -> Keys:
    return np.arange(begin, begin + count, dtype=np.uint64) * np.uint64(7_919)


def seen(lengths: list[int], seed: int, of_step: int, count: int) -> list[list[int]]:
    tokens = np.asarray(lengths, np.int64)
    return [each.tolist() for each in steps(keys_of(len(lengths)), tokens, seed, of_step, count)]


@given(LENGTHS, SEEDS, st.integers(1, 90), st.integers(0, 25))
def test_there_are_as_many_steps_as_wanted_and_each_has_records(
    lengths: list[int], seed: int, of_step: int, count: int
) -> None:
    found = seen(lengths, seed, of_step, count)
    assert len(found) == count
    assert all(found)


@given(LENGTHS, SEEDS, st.integers(1, 90))
def test_what_follows_is_one_epoch_behind_the_other_each_with_every_record(
    lengths: list[int], seed: int, of_step: int
) -> None:
    one_after_the_other = [row for step in seen(lengths, seed, of_step, 30) for row in step]
    whole = len(one_after_the_other) // len(lengths)
    for epoch in range(whole):
        own = one_after_the_other[epoch * len(lengths) : (epoch + 1) * len(lengths)]
        assert own == order(keys_of(len(lengths)), seed, epoch).tolist()
        assert sorted(own) == list(range(len(lengths)))


@given(st.lists(st.integers(1, 40), min_size=1, max_size=20), SEEDS, st.integers(1, 12))
def test_steps_hold_their_tokens_but_for_half_a_record_at_each_end(
    lengths: list[int], seed: int, count: int
) -> None:
    of_step = max(lengths)
    total = 0
    for number, step in enumerate(seen(lengths, seed, of_step, count), start=1):
        total += sum(lengths[row] for row in step)
        assert abs(total - number * of_step) <= max(lengths) / 2


def test_a_step_without_a_middle_takes_the_record_behind_it() -> None:
    assert seen([100], 0, 30, 4) == [[0]] * 4
    first, second = order(keys_of(2), 1, 0).tolist()
    assert seen([100, 100], 1, 30, 2) == [[first], [second]]


@given(st.sets(st.integers(0, 60), min_size=2), st.sets(st.integers(0, 60), min_size=2), SEEDS, st.integers(0, 9))
def test_two_arms_see_what_they_have_in_common_in_the_same_order(
    one: set[int], other: set[int], seed: int, epoch: int
) -> None:
    def common(arm: set[int]) -> list[int]:
        keys = np.asarray(sorted(arm), np.uint64)
        return [int(key) for key in keys[order(keys, seed, epoch)] if key in one & other]

    assert common(one) == common(other)


@given(st.permutations(range(12)), SEEDS)
def test_the_order_does_not_depend_on_how_records_are_given(given_so: list[int], seed: int) -> None:
    keys, tokens = keys_of(12), np.arange(1, 13, dtype=np.int64)
    moved = np.asarray(given_so)

    plain = [keys[step].tolist() for step in steps(keys, tokens, seed, 20, 9)]
    assert [keys[moved][step].tolist() for step in steps(keys[moved], tokens[moved], seed, 20, 9)] == plain


def test_seeds_and_epochs_have_orders_of_their_own() -> None:
    keys = keys_of(30)
    orders = [tuple(order(keys, seed, epoch).tolist()) for seed in range(-2, 3) for epoch in range(-3, 3)]
    assert len(set(orders)) == len(orders)


def test_no_place_is_likelier_than_another() -> None:
    keys = keys_of(10)
    first = np.asarray([order(keys, seed, 0)[0] for seed in range(2_000)])
    assert np.bincount(first, minlength=10).min() > 140


def test_without_records_there_is_no_step() -> None:
    assert list(islice(steps(keys_of(0), np.zeros(0, np.int64), 0, 10, 3), 4)) == []


@pytest.mark.parametrize(
    ("tokens", "epochs", "of_step", "wanted"),
    [(10_000, 1, 1_000, 10), (10_000, 2.5, 1_000, 25), (10_400, 1, 1_000, 10), (300, 1, 1_000, 1), (0, 3, 10, 1)],
)
def test_so_many_steps_go_so_often_through_so_many_tokens(
    tokens: int, epochs: float, of_step: int, wanted: int
) -> None:
    assert steps_of(tokens, epochs, of_step) == wanted
