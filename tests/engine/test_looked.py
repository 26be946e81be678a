import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from curate.checks import BUILTIN, SetCheck
from curate.checks.duplicates import ExactDuplicate
from curate.engine.finder import Finder, keys_of
from curate.engine.looked import Layer, Looked
from curate.facts.view import View
from curate.files.shelf import Frames, InMemory
from curate.findings import SCHEMA
from curate.records.records import Records

AMONG = [check() for check in BUILTIN if issubclass(check, SetCheck) and check.among]
RANKS = st.lists(st.integers(0, 8), unique=True, max_size=9)


def look(said: str, ranks: list[int]) -> Frames:
    """What a look may give that finds something in every record."""
    own = pl.DataFrame({"rank": pl.Series(ranks, dtype=pl.UInt32)})
    absent = [pl.lit(None, dtype).alias(name) for name, dtype in SCHEMA.items() if name != "rank"]
    found = own.with_columns(absent).with_columns(pl.lit(said).alias("message")).select(SCHEMA.keys())
    timings = pl.DataFrame({"part": ["check LEN001"], "records": len(ranks), "wall_s": 0.5, "cpu_s": 0.25})
    return {
        "findings": found,
        "reads": own.with_columns(pl.lit(said).alias("said")),
        "keys-DUP001": own.with_columns(pl.lit(said).alias("digest")),
        "timings": timings.with_columns(peak_mb=pl.lit(float(len(said)))),
    }


def looked_of(rounds: list[list[list[int]]]) -> Looked:
    looked = Looked(InMemory())
    for number, layers in enumerate(rounds):
        made = []
        for at, ranks in enumerate(layers):
            name = f"round {number}, part {at}"
            looked.shelf.put(name, look(name, ranks))
            made.append(Layer(name, pl.Series("rank", ranks, dtype=pl.UInt32)))
        looked = looked.further(made)
    return looked


@st.composite
def all_rounds(draw: st.DrawFn) -> list[list[list[int]]]:
    """First a look at all records in parts, then looks at some of them."""
    first = draw(st.permutations(range(9)))
    rounds = [first, *draw(st.lists(RANKS, max_size=3))]
    return [[ranks[:cut], ranks[cut:]] for ranks in rounds for cut in [draw(st.integers(0, len(ranks)))]]


@given(rounds=all_rounds())
@settings(max_examples=50, deadline=None)
def test_of_each_record_only_the_last_look_at_it_holds(rounds: list[list[list[int]]]) -> None:
    last = {
        rank: f"round {number}, part {at}"
        for number, layers in enumerate(rounds)
        for at, ranks in enumerate(layers)
        for rank in ranks
    }
    looked = looked_of(rounds)

    assert sorted(looked.findings().select("rank", "message").rows()) == sorted(last.items())
    assert sorted(looked.reads().rows()) == sorted(last.items())
    assert sorted(looked.reads().select("rank", "said").rows()) == sorted(last.items())


def test_a_look_that_finds_nothing_any_more_takes_back_what_an_earlier_one_found() -> None:
    looked = looked_of([[[0, 1, 2]]])
    looked.shelf.put("again", {**look("again", [1]), "findings": look("again", [])["findings"]})
    looked = looked.further([Layer("again", pl.Series([1], dtype=pl.UInt32))])

    assert sorted(looked.findings()["rank"]) == [0, 2]


def test_keys_come_in_the_order_that_was_asked_for_and_only_of_the_records_asked_for() -> None:
    looked = looked_of([[[0, 1, 2], [3, 4, 5]], [[1, 4]]])
    wanted = pl.Series([5, 4, 1], dtype=pl.UInt32)

    assert looked.keys(ExactDuplicate(), wanted)["rank"].to_list() == [4, 1]
    assert set(looked.keys(ExactDuplicate(), wanted)["digest"]) == {"round 1, part 0"}


def test_what_a_check_took_is_summed_over_all_looks_but_for_memory() -> None:
    looked = looked_of([[[0, 1, 2], [3]], [[1]]])

    (row,) = looked.timings().rows(named=True)
    assert row == {"part": "check LEN001", "records": 5, "wall_s": 1.5, "cpu_s": 0.75, "peak_mb": 15.0}


@pytest.fixture(scope="module")
def parts_of_the_sample(sample: Records) -> Looked:
    """The sample, looked at in three parts of which each has some records of both files."""
    finder = Finder(AMONG)
    looked, layers = Looked(InMemory()), []
    for number in range(3):
        own = sample.frame.gather_every(3, number)
        looked.shelf.put(str(number), finder.look(View.of(own)))
        layers.append(Layer(str(number), own["rank"]))
    return looked.further(layers)


@pytest.mark.parametrize("check", AMONG, ids=lambda check: check.code)
@pytest.mark.parametrize("seed", [None, 1, 2])
def test_what_stands_once_decides_nothing(
    sample: Records, parts_of_the_sample: Looked, check: SetCheck, seed: int | None
) -> None:
    """A check that names among what it decides finds the same in all keys."""
    ordered = sample.index["rank"].sort()
    if seed is not None:
        ordered = ordered.sample(fraction=0.8, shuffle=True, seed=seed)
    few = parts_of_the_sample.keys(check, ordered)
    all_of_them = ordered.to_frame("rank").join(
        pl.concat(parts_of_the_sample.shelf.get(str(number), keys_of(check)) for number in range(3)),
        on="rank",
        maintain_order="left",
    )

    assert 0 < few.height < all_of_them.height
    assert few["rank"].is_in(ordered.implode()).all()
    assert_frame_equal(check.decide(few), check.decide(all_of_them))


def test_every_check_that_names_a_column_has_it(parts_of_the_sample: Looked) -> None:
    for check in AMONG:
        assert check.among in parts_of_the_sample.shelf.get("0", keys_of(check)).columns
    assert len(AMONG) >= 3
