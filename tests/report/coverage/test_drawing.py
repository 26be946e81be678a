"""Which prompts are drawn to be labelled."""

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.report.coverage.drawing import Room, drawn, room

SIZES = {"coding": 300, "open_qa": 90, "translation": 3, "other:unsure": 7}


def prompts(sizes: dict[str, int] = SIZES, order: int = 1) -> pl.DataFrame:
    kinds = [kind for kind, size in sizes.items() for _ in range(size)][::order]
    frame = pl.DataFrame(
        {
            "rank": pl.Series(range(len(kinds)), dtype=pl.UInt32),
            "leader": pl.Series(range(len(kinds)), dtype=pl.UInt32),
            "prompt_type": pl.Series(kinds, dtype=pl.String),
            "how": pl.Series(["rules"] * len(kinds), dtype=pl.String),
            "score": pl.Series([0.5 if kind.startswith("other") else 0.8 for kind in kinds], dtype=pl.Float64),
        }
    )
    place = pl.int_range(pl.len()).over("prompt_type")
    return frame.with_columns(pl.format("{}-{}", "prompt_type", place).alias("key"))


def test_every_type_gets_four_or_all_and_the_large_ones_most() -> None:
    keys = drawn(prompts(), 60)
    counts = {kind: sum(key.startswith(kind) for key in keys) for kind in SIZES}
    assert len(keys) == len(set(keys)) == 60
    assert counts["translation"] == 3
    assert counts["other:unsure"] >= 4
    assert counts["coding"] > counts["open_qa"] > counts["other:unsure"]


def test_there_is_room_for_one_of_each_family_and_four_of_each_kind_take_so_many() -> None:
    alike = prompts().with_columns(pl.when(pl.col("rank") < 100).then(0).otherwise("rank").alias("leader"))
    assert room(alike.cast({"leader": pl.UInt32})) == Room(301, 4, 15)
    counts = [sum(key.startswith(kind) for key in drawn(prompts(), 15)) for kind in SIZES]
    assert counts == [4, 4, 3, 4]
    assert room(prompts({})) == Room(0, 0, 0)


def test_no_more_than_there_are() -> None:
    assert len(drawn(prompts(), 10_000)) == 400
    assert drawn(prompts({}), 20) == []


@settings(deadline=None, max_examples=15)
@given(st.integers(1, 150), st.integers(1, 150), st.integers(0, 5))
def test_more_are_drawn_without_giving_up_any(few: int, more: int, seed: int) -> None:
    less, all_of_them = sorted((few, few + more))
    assert set(drawn(prompts(), less, seed)) <= set(drawn(prompts(), all_of_them, seed))


def test_the_order_of_records_changes_nothing_and_another_seed_draws_others() -> None:
    assert set(drawn(prompts(), 50)) == set(drawn(prompts().reverse(), 50))
    assert drawn(prompts(), 50) == drawn(prompts().reverse(), 50)
    assert drawn(prompts(), 50, 1) != drawn(prompts(), 50, 2)


def test_the_order_tells_nothing_of_the_types() -> None:
    kinds = [key.rpartition("-")[0] for key in drawn(prompts({"coding": 200, "open_qa": 200}), 100)]
    changes = sum(one != other for one, other in pairwise(kinds))
    assert changes == pytest.approx(50, abs=20)


def test_one_of_each_family_is_drawn() -> None:
    frame = prompts({"coding": 30}).with_columns(pl.lit(0, pl.UInt32).alias("leader"))
    assert drawn(frame, 20) == ["coding-0"]


def test_what_is_known_counts_among_them() -> None:
    known = [f"coding-{at}" for at in range(200, 210)]
    keys = drawn(prompts(), 60, known=known)
    assert set(known) <= set(keys)
    assert len(keys) == 60
