"""What a check of prompt types is."""

import polars as pl

from curate.checks.coverage import ThinType
from curate.checks.type_check import EFFECTIVE, SHARE, percent, whole
from tests.checks.one_type import is_open


def test_a_check_that_knows_no_chance_leaves_nothing_open() -> None:
    assert not is_open(ThinType(), **{EFFECTIVE: 49.0})


def test_shares_and_numbers_are_told_as_people_read_them() -> None:
    row = pl.DataFrame({SHARE: [0.0214], EFFECTIVE: [12.4]})
    assert row.select(percent(SHARE), whole(EFFECTIVE)).row(0) == (2.1, 12)
