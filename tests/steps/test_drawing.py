import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from curate.steps.drawing import drawn, seed_of

KEYS = st.lists(st.text("abcdef0123456789", min_size=4, max_size=16), unique=True, max_size=20)


def records(keys: list[str]) -> pl.DataFrame:
    ranks = {key: rank for rank, key in enumerate(sorted(keys))}
    return pl.DataFrame(
        {"key": keys, "rank": [ranks[key] for key in keys]}, schema={"key": pl.String, "rank": pl.UInt32}
    )


@given(keys=KEYS, seed=st.integers(-5, 2**64), data=st.data())
def test_the_draw_is_the_same_for_any_order_of_the_input(keys: list[str], seed: int, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(keys))
    first = drawn(records(keys), seed)
    assert first.equals(drawn(records(list(shuffled)), seed))
    assert sorted(first["key"]) == sorted(keys)
    assert first.columns == ["key", "rank"]


@given(keys=KEYS, seed=st.integers(0, 99))
def test_a_record_less_leaves_the_order_of_the_others(keys: list[str], seed: int) -> None:
    order = drawn(records(keys), seed)["key"].to_list()
    fewer = [key for key in keys if key != (order[0] if order else "")]
    assert drawn(records(fewer), seed)["key"].to_list() == order[1:]


def test_each_record_comes_first_about_as_often_as_any_other() -> None:
    keys = [f"{at:04x}" for at in range(4)]
    firsts = [drawn(records(keys), seed)["key"][0] for seed in range(400)]
    assert all(70 <= firsts.count(key) <= 130 for key in keys)


def test_every_step_and_setting_draws_by_a_seed_of_its_own() -> None:
    seeds = {seed_of(use, setting, seed) for use in ("cap", "sample") for setting in ("3", "4") for seed in (0, 1)}
    assert len(seeds) == 8
    assert seed_of("cap", "3 per writer", 0) == seed_of("cap", "3 per writer", 0)
