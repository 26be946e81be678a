"""What is held out: whole clusters, each type by its share, and nothing of it is trained on."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.measurement.demonstrations import PROMPT_TYPE
from curate.measurement.held_out import EACH, FOLDS, RESERVE, SHARE, SMALL, TUNING, Apart, held_out_from, parted
from curate.records import columns as c

TYPES = ("advice_planning", "coding", "open_qa", "translation")
SETS = st.lists(
    st.tuples(st.sampled_from(TYPES), st.integers(0, 25), st.integers(0, 4)), min_size=20, max_size=80
).map(lambda rows: [(kind, cluster, side > 0) for kind, cluster, side in rows])
"""Of each demonstration its type, what it hangs together with, and whether it is in the set before."""
Rows = Sequence[tuple[str, int, bool]]


def frame(rows: Rows) -> tuple[pl.DataFrame, np.ndarray, np.ndarray]:
    keys = [f"{at:05}" for at in range(len(rows))]
    shown = pl.DataFrame({c.KEY: keys, PROMPT_TYPE: [kind for kind, _, _ in rows]})
    names = [cluster for _, cluster, _ in rows]
    first = np.asarray([names.index(name) for name in names], np.int64)
    return shown, first, np.asarray([before for *_, before in rows], np.bool_)


def alone(count: int, types: Sequence[str] = TYPES) -> Rows:
    return [(types[at % len(types)], at, True) for at in range(count)]


def kept_apart(ways: Sequence[Apart], clusters: np.ndarray, before: np.ndarray) -> None:
    for way in ways:
        held = [way.judged_by, way.tuned_by, way.reserve]
        every = np.concatenate(held)
        assert len(set(every.tolist())) == len(every)
        assert before[every].all()
        sides = [set(clusters[part].tolist()) for part in held]
        assert sum(map(len, sides)) == len(set.union(*sides))
        trained = set(clusters[way.training].tolist())
        assert not trained & set.union(*sides)
        assert trained | set.union(*sides) == set(clusters.tolist())


@given(SETS, st.integers(-3, 2**65))
def test_nothing_that_hangs_together_with_what_is_held_out_is_trained_on_in_any_set(rows: Rows, seed: int) -> None:
    shown, clusters, before = frame(rows)
    kept_apart(parted(shown, clusters, before, seed), clusters, before)


@given(SETS, st.integers(0, 9))
def test_folds_hold_out_whole_clusters_once(rows: Rows, seed: int) -> None:
    shown, clusters, before = frame(rows)
    ways = parted(shown, clusters, before, seed)

    held = Counter(int(at) for way in ways for at in way.judged_by)
    sizes = Counter(clusters[before].tolist())
    small = {first for first, size in sizes.items() if size <= max(1, 0.05 * before.sum())}
    assert held == Counter(int(at) for at in np.flatnonzero(before) if clusters[at] in small)
    assert all(len(way.judged_by) for way in ways)
    of_clusters = [set(clusters[way.judged_by].tolist()) for way in ways]
    assert sum(map(len, of_clusters)) == len(small)


@given(SETS, st.randoms(use_true_random=False))
def test_the_draw_does_not_depend_on_the_order_of_records(rows: Rows, shuffling: object) -> None:
    shown, clusters, before = frame(rows)
    moved = list(range(len(rows)))
    shuffling.shuffle(moved)  # type: ignore[attr-defined]
    names = clusters[moved].tolist()
    again = np.asarray([names.index(name) for name in names], np.int64)

    def told(ways: Sequence[Apart], keys: pl.Series) -> list[list[set[str]]]:
        return [[set(keys[part]) for part in (way.judged_by, way.tuned_by, way.reserve)] for way in ways]

    one = told(parted(shown, clusters, before, 5), shown[c.KEY])
    assert told(parted(shown[moved], again, before[moved], 5), shown[moved][c.KEY]) == one


def test_another_seed_draws_others() -> None:
    drawn = {tuple(parted(*frame(alone(60)), seed)[0].judged_by.tolist()) for seed in range(5)}
    assert len(drawn) == 5


@given(st.lists(st.sampled_from(TYPES), min_size=40, max_size=200), st.integers(0, 9))
def test_each_part_has_each_type_by_its_share(types: list[str], seed: int) -> None:
    rows = [(kind, at, True) for at, kind in enumerate(types)]
    shown, clusters, before = frame(rows)
    counts = Counter(types)
    for way in parted(shown, clusters, before, seed):
        for name, count in counts.items():
            of_type = {
                part: sum(types[at] == name for at in getattr(way, part)) for part in ("judged_by", "tuned_by")
            }
            assert abs(of_type["judged_by"] - count / FOLDS) < 2
            assert abs(of_type["tuned_by"] - TUNING * count * (1 - 1 / FOLDS)) < 2


def test_types_with_few_records_have_their_share_together() -> None:
    types = [f"kind {number}" for number in range(15)]
    ways = parted(*frame(alone(60, types)), 0)
    assert [len(way.judged_by) for way in ways] == [12] * FOLDS
    assert [len(way.tuned_by) for way in ways] == [pytest.approx(48 * TUNING, abs=1)] * FOLDS
    assert {len(way.reserve) for way in ways} == {1}


def test_thirty_records_of_one_type_make_folds() -> None:
    ways = parted(*frame(alone(30, ["open_qa"])), 0)
    assert [len(way.judged_by) for way in ways] == [6] * FOLDS
    assert all(way.training.sum() >= 21 for way in ways)


def test_a_large_set_is_parted_once_and_no_more_is_held_out_than_is_of_use() -> None:
    (way,) = parted(*frame(alone(SMALL)), 0)
    assert [len(way.judged_by), len(way.tuned_by), len(way.reserve)] == [
        pytest.approx(SMALL * share, abs=2) for share in (SHARE, TUNING, RESERVE)
    ]
    (way,) = parted(*frame(alone(6_000)), 0)
    assert len(way.judged_by) == pytest.approx(EACH * len(TYPES), abs=2)


def test_a_large_cluster_is_trained_on_in_every_fold() -> None:
    rows = [*alone(95), *(("coding", 1_000, True) for _ in range(6))]
    shown, clusters, before = frame(rows)
    for way in parted(shown, clusters, before, 0):
        assert way.training[95:].all()


def test_where_all_hang_together_there_is_no_way() -> None:
    assert parted(*frame([("coding", 0, True)] * 40), 0) == []


def test_a_fold_that_nothing_is_left_for_is_none() -> None:
    rows = [*(("coding", 0, True) for _ in range(40)), *(("open_qa", at, True) for at in range(1, 4))]
    assert [len(way.judged_by) for way in parted(*frame(rows), 0)] == [1, 1, 1]


@given(SETS, st.sets(st.integers(0, 19), min_size=1), st.integers(0, 9))
def test_what_is_given_is_judged_by_all_of_it_and_bars_what_hangs_together(
    rows: Rows, chosen: set[int], seed: int
) -> None:
    shown, clusters, before = frame(rows)
    theirs = np.isin(np.arange(len(rows)), list(chosen))
    before &= ~theirs
    way = held_out_from(shown, clusters, before, theirs, seed)

    assert set(way.judged_by.tolist()) == chosen
    assert not set(clusters[way.training].tolist()) & set(clusters[theirs].tolist())
    further = np.concatenate([way.tuned_by, way.reserve])
    assert before[further].all()
    assert not way.training[further].any()
