"""What coverage checks find."""

from collections.abc import Callable

import polars as pl
import pytest

import curate
from curate.checks import type_check as v
from curate.checks.coverage import ThinType, checks_with
from curate.checks.shares import MissingType
from curate.errors import UsageError
from curate.records.records import Records
from curate.report.coverage.result import Coverage
from tests.report.coverage.conftest import TARGET


def pairs(found: Coverage) -> set[tuple[str, str, str]]:
    return set(found.flags.select("code", "type", "status").rows())


def test_what_is_missing_and_under_is_found(against: Coverage) -> None:
    assert {
        ("COV001", "translation", "found"),
        ("COV002", "summarization", "found"),
        ("COV003", "creative_writing", "found"),
        ("COV004", "summarization", "found"),
        ("COV008", "creative_writing", "found"),
    } <= pairs(against)
    assert against.found().height == against.flags.height


def test_where_types_are_a_guess_only_what_compares_shares_is_to_be_checked(guessed: Coverage) -> None:
    statuses = {code: status for code, _, status in pairs(guessed)}
    assert statuses["COV001"] == statuses["COV002"] == "check"
    assert statuses["COV004"] == "found"
    assert not guessed.is_judged


def test_a_check_that_could_not_be_told_is_not_one_that_found_nothing(alone: Coverage, against: Coverage) -> None:
    told = {each.check.code: each for each in alone.statuses}
    for code in ("COV001", "COV002", "COV003", "COV005"):
        assert told[code].status == "not-applicable"
        assert "--target" in told[code].reason
    assert told["COV004"].status == "found"
    assert told["COV007"].status == "not-applicable"
    assert {each.check.code: each.status for each in against.statuses}["COV005"] == "clean"


def test_settings_of_a_check_are_those_that_are_given(mixed: Callable[..., Records]) -> None:
    found = curate.coverage(mixed(), TARGET, checks=[ThinType(least=5), MissingType(min_expected=100)])
    assert not {code for code, _, _ in pairs(found)} & {"COV001", "COV004"}


def test_a_check_of_ones_own_runs_beside_the_others(mixed: Callable[..., Records]) -> None:
    class TooMuchOfAll(v.TypeCheck, code="ACME001"):
        """More than a hundred."""

        def flag(self) -> pl.Expr:
            return pl.col(v.RECORDS) > 100

        def message(self) -> pl.Expr:
            return pl.lit("more than a hundred")

    assert ("ACME001", "open_qa", "found") in pairs(curate.coverage(mixed(), checks=[TooMuchOfAll()]))


def test_one_check_set_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="COV004 thin-type is set twice"):
        checks_with([ThinType(), ThinType(least=5)])


def test_no_prompts_whose_types_are_told_are_found_unsure_and_nothing_else(
    records_of: Callable[..., Records],
) -> None:
    found = curate.coverage(
        records_of([{"prompt": f"Zx{at}vb {at}?", "completion": "I do not know."} for at in range(9)]), TARGET
    )
    assert {code for code, _, _ in pairs(found)} == {"COV009"}
    assert {each.check.code: each.status for each in found.statuses}["COV002"] == "not-applicable"
