import pytest

from curate.errors import UnknownName, UsageError
from curate.pipeline import default_checks
from curate.steps.families import family_code


@pytest.mark.parametrize("name", ["DUP002", "near-duplicate"])
def test_a_check_of_duplicates_goes_by_code_or_name(name: str) -> None:
    assert family_code(name, default_checks(), "cap") == "DUP002"


@pytest.mark.parametrize("name", ["LEN001", "short-response", "FMT002"])
def test_a_check_without_families_is_refused_in_the_name_of_the_step(name: str) -> None:
    with pytest.raises(UsageError, match=f"cap of {name}: .* judges records one by one and has no families"):
        family_code(name, default_checks(), "cap")


def test_a_check_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'DUP002'"):
        family_code("DUP02", default_checks(), "cap")
