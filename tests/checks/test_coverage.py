"""What coverage checks find in a table of types."""

import re
from typing import Any

import pytest

from curate.checks import type_check as v
from curate.checks.coverage import (
    COVERAGE,
    NarrowType,
    RedundantType,
    SparseCell,
    TemplatedType,
    ThinType,
    UnsureType,
)
from curate.checks.type_check import TypeCheck
from curate.testing import PARAGRAPHS
from tests.checks.one_type import found


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        (ThinType(), {v.EFFECTIVE: 49.0}),
        (RedundantType(), {v.COUNTED: 200.0}),
        (RedundantType(), {v.LARGEST: 30}),
        (NarrowType(), {v.COMPARED: 20.0, v.VARIED_HIGH: 0.49}),
        (TemplatedType(), {v.OPENING_SHARE: 0.21}),
        (TemplatedType(), {v.HILL_2: 24.0}),
        (UnsureType(), {v.UNSURE: 0.31}),
        (UnsureType(), {v.PRECISION_HIGH: 0.59}),
        (SparseCell(), {v.RATIO: 0.4}),
    ],
)
def test_what_is_beyond_a_limit_is_found(check: TypeCheck, changes: dict[str, Any]) -> None:
    assert found(check, **changes)


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        (ThinType(), {v.EFFECTIVE: 50.0}),
        (ThinType(), {v.EFFECTIVE: 0.0}),
        (RedundantType(), {v.COUNTED: 267.0}),
        (RedundantType(), {v.EFFECTIVE: 100.0}),
        (RedundantType(), {v.RECORDS: 49, v.COUNTED: 10.0, v.LARGEST: 40}),
        (NarrowType(), {v.COMPARED: 29.0, v.VARIED_HIGH: 0.5}),
        (NarrowType(), {v.USUAL: None, v.COMPARED: None}),
        (TemplatedType(), {v.OPENING_SHARE: 0.9, v.EFFECTIVE: 49.0}),
        (TemplatedType(), {v.HILL_2: 2.0, v.EFFECTIVE: 199.0}),
        (UnsureType(), {v.UNSURE: 0.3}),
        (UnsureType(), {}),
        (SparseCell(), {v.RATIO: 0.4, v.DISCOVERED: False}),
        (SparseCell(), {v.RATIO: 0.5}),
    ],
)
def test_what_is_within_a_limit_or_not_known_is_not_found(check: TypeCheck, changes: dict[str, Any]) -> None:
    assert not found(check, **changes)


@pytest.mark.parametrize("kind", COVERAGE, ids=lambda kind: kind.code)
def test_a_coverage_check_says_what_it_finds_and_why_that_matters(kind: type[TypeCheck]) -> None:
    assert re.fullmatch(r"COV\d{3}", kind.code)
    told = kind.documentation().split("\n\n")
    assert [part.partition(":")[0] for part in told[1:]] == list(PARAGRAPHS)
    assert not found(kind()), "nothing is wrong with this type"
    assert all(kind.meanings().values())


def test_each_has_its_own_code_and_name() -> None:
    assert len({kind.code for kind in COVERAGE}) == len({kind.name for kind in COVERAGE}) == len(COVERAGE)


def test_what_is_found_is_told_in_numbers() -> None:
    assert found(ThinType(), **{v.EFFECTIVE: 1.0}) == ["1 family of prompts"]
    assert found(UnsureType(), **{v.UNSURE: 0.5}) == ["50.0 % of the prompts have no type that is told"]
    assert found(UnsureType(), **{v.PRECISION_HIGH: 0.4}) == [
        "no more than 40.0 % of what is told as this is right"
    ]
