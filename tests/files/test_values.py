"""What counts as the same value, and what becomes of one in JSON."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.files.values import in_json, present, same

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=2), inside, max_size=3),
    max_leaves=8,
)
NAN = float("nan")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": None}, {}),
        ({"a": {"b": None}}, {"a": {}}),
        (1, 1.0),
        (NAN, float("nan")),
        ([NAN], [float("nan")]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_a_null_is_as_good_as_absent_and_a_number_a_number(one: Any, other: Any) -> None:  # noqa: ANN401
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (True, 1),
        (False, 0),
        (1, "1"),
        ([], None),
        ({}, None),
        ([None], []),
        ("", None),
        (2**53 + 1, float(2**53)),
        ({"a": [{"b": True}]}, {"a": [{"b": 1}]}),
        ([1, 2], [2, 1]),
        (date(2026, 3, 1), "2026-03-01"),
    ],
)
def test_what_a_type_would_turn_into_another_is_not_the_same(one: Any, other: Any) -> None:  # noqa: ANN401
    assert not same(one, other)
    assert not same(other, one)


@given(anything)
def test_a_value_is_the_same_as_itself_and_as_what_a_table_gives_back_of_it(value: Any) -> None:  # noqa: ANN401
    assert same(value, value)
    assert same({"field": value}, present({"field": value}))


def test_a_null_in_a_list_has_its_place_there() -> None:
    assert present({"a": [None, {"b": None, "c": 1}], "d": None}) == {"a": [None, {"c": 1}]}


@given(anything)
def test_what_is_in_json_can_be_written_and_is_the_value_itself_where_json_has_a_word(value: Any) -> None:  # noqa: ANN401
    text = json.dumps(in_json(value), allow_nan=False)
    if "NaN" not in json.dumps(value) and "Infinity" not in json.dumps(value):
        assert same(json.loads(text), value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 9, 30, tzinfo=UTC), "2026-03-01T09:30:00+00:00"),
        (time(9, 30), "09:30:00"),
        (timedelta(days=1), "1 day, 0:00:00"),
        (Decimal("1.10"), "1.10"),
        (b"\x00\xff", "AP8="),
        (float("inf"), None),
        ((1, 2), [1, 2]),
    ],
)
def test_what_json_has_no_word_for_becomes_text_or_null(value: Any, text: Any) -> None:  # noqa: ANN401
    assert in_json({"a": [value]}) == {"a": [text]}
