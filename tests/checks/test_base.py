"""What a check is."""

import polars as pl
import pytest

from curate import RowCheck
from curate.checks import BUILTIN, Check
from curate.records.columns import text


def test_a_check_without_a_code_is_refused_where_it_is_written() -> None:
    with pytest.raises(TypeError, match="needs a code"):

        class Unnamed(RowCheck):
            """It has no code."""

            def flag(self) -> pl.Expr:
                return text().is_null()


@pytest.mark.parametrize("check", BUILTIN, ids=lambda check: check.code)
def test_a_check_of_defaults_is_made_without_arguments_and_equals_another(check: type[Check]) -> None:
    assert check() == check()
    assert check.summary().endswith(".")
