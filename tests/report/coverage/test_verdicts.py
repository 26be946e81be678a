"""One word for each type."""

from typing import Any

import pytest

from curate.checks import coverage as v
from curate.report.coverage.result import Coverage
from curate.report.coverage.verdicts import more_labels, verdicts


def test_each_type_of_the_target_has_a_word(against: Coverage) -> None:
    assert verdicts(against) == {
        "open_qa": "fine",
        "summarization": "under",
        "creative_writing": "low",
        "translation": "missing",
    }


def test_where_types_are_a_guess_it_is_to_be_checked(guessed: Coverage) -> None:
    assert verdicts(guessed)["translation"] == "missing? check"


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
    row: dict[str, Any] = {v.RATIO: ratio, v.RATIO_HIGH: high}
    assert more_labels(row, labels) == more
