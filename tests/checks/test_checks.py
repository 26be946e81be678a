"""The list of checks, and how they are chosen."""

import re

import pytest

from curate.checks import BUILTIN, check_called, chosen, codes, must_differ
from curate.checks.length import ShortResponse
from curate.errors import UnknownName, UsageError
from curate.pipeline import default_checks


def test_codes_are_three_capitals_and_three_digits_and_each_stands_once() -> None:
    assert all(re.fullmatch(r"[A-Z]{3}\d{3}", check.code) for check in BUILTIN)
    assert len({check.code for check in BUILTIN}) == len({check.name for check in BUILTIN}) == len(BUILTIN)


def test_codes_families_and_names_choose() -> None:
    assert chosen(default_checks(), ["STR", "near-duplicate"], ["STR002"]) == {
        "STR001",
        "STR003",
        "STR004",
        "STR005",
        "STR006",
        "DUP002",
    }
    assert chosen(default_checks(), [], []) == {
        check.code for check in BUILTIN if not (check.preview or check().is_unset())
    }


def test_what_no_check_is_called_is_refused() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'LEN'"):
        codes(BUILTIN, ["LEM"])
    with pytest.raises(UnknownName):
        check_called("LEN")


@pytest.mark.parametrize("name", ["COV", "COV004", "thin-type"])
def test_a_check_of_types_is_told_to_be_none_of_records(name: str) -> None:
    with pytest.raises(UnknownName, match=f"{name} judges types of prompts, not records") as refused:
        codes(BUILTIN, [name])
    assert "[coverage]" in refused.value.hint


def test_two_checks_with_one_code_are_refused_by_both_names() -> None:
    with pytest.raises(UsageError, match="EmptyTurn and EmptyTurn"):
        must_differ([check_called("STR001")(), check_called("STR001")()])


class Unproven(ShortResponse, code="ACME009", preview=True):
    """A response that may be a slip of the pen."""


def test_a_check_in_preview_runs_only_where_it_is_named() -> None:
    both = (ShortResponse(), Unproven())

    assert chosen(both, [], []) == chosen(both, ["LEN", "LEN001"], []) == {"LEN001"}
    assert chosen(both, ["ACME009"], []) == chosen(both, ["unproven"], []) == {"ACME009"}
    assert chosen(both, [], [], ["ACME009"]) == {"LEN001", "ACME009"}
    assert chosen(both, [], ["ACME009"], ["ACME009"]) == {"LEN001"}
