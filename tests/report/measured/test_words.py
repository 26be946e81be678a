"""Verdicts and numbers, as people say them."""

from typing import get_args

import pytest

from curate.report.measured.model import ControlsModel, Verdict
from curate.report.measured.words import (
    WORDS,
    asked,
    bounded,
    could_have_seen,
    counted_minutes,
    counts,
    reading_of,
    role_of,
    several_seeds,
    signed,
    size,
    verdict_words,
)
from tests.report.measured.telling import AT_RANDOM, BELIEVED, CHANGE, CHOICE, HELPS, NULL, PLANTED, measured


def test_there_is_a_word_for_each_verdict() -> None:
    assert set(WORDS) == set(get_args(Verdict))
    assert len(set(WORDS.values())) == len(WORDS)


def test_what_a_contrast_asks_is_told_by_its_arms() -> None:
    report = measured()
    roles = [role_of(each, report) for each in report.contrasts]
    assert roles == ["change", "choice", "step", "step", "null", "planted"]
    assert role_of(AT_RANDOM, report) == "other"
    assert role_of(CHANGE.model_copy(update={"arm": "nobody"}), report) == "other"


def test_the_first_that_asks_is_found_and_none_where_nobody_does() -> None:
    report = measured(CHOICE, HELPS)
    assert asked(report, "step") == report.contrasts[1]
    assert asked(report, "change") is None


def test_a_reading_is_that_which_decided_where_none_is_named() -> None:
    decided = CHANGE.model_copy(update={"by": "dependence"})
    assert reading_of(decided) == CHANGE.readings[1]
    assert reading_of(decided, "loss") == CHANGE.readings[0]
    assert reading_of(CHANGE.model_copy(update={"readings": []})) is None


def test_one_seed_is_not_several() -> None:
    assert several_seeds(measured())
    assert not several_seeds(measured(seeds=[1]))


def test_nothing_counts_of_one_seed_or_where_controls_fail() -> None:
    assert counts(measured())
    assert not counts(measured(seeds=[1]))
    assert not counts(measured(controls=BELIEVED.model_copy(update={"valid": False})))


def test_one_seed_could_have_seen_nothing_nor_could_arms_that_hold_the_same() -> None:
    loss = CHANGE.readings[0]
    assert could_have_seen(loss, measured()) == "0.017"
    assert could_have_seen(loss, measured(seeds=[1])) == could_have_seen(None, measured()) == ""
    assert could_have_seen(loss.model_copy(update={"detectable": 0.0}), measured()) == ""


def test_a_control_that_was_not_done_or_hardly_moved_is_told_as_such() -> None:
    report = measured()
    same = {"same": True, "verdict": "equivalent"}
    assert [verdict_words(each.model_copy(update=same), report) for each in (NULL, PLANTED)] == ["not done"] * 2
    assert verdict_words(NULL.model_copy(update={"verdict": "worse_small"}), report) == "moves, but little"
    alone = measured(seeds=[1])
    assert {verdict_words(each, alone) for each in (NULL, PLANTED)} == {"one seed only"}


@pytest.mark.parametrize(
    ("changed", "null", "planted"),
    [
        ({}, "as it should be", "seen"),
        ({"null_moved": True}, "should not move", "seen"),
        ({"planted_seen": False}, "as it should be", "not seen"),
    ],
)
def test_a_control_is_told_by_whether_it_is_as_it_should_be(
    changed: dict[str, bool], null: str, planted: str
) -> None:
    controls: ControlsModel = BELIEVED.model_copy(update=changed)
    report = measured(controls=controls)
    assert [verdict_words(each, report) for each in (NULL, PLANTED)] == [null, planted]
    assert verdict_words(HELPS, report) == "too small to tell"


@pytest.mark.parametrize(
    ("value", "said"), [(0.0114, "+0.011"), (-0.024, "-0.024"), (0.0, "0.000"), (-0.0001, "0.000")]
)
def test_a_number_has_its_sign_unless_it_rounds_to_nothing(value: float, said: str) -> None:
    assert signed(value) == said


def test_bounds_that_are_near_take_a_fourth_digit() -> None:
    assert bounded(-0.024, -0.036, -0.012) == "-0.024 (-0.036 to -0.012)"
    assert bounded(0.0002, -0.0001, 0.0005, " nats/token") == "+0.0002 nats/token (-0.0001 to +0.0005)"


def test_a_size_below_a_thousandth_is_not_called_nothing() -> None:
    assert [size(each) for each in (0.0174, 0.001, 0.0004)] == ["0.017", "0.001", "0.0004"]


@pytest.mark.parametrize(
    ("minutes", "said"), [(0.4, "under 1 min"), (6.2, "about 6 min"), (89, "about 89 min"), (150, "about 2.5 h")]
)
def test_time_is_told_as_people_tell_it(minutes: float, said: str) -> None:
    assert counted_minutes(minutes) == said
