"""One word for each type."""

from collections.abc import Callable

import pytest

import curate
from curate.checks.shares import BelowTarget, UnderRepresented
from curate.records.records import Records
from curate.report.coverage.result import Coverage
from curate.report.coverage.verdicts import Doubt, more_labels, verdicts


def test_each_type_of_the_target_has_a_word(against: Coverage) -> None:
    assert verdicts(against) == {
        "open_qa": "fine",
        "summarization": "under",
        "creative_writing": "low",
        "translation": "missing",
    }


def test_where_types_are_a_guess_it_is_to_be_checked(guessed: Coverage) -> None:
    told = verdicts(guessed)
    assert told["translation"] == "missing? check"
    assert told["open_qa"] == "fine? check"


def test_what_is_too_little_is_never_fine(mixed: Callable[..., Records]) -> None:
    few = curate.coverage(mixed({"open_qa": 10}), {"open_qa": 0.6, "coding": 0.4})
    assert verdicts(few) == {"open_qa": "fine", "coding": "cannot tell"}, "four were to be expected"
    own = [UnderRepresented(below=0.1), BelowTarget(below=0.9)]
    some = curate.coverage(mixed({"open_qa": 10, "coding": 2}), {"open_qa": 0.5, "coding": 0.5}, checks=own)
    assert verdicts(some)["coding"] == "low"


def test_it_is_fine_from_where_its_check_says(mixed: Callable[..., Records]) -> None:
    counts = {"open_qa": 70, "coding": 30}
    target = {"open_qa": 0.6, "coding": 0.4}
    assert verdicts(curate.coverage(mixed(counts), target))["coding"] == "low"
    lower = curate.coverage(mixed(counts), target, checks=[BelowTarget(below=0.7)])
    assert verdicts(lower)["coding"] == "fine"


def test_without_a_target_there_is_none(alone: Coverage) -> None:
    assert verdicts(alone) == {}


@pytest.mark.parametrize(
    ("ratio", "high", "labels", "more"),
    [
        (0.7, 1.3, 100, 300),
        (0.7, 1.3, 0, None),
        (0.7, 1.6, 100, 800),
        (0.79, 4.0, 200, None),
        (0.5, 0.5, 100, None),
    ],
)
def test_labels_that_would_settle_it_grow_with_the_square_of_the_doubt(
    ratio: float, high: float, labels: int, more: int | None
) -> None:
    assert more_labels(Doubt(high - ratio, 0.0, 1 - ratio), labels, 10**9) == more


def test_no_more_labels_are_asked_for_than_there_are_prompts() -> None:
    doubt = Doubt(0.9, 0.0, 0.3)
    assert more_labels(doubt, 100, 10**9) == 800
    assert more_labels(doubt, 100, 300) == 146
    assert more_labels(doubt, 300, 300) is None


def test_what_no_label_can_settle_asks_for_none() -> None:
    some, none = Doubt(0.9, 0.2, 0.3), Doubt(0.9, 0.0, 0.3)
    assert more_labels(some, 100, 10**9) > more_labels(none, 100, 10**9)  # type: ignore[operator]
    assert more_labels(Doubt(0.9, 0.4, 0.3), 100, 10**9) is None


def test_what_looks_too_much_and_may_be_chance_is_not_fine(mixed: Callable[..., Records]) -> None:
    own = mixed({"open_qa": 30, "coding": 30})
    beside = mixed({"open_qa": 9, "coding": 2})
    assert verdicts(curate.coverage(own, beside))["coding"] == "cannot tell"
    assert verdicts(curate.coverage(own, mixed({"open_qa": 25, "coding": 20})))["coding"] == "fine"
