"""What a gate demands of coverage."""

from collections.abc import Callable
from pathlib import Path

import pytest

import curate
from curate.checks import type_check as v
from curate.checks.shares import BelowTarget, MissingType
from curate.records.records import Records
from curate.report.coverage.demands import failing, numbers_of
from curate.report.coverage.result import Coverage
from tests.report.coverage.conftest import TARGET

BAD = ("error",)


def said(found: Coverage, *severities: str) -> list[tuple[str, str, bool]]:
    return [(each.check.code, each.of, each.is_known) for each in failing(found, severities or BAD)]


def test_what_is_found_is_named_the_worst_first(against: Coverage) -> None:
    assert said(against) == [("COV001", "translation", True), ("COV002", "summarization", True)]
    assert (
        failing(against, BAD)[0].sentence() == "error COV001 missing-type  translation: none of about 27 expected"
    )
    assert numbers_of(against)["COV002"] == numbers_of(against)["under-represented"] == 1


def test_what_is_as_it_is_to_be_fails_nothing(mixed: Callable[..., Records]) -> None:
    found = curate.coverage(mixed({"open_qa": 60, "coding": 40}), {"open_qa": 0.6, "coding": 0.4})
    assert said(found, "error", "info") == []
    assert numbers_of(found)["COV001"] == 0


def test_where_types_are_a_guess_nobody_can_tell(guessed: Coverage) -> None:
    assert set(said(guessed)) == {("COV001", "", False), ("COV002", "", False)}
    assert "label some first" in str(numbers_of(guessed)["COV001"])


def test_too_few_prompts_are_no_success(mixed: Callable[..., Records]) -> None:
    """One of four expected is under; none of four can not be better than that."""
    target = {"open_qa": 0.6, "coding": 0.4}
    none = curate.coverage(mixed({"open_qa": 10}), target)
    assert said(none) == [("COV001", "coding", False)]
    assert numbers_of(none)["COV001"] == "coding: none of about 4.0 expected, too few to tell"
    assert numbers_of(none)["COV002"] == "coding: 0.0 %, to be 40.0 %, which may be chance"
    assert none.failing() == failing(none, ["error"])
    one = curate.coverage(mixed({"open_qa": 9, "coding": 1}), target)
    assert said(one) == [("COV002", "coding", True)]


@pytest.mark.parametrize(("least", "open_ones"), [(5, []), (6, []), (6.5, ["COV001", "COV002"])])
def test_what_is_too_few_to_be_missing_is_too_few_for_both_checks(
    mixed: Callable[..., Records], least: float, open_ones: list[str]
) -> None:
    target = {"open_qa": 0.6, "coding": 0.4}
    found = curate.coverage(mixed({"open_qa": 15}), target, checks=[MissingType(min_expected=least)])
    assert [code for code in ("COV001", "COV002") if isinstance(numbers_of(found)[code], str)] == open_ones


def test_what_another_check_finds_too_little_may_still_be_missing(mixed: Callable[..., Records]) -> None:
    """Of four expected none is there: nobody can tell whether it is missing, whatever else that is called."""
    found = curate.coverage(
        mixed({"open_qa": 10}), {"open_qa": 0.6, "coding": 0.4}, checks=[BelowTarget(at_least=0)]
    )
    assert numbers_of(found)["COV003"] == 1
    assert numbers_of(found)["COV001"] == "coding: none of about 4.0 expected, too few to tell"
    assert isinstance(numbers_of(found)["COV002"], str)


def test_every_type_of_which_nobody_can_tell_is_named(mixed: Callable[..., Records]) -> None:
    target = {"open_qa": 0.6, "coding": 0.2, "translation": 0.1, "rewriting": 0.1}
    told = str(numbers_of(curate.coverage(mixed({"open_qa": 10}), target))["COV001"])
    first, others = told.split("; nor can it be told of ")
    named = {first.split(":")[0], *others.split(", ")}
    assert named == {"coding", "translation", "rewriting"}


def test_what_few_labels_leave_open_is_no_success(mixed: Callable[..., Records], tmp_path: Path) -> None:
    records = mixed({"open_qa": 150, "summarization": 150})
    kinds = dict(curate.coverage(records).prompts.select("key", "prompt_type").rows())
    keys = curate.label(records, 20).sheet["key"]
    lines = [
        f"{key},{'coding' if kinds[key] == 'summarization' and not at % 4 else kinds[key]},ann"
        for at, key in enumerate(keys)
    ]
    path = tmp_path / "labels.csv"
    path.write_text("key,label,by\n" + "\n".join(lines) + "\n")
    target = {"open_qa": 0.5, "summarization": 0.28, "coding": 0.22}
    found = curate.coverage(records, target, labels=path)
    assert found.is_judged
    assert said(found) == [("COV002", "coding", False)]
    assert "may be chance; label" in str(numbers_of(found)["COV002"])


def test_labels_of_few_kinds_leave_the_others_a_guess(mixed: Callable[..., Records], tmp_path: Path) -> None:
    records = mixed({"open_qa": 50, "translation": 50}, labelled=False)
    kinds = curate.coverage(records).prompts
    key = kinds.filter(kinds["prompt_type"] == "translation")["key"][0]
    path = tmp_path / "labels.csv"
    path.write_text(f"key,label,by\n{key},translation,ann\n")
    found = curate.coverage(records, {"open_qa": 0.5, "translation": 0.5}, labels=path)
    assert not found.is_judged
    assert "nobody has labelled any of their kind" in str(numbers_of(found)["COV001"])


@pytest.mark.parametrize("severities", [("error",), ("error", "warning", "info")])
def test_where_no_check_could_look_nobody_can_tell(
    records_of: Callable[..., Records], severities: tuple[str, ...]
) -> None:
    lost = [{"prompt": f"Zx{at}vb {at}?", "completion": "I do not know."} for at in range(9)]
    found = curate.coverage(records_of(lost), TARGET)
    assert failing(found, severities)
    assert numbers_of(found)["COV001"] == v.TypeCheck.lacking


def test_without_a_target_only_what_compares_with_it_can_not_be_told(alone: Coverage) -> None:
    assert said(alone) == [("COV001", "", False)]
    assert all(known for _, _, known in said(alone, "error", "warning"))
