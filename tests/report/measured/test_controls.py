"""What controls say of a measurement."""

from typing import Any

import pytest

from curate.report.measured.controls import controls_sentence
from tests.report.measured.telling import (
    BELIEVED,
    CHANGE,
    NULL,
    PLANTED,
    measured,
    said,
)


def test_a_control_for_which_the_set_is_too_small_is_not_told_as_done() -> None:
    assert said(NULL, same=True) == "nothing changed (null): not done, since the set is too small for it"
    assert said(PLANTED, same=True).endswith("swapped (planted): not done, since the set is too small for it")


MISSED: dict[str, bool | None] = {"planted_seen": False, "planted_detectable": False}
NO_NULL: dict[str, bool | None] = {"null_moved": None}
NO_DAMAGE: dict[str, bool | None] = {"planted_seen": None, "planted_detectable": None}
UNDONE = {"same": True, "verdict": "too_small_to_tell"}


@pytest.mark.parametrize(
    ("null", "planted", "changed", "told"),
    [
        (
            UNDONE,
            {},
            NO_NULL,
            "the set is too small for an arm in which nothing changed; planted damage is seen: "
            "nothing vouches for what is seen",
        ),
        (
            UNDONE,
            {},
            NO_NULL | MISSED,
            "the set is too small for an arm in which nothing changed; planted damage is not seen, which is "
            "too small to be seen here: nothing vouches for what is seen, and what is not may be there",
        ),
        (
            {},
            UNDONE,
            NO_DAMAGE,
            "nothing is seen where nothing changed; the set is too small to plant damage in: what is seen counts, "
            "and nothing vouches for what is not",
        ),
        (
            UNDONE,
            UNDONE,
            NO_NULL | NO_DAMAGE | {"valid": None},
            "the set is too small for either control: nothing vouches for what is seen, nor for what is not",
        ),
        (
            {"verdict": "worse_small"},
            {},
            {},
            "something is seen where nothing changed, but less than matters; planted damage is seen: "
            "verdicts count",
        ),
        (
            {},
            {},
            MISSED,
            "nothing is seen where nothing changed; planted damage is not seen, which is too small to be seen "
            "here: what is seen counts, and what is not may be there",
        ),
        (
            UNDONE,
            {},
            NO_NULL | {"planted_seen": False, "valid": False},
            "the set is too small for an arm in which nothing changed; planted damage is not seen, though it is "
            "large enough: no verdict counts",
        ),
    ],
)
def test_what_vouches_for_a_measurement_is_told_as_it_was_done(
    null: dict[str, Any], planted: dict[str, Any], changed: dict[str, bool | None], told: str
) -> None:
    controls = [NULL.model_copy(update=null), PLANTED.model_copy(update=planted)]
    report = measured(controls=BELIEVED.model_copy(update=changed))
    assert controls_sentence(report.model_copy(update={"contrasts": [CHANGE, *controls]})) == told


def test_where_one_seed_was_trained_nothing_vouches_for_it() -> None:
    told = controls_sentence(measured(seeds=[1]))
    assert told == "one seed says nothing of others: no effect counts, whatever its interval"


def test_an_effect_where_nothing_changed_is_told_however_small() -> None:
    told = said(NULL, verdict="better_small")
    assert ", an effect where nothing changed, but less than matters; could have seen" in told


@pytest.mark.parametrize(
    ("changed", "null", "planted", "told"),
    [
        (
            {},
            "as it should be",
            "seen, as it should be",
            "nothing is seen where nothing changed; planted",
        ),
        (
            {"null_moved": True, "valid": False},
            "an effect where nothing changed",
            "seen, as it should be",
            "an effect is seen where nothing changed; planted damage is seen: no verdict counts",
        ),
        (
            {"planted_seen": False, "valid": False},
            "as it should be",
            "not seen",
            "planted damage is not seen, though it is large enough: no verdict counts",
        ),
        (
            {"planted_seen": False, "planted_detectable": False, "valid": False},
            "as it should be",
            "not seen",
            "planted damage is not seen, which is too small to be seen here: no verdict counts",
        ),
    ],
)
def test_controls_say_whether_verdicts_count(changed: dict[str, bool], null: str, planted: str, told: str) -> None:
    report = measured(controls=BELIEVED.model_copy(update=changed))
    assert f", {null}; could have seen" in said(NULL, report)
    assert f", {planted}; could have seen" in said(PLANTED, report)
    assert told in controls_sentence(report)
