"""The numbers of a pipeline, taken from what was seen."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.checks import BUILTIN, RowCheck
from curate.checks.length import TERSE_TYPES
from curate.checks.tokens import TokenCheck
from curate.records.records import Records
from curate.report.fitting import (
    expected_languages,
    fit_to,
    is_habit,
    just_above,
    least_records,
    least_words,
    most_words,
    terse_types,
)
from curate.report.profile import Languages, Lengths, TypeSeen
from curate.steps.drop import Drop

Row = dict[str, Any]
Read = Callable[[Sequence[Row]], Records]
Chat = Callable[..., Row]
FERRIES = (
    "Elida",
    "Kong Harald",
    "Vargsund",
    "Fosen",
    "Heilhorn",
    "Tidefjord",
    "Rovaer",
    "Lofoten",
    "Veoy",
    "Silda",
)


def ferry(number: int) -> str:
    """A response unlike all others."""
    name = FERRIES[number % len(FERRIES)]
    return (
        f"{name} berths at pier {number}: she carries {number * 7} cars, and rests on day {number * 13} of a year."
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((("en", 980), ("fr", 20)), ("en", "fr")),
        ((("en", 981), ("fr", 19)), ("en",)),
        ((("en", 40), ("fr", 2)), ("en",)),
        ((("en", 3),), ("en",)),
        ((("en", 2),), ()),
        ((), ()),
    ],
)
def test_a_language_is_expected_from_two_in_a_hundred_and_three_responses_on(
    told: tuple[tuple[str, int], ...], expected: tuple[str, ...]
) -> None:
    assert expected_languages(Languages(5000, told)) == expected


@pytest.mark.parametrize(
    ("short", "least"),
    [({1: 0, 2: 1, 3: 5}, 3), ({1: 0, 2: 5, 3: 6}, 2), ({1: 0, 2: 6, 3: 60}, 1), ({}, 1)],
)
def test_the_least_words_are_lowered_where_too_many_are_found_and_never_raised(
    short: dict[int, int], least: int
) -> None:
    assert least_words(short, 100) == least


@given(st.integers(0, 10_000), st.integers(1, 5000))
def test_the_most_words_are_never_fewer_than_is_shipped(nearly_all: int, limit: int) -> None:
    most = most_words(Lengths(10, 1, nearly_all, nearly_all), limit)
    assert most >= max(limit, nearly_all)
    assert most == limit or most - nearly_all < 100


def test_a_type_that_is_mostly_terse_may_be() -> None:
    types = (
        TypeSeen("mood", 5, 1),
        TypeSeen("rare", 4, 1),
        TypeSeen("essay", 9, 300),
        TypeSeen("closed_qa", 9, 1),
    )
    assert terse_types(types) == (*TERSE_TYPES, "mood")
    assert terse_types(()) == TERSE_TYPES


def test_a_habit_is_in_more_than_a_fifth_and_in_ten() -> None:
    assert is_habit(21, 100)
    assert not is_habit(20, 100)
    assert not is_habit(9, 10)


@given(st.integers(1, 100_000), st.data())
def test_a_gate_leaves_room_for_one_record_more_and_for_a_point_of_a_hundred(
    records: int, data: st.DataObject
) -> None:
    found = data.draw(st.integers(0, records))
    limit = just_above(found, records)
    assert limit >= (found + 1) / records - 1e-9
    assert limit >= found / records * 1.1 - 1e-9
    assert found / records + 0.01 - 1e-9 <= limit <= max(found / records * 1.1, (found + 1) / records) + 0.0201
    assert round(limit, 2) == limit


@pytest.mark.parametrize(("kept", "least"), [(0, 0), (1, 1), (2, 1), (99, 89), (328, 290), (8836, 7900)])
def test_nine_tenths_are_asked_for_in_two_digits(kept: int, least: int) -> None:
    assert least_records(kept) == least


def test_a_step_drops_what_was_found_and_errors_in_any_case(records_of: Read, chat: Chat) -> None:
    rows = [chat(f"Where is ferry {n}?", ferry(n)) for n in range(40)]
    rows.append(
        chat("Which ferry is best?", "As an AI language model, I can not say which ferry is best for you.")
    )
    fit = fit_to(records_of(rows))
    step = fit.pipeline.steps[0]
    assert isinstance(step, Drop)
    errors = [
        check.code
        for check in BUILTIN
        if (check.severity, check.preview) == ("error", False)
        and issubclass(check, RowCheck)
        and not issubclass(check, TokenCheck)  # which runs only where a model is named
    ]
    assert step.on == (*errors, "REF001")
    assert fit.dropped[0] == 1
    assert fit.kept == 40


def test_what_most_of_a_set_has_is_not_dropped_but_watched(records_of: Read, chat: Chat) -> None:
    rows = [chat(f"Where is ferry {n}?", "{{ferry}}. " * (n < 12) + ferry(n)) for n in range(40)]
    fit = fit_to(records_of(rows))
    assert fit.profile.found["TPL001"] == 12
    assert fit.kept == 40
    assert fit.pipeline.gates.max_share == {"TPL001": 0.33}


def test_near_duplicates_get_a_step_only_where_there_are_some(records_of: Read, chat: Chat) -> None:
    rows = [chat(f"Where is ferry {n}?", ferry(n)) for n in range(12)]
    assert [step.setting() for step in fit_to(records_of(rows)).pipeline.steps][1:] == [
        "DUP001, prefer longest-response"
    ]
    fit = fit_to(records_of([*rows, chat("Where is ferry 3 ?!", ferry(3))]))
    assert [step.setting() for step in fit.pipeline.steps][-1] == "DUP002, prefer longest-response"
    assert fit.dropped == (0, 0, 1)


def test_a_set_of_which_nothing_is_left_asks_for_no_least_number(records_of: Read, chat: Chat) -> None:
    fit = fit_to(records_of([chat("Where is the ferry?", " ")]))
    assert (fit.kept, fit.pipeline.gates.min_records, fit.pipeline.gates.max_dropped_share) == (0, None, 1.0)


def test_long_texts_raise_a_limit_where_they_are_usual(records_of: Read, chat: Chat) -> None:
    rows = [chat(f"Log {n}?", f"{ferry(n)} " + f"pier{n} " * (2500 if n % 5 == 0 else 5)) for n in range(20)]
    limits = {type(check).__name__: check for check in fit_to(records_of(rows)).pipeline.checks}
    assert limits["LongResponse"].model_dump()["max_words"] == 2600
    assert limits["LongPrompt"].model_dump()["max_words"] == 2000
