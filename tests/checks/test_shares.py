"""What is said of a type whose share is not what it was to be."""

from typing import Any

import pytest

from curate.checks import type_check as v
from curate.checks.shares import BelowTarget, MissingType, OverRepresented, UnderRepresented
from curate.checks.type_check import TypeCheck
from tests.checks.one_type import found, is_open


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        (MissingType(), {v.EFFECTIVE: 0.0, v.EXPECTED: 5.0, v.RATIO_HIGH: 0.0}),
        (MissingType(min_expected=2), {v.EFFECTIVE: 0.0, v.EXPECTED: 2.0, v.RATIO_HIGH: 0.09}),
        (UnderRepresented(), {v.EFFECTIVE: 0.0, v.RATIO: 0.0, v.RATIO_HIGH: 0.94}),
        (UnderRepresented(), {v.RATIO: 0.49, v.RATIO_HIGH: 0.99}),
        (UnderRepresented(below=0.9), {v.RATIO: 0.85, v.RATIO_HIGH: 0.9}),
        (BelowTarget(), {v.RATIO: 0.5, v.RATIO_HIGH: 0.9}),
        (BelowTarget(), {v.RATIO: 0.79, v.RATIO_HIGH: 0.99}),
        (OverRepresented(), {v.RATIO: 2.5, v.RATIO_LOW: 2.1}),
    ],
)
def test_what_is_beyond_a_limit_is_found(check: TypeCheck, changes: dict[str, Any]) -> None:
    assert found(check, **changes)


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        (MissingType(), {v.EFFECTIVE: 0.0, v.EXPECTED: 4.9, v.RATIO_HIGH: 0.0}),
        (MissingType(), {v.EFFECTIVE: 0.0, v.RATIO: 0.0, v.RATIO_HIGH: 0.94}),
        (MissingType(), {v.EFFECTIVE: 0.0, v.EXPECTED: None}),
        (UnderRepresented(), {v.RATIO: 0.3, v.RATIO_HIGH: 1.0}),
        (UnderRepresented(), {v.RATIO: 0.5, v.RATIO_HIGH: 0.9}),
        (UnderRepresented(), {v.RATIO: 0.0, v.RATIO_HIGH: 0.0, v.EFFECTIVE: 0.0}),
        (BelowTarget(), {v.RATIO: 0.8, v.RATIO_HIGH: 0.99}),
        (BelowTarget(), {v.RATIO: 0.49, v.RATIO_HIGH: 0.9}),
        (OverRepresented(), {v.RATIO: 3.0, v.RATIO_LOW: 2.0}),
    ],
)
def test_what_is_within_a_limit_or_not_known_is_not_found(check: TypeCheck, changes: dict[str, Any]) -> None:
    assert not found(check, **changes)


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        (MissingType(), {v.EFFECTIVE: 0.0, v.EXPECTED: 4.9, v.RATIO: 0.0, v.RATIO_HIGH: 0.0}),
        (UnderRepresented(), {v.RATIO: 0.3, v.RATIO_HIGH: 1.0}),
        (UnderRepresented(), {v.EFFECTIVE: 0.0, v.RATIO: 0.0, v.RATIO_HIGH: 1.4}),
        (UnderRepresented(), {v.EFFECTIVE: 0.0, v.EXPECTED: 4.9, v.RATIO: 0.0, v.RATIO_HIGH: 0.0}),
        (BelowTarget(), {v.RATIO: 0.6, v.RATIO_HIGH: 1.2}),
        (OverRepresented(), {v.RATIO: 3.0, v.RATIO_LOW: 2.0}),
    ],
)
def test_what_looks_as_if_it_were_found_and_may_be_chance_is_open(
    check: TypeCheck, changes: dict[str, Any]
) -> None:
    assert is_open(check, **changes)
    assert not found(check, **changes)


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        (MissingType(), {v.EFFECTIVE: 0.0, v.EXPECTED: 5.0, v.RATIO: 0.0, v.RATIO_HIGH: 0.0}),
        (MissingType(), {v.EFFECTIVE: 0.0, v.EXPECTED: 0.0, v.TARGET: 0.0, v.RATIO: None, v.RATIO_HIGH: None}),
        (UnderRepresented(), {v.RATIO: 0.6, v.RATIO_HIGH: 1.2}),
        (BelowTarget(), {v.RATIO: 0.9, v.RATIO_LOW: 0.3, v.RATIO_HIGH: 1.6}),
        (OverRepresented(), {v.RATIO: 1.9, v.RATIO_LOW: 0.9, v.RATIO_HIGH: 4.0}),
    ],
)
def test_what_is_found_or_looks_as_it_is_to_be_is_not_open(check: TypeCheck, changes: dict[str, Any]) -> None:
    assert not is_open(check, **changes)


def test_what_is_found_is_told_in_numbers() -> None:
    shares = {v.RATIO: 0.22, v.RATIO_HIGH: 0.35, v.SHARE: 0.021, v.TARGET: 0.094}
    assert found(UnderRepresented(), **shares) == ["2.1 %, to be 9.4 %"]
    assert found(MissingType(), **{v.EFFECTIVE: 0.0, v.EXPECTED: 12.4, v.RATIO_HIGH: 0.0}) == [
        "none of about 12 expected"
    ]
