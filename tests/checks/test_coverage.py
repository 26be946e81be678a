"""What coverage checks find in a table of types."""

import re
from typing import Any

import polars as pl
import pytest

from curate.checks import coverage as v
from curate.checks.coverage import COVERAGE, TypeCheck
from curate.testing import PARAGRAPHS

ROW: dict[str, Any] = {
    v.RECORDS: 400, v.COUNTED: 400.0, v.LARGEST: 1, v.EFFECTIVE: 400.0, v.SHARE: 0.1, v.TARGET: 0.1,
    v.EXPECTED: 400.0, v.RATIO: 1.0, v.RATIO_LOW: 0.9, v.RATIO_HIGH: 1.1, v.OPENING_SHARE: 0.02, v.HILL_2: 90.0,
    v.COMPARED: 60.0, v.USUAL: 60.0,
    v.VARIED_HIGH: None, v.UNSURE: None, v.PRECISION_HIGH: None, v.DISCOVERED: True,
}  # fmt: skip


NUMBERS = {name: pl.Float64 for name in ROW if name != v.DISCOVERED}


def found(check: TypeCheck, **changes: object) -> list[str]:
    """What a check says of a type; nothing where it does not find it."""
    frame = pl.DataFrame([ROW | changes], schema_overrides=NUMBERS)
    return frame.filter(check.flag().fill_null(value=False)).select(check.message()).to_series().to_list()


def is_open(check: TypeCheck, **changes: object) -> bool:
    """Whether nobody can tell of such a type."""
    frame = pl.DataFrame([ROW | changes], schema_overrides=NUMBERS)
    return bool(frame.filter(check.undecided().fill_null(value=False)).height)


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        (v.MissingType(), {v.EFFECTIVE: 0.0, v.EXPECTED: 5.0, v.RATIO_HIGH: 0.0}),
        (v.MissingType(min_expected=2), {v.EFFECTIVE: 0.0, v.EXPECTED: 2.0, v.RATIO_HIGH: 0.09}),
        (v.UnderRepresented(), {v.EFFECTIVE: 0.0, v.RATIO: 0.0, v.RATIO_HIGH: 0.94}),
        (v.UnderRepresented(), {v.RATIO: 0.49, v.RATIO_HIGH: 0.99}),
        (v.UnderRepresented(below=0.9), {v.RATIO: 0.85, v.RATIO_HIGH: 0.9}),
        (v.BelowTarget(), {v.RATIO: 0.5, v.RATIO_HIGH: 0.9}),
        (v.BelowTarget(), {v.RATIO: 0.79, v.RATIO_HIGH: 0.99}),
        (v.ThinType(), {v.EFFECTIVE: 49.0}),
        (v.OverRepresented(), {v.RATIO: 2.5, v.RATIO_LOW: 2.1}),
        (v.RedundantType(), {v.COUNTED: 200.0}),
        (v.RedundantType(), {v.LARGEST: 30}),
        (v.NarrowType(), {v.COMPARED: 20.0, v.VARIED_HIGH: 0.49}),
        (v.TemplatedType(), {v.OPENING_SHARE: 0.21}),
        (v.TemplatedType(), {v.HILL_2: 24.0}),
        (v.UnsureType(), {v.UNSURE: 0.31}),
        (v.UnsureType(), {v.PRECISION_HIGH: 0.59}),
        (v.SparseCell(), {v.RATIO: 0.4}),
    ],
)
def test_what_is_beyond_a_limit_is_found(check: TypeCheck, changes: dict[str, Any]) -> None:
    assert found(check, **changes)


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        (v.MissingType(), {v.EFFECTIVE: 0.0, v.EXPECTED: 4.9, v.RATIO_HIGH: 0.0}),
        (v.MissingType(), {v.EFFECTIVE: 0.0, v.RATIO: 0.0, v.RATIO_HIGH: 0.94}),
        (v.MissingType(), {v.EFFECTIVE: 0.0, v.EXPECTED: None}),
        (v.UnderRepresented(), {v.RATIO: 0.3, v.RATIO_HIGH: 1.0}),
        (v.UnderRepresented(), {v.RATIO: 0.5, v.RATIO_HIGH: 0.9}),
        (v.UnderRepresented(), {v.RATIO: 0.0, v.RATIO_HIGH: 0.0, v.EFFECTIVE: 0.0}),
        (v.BelowTarget(), {v.RATIO: 0.8, v.RATIO_HIGH: 0.99}),
        (v.BelowTarget(), {v.RATIO: 0.49, v.RATIO_HIGH: 0.9}),
        (v.ThinType(), {v.EFFECTIVE: 50.0}),
        (v.ThinType(), {v.EFFECTIVE: 0.0}),
        (v.OverRepresented(), {v.RATIO: 3.0, v.RATIO_LOW: 2.0}),
        (v.RedundantType(), {v.COUNTED: 267.0}),
        (v.RedundantType(), {v.EFFECTIVE: 100.0}),
        (v.RedundantType(), {v.RECORDS: 49, v.COUNTED: 10.0, v.LARGEST: 40}),
        (v.NarrowType(), {v.COMPARED: 29.0, v.VARIED_HIGH: 0.5}),
        (v.NarrowType(), {v.USUAL: None, v.COMPARED: None}),
        (v.TemplatedType(), {v.OPENING_SHARE: 0.9, v.EFFECTIVE: 49.0}),
        (v.TemplatedType(), {v.HILL_2: 2.0, v.EFFECTIVE: 199.0}),
        (v.UnsureType(), {v.UNSURE: 0.3}),
        (v.UnsureType(), {}),
        (v.SparseCell(), {v.RATIO: 0.4, v.DISCOVERED: False}),
        (v.SparseCell(), {v.RATIO: 0.5}),
    ],
)
def test_what_is_within_a_limit_or_not_known_is_not_found(check: TypeCheck, changes: dict[str, Any]) -> None:
    assert not found(check, **changes)


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        (v.MissingType(), {v.EFFECTIVE: 0.0, v.EXPECTED: 4.9, v.RATIO: 0.0, v.RATIO_HIGH: 0.0}),
        (v.UnderRepresented(), {v.RATIO: 0.3, v.RATIO_HIGH: 1.0}),
        (v.UnderRepresented(), {v.EFFECTIVE: 0.0, v.RATIO: 0.0, v.RATIO_HIGH: 1.4}),
        (v.BelowTarget(), {v.RATIO: 0.6, v.RATIO_HIGH: 1.2}),
        (v.OverRepresented(), {v.RATIO: 3.0, v.RATIO_LOW: 2.0}),
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
        (v.MissingType(), {v.EFFECTIVE: 0.0, v.EXPECTED: 5.0, v.RATIO: 0.0, v.RATIO_HIGH: 0.0}),
        (v.MissingType(), {v.EFFECTIVE: 0.0, v.EXPECTED: 0.0, v.TARGET: 0.0, v.RATIO: None, v.RATIO_HIGH: None}),
        (v.UnderRepresented(), {v.RATIO: 0.6, v.RATIO_HIGH: 1.2}),
        (v.BelowTarget(), {v.RATIO: 0.9, v.RATIO_LOW: 0.3, v.RATIO_HIGH: 1.6}),
        (v.OverRepresented(), {v.RATIO: 1.9, v.RATIO_LOW: 0.9, v.RATIO_HIGH: 4.0}),
        (v.ThinType(), {v.EFFECTIVE: 49.0}),
    ],
)
def test_what_is_found_or_looks_as_it_is_to_be_is_not_open(check: TypeCheck, changes: dict[str, Any]) -> None:
    assert not is_open(check, **changes)


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
    shares = {v.RATIO: 0.22, v.RATIO_HIGH: 0.35, v.SHARE: 0.021, v.TARGET: 0.094}
    assert found(v.UnderRepresented(), **shares) == ["2.1 %, to be 9.4 %"]
    assert found(v.MissingType(), **{v.EFFECTIVE: 0.0, v.EXPECTED: 12.4, v.RATIO_HIGH: 0.0}) == [
        "none of about 12 expected"
    ]
    assert found(v.ThinType(), **{v.EFFECTIVE: 1.0}) == ["1 family of prompts"]
    assert found(v.UnsureType(), **{v.UNSURE: 0.5}) == ["50.0 % of the prompts have no type that is told"]
    assert found(v.UnsureType(), **{v.PRECISION_HIGH: 0.4}) == [
        "no more than 40.0 % of what is told as this is right"
    ]
