from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.errors import UsageError
from curate.records.columns import FACT, FIELD
from curate.where import Where

NUMBERS = st.lists(st.none() | st.integers(-5, 5), min_size=1, max_size=12)


def records(**fields: list[Any]) -> pl.DataFrame:
    """Records as a step gets them, with some of their fields."""
    return pl.DataFrame({FACT + FIELD + name: values for name, values in fields.items()}).with_row_index("rank")


def chosen(condition: str, **fields: list[Any]) -> list[int]:
    return Where(condition).chosen(records(**fields))["rank"].to_list()


SOURCES = ["legal-desk", "web", None, "o'clock"]
SCORES = [4, None, 2, 3]


@pytest.mark.parametrize(
    ("condition", "ranks"),
    [
        ("source = 'legal-desk'", [0]),
        ("source <> 'legal-desk'", [1, 3]),
        ("not source = 'legal-desk'", [1, 3]),
        ("source = 'o''clock'", [3]),
        ("source like 'l%'", [0]),
        ("lower(source) in ('web', 'print')", [1]),
        ("source is null", [2]),
        ("score >= 3", [0, 3]),
        ("score between 2 and 3", [2, 3]),
        ("source = 'web' or score = 2", [1, 2]),
        ("source = 'legal-desk' and score < 3", []),
        ("case when score > 3 then true end", [0]),
        ("score > 1.5", [0, 2, 3]),
    ],
)
def test_a_condition_holds_for_the_records_of_which_it_is_true(condition: str, ranks: list[int]) -> None:
    assert chosen(condition, source=SOURCES, score=SCORES) == ranks


@given(scores=NUMBERS, limit=st.integers(-5, 5))
def test_what_can_not_be_told_is_neither_yes_nor_no(scores: list[int | None], limit: int) -> None:
    fields = {"score": [*scores, 0]}
    low, high = chosen(f"score < {limit}", **fields), chosen(f"not score < {limit}", **fields)
    unknown = chosen("score is null", **fields)
    assert sorted(low + high + unknown) == list(range(len(scores) + 1))
    assert unknown == [at for at, score in enumerate(scores) if score is None]


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("meta.score < 3", ("meta.score",)),
        ("turns[0].by = 'Jo' and meta.score < 3 and turns[0].by <> 'Al'", ("turns[0].by", "meta.score")),
        ("größe.höhe = 1.5", ("größe.höhe",)),
        ("质量.分数 > 0", ("质量.分数",)),
        ("\"the source\" = 'meta.score'", ("the source",)),
        ("\"meta.score\" = 'a.b[0] says ''c.d'''", ("meta.score",)),
        ("Source = 'x' and source = 'y'", ("Source", "source")),
    ],
)
def test_a_path_is_one_name_and_what_stands_in_quotes_is_taken_as_it_is(
    condition: str, names: tuple[str, ...]
) -> None:
    assert Where(condition).names == names
    assert [str(each.meta.output_name()) for each in Where(condition).fields()] == [
        FACT + FIELD + n for n in names
    ]


def test_a_condition_over_paths_reads_what_stands_there() -> None:
    fields: dict[str, list[Any]] = {"meta.score": [1, 2, 5], "a.b[1].c": ["x.y", "z", "x.y"]}
    assert chosen("meta.score < 3 and a.b[1].c = 'x.y'", **fields) == [0]


@pytest.mark.parametrize(
    "condition", ["", "score >", "score = 1; drop table x", "select 1", "score == = 1", "*", "from score"]
)
def test_what_is_no_sql_is_refused(condition: str) -> None:
    with pytest.raises(ValueError, match="this is no condition in SQL"):
        Where(condition)


@pytest.mark.parametrize("condition", ["1 = 1", "true", "'source' = 'web'"])
def test_a_condition_that_reads_no_field_is_refused(condition: str) -> None:
    with pytest.raises(ValueError, match="names no field"):
        Where(condition)


@pytest.mark.parametrize("condition", ["score = 'three'", "score < source", "score > (select 1)"])
def test_what_can_not_be_compared_is_told(condition: str) -> None:
    with pytest.raises(UsageError, match="can not be told"):
        chosen(condition, source=SOURCES, score=SCORES)


@pytest.mark.parametrize("condition", ["source", "score", "score + 1", "count(score) > 3", "max(score) = 4"])
def test_what_is_no_yes_or_no_for_each_record_is_refused(condition: str) -> None:
    with pytest.raises(UsageError, match="no yes or no for each record"):
        chosen(condition, source=SOURCES, score=SCORES)


def test_a_field_that_is_a_yes_or_no_is_a_condition() -> None:
    assert chosen("good", good=[True, None, False]) == [0]


def test_where_nothing_is_known_of_any_record_none_is_chosen() -> None:
    assert chosen("source = 'web'", source=[None, None]) == []
    assert chosen("source = 'web'", source=[]) == []
