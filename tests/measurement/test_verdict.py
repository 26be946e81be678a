"""What may be said, given what was seen."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.measurement.verdict import Seen, believed, controls, joint, verdict
from curate.report.measured.model import Reading, Verdict

MARGIN = 0.01


def seen(reading: Reading, estimate: float, half: float = 0.005, detectable: float = 0.008) -> Seen:
    """An effect that holds if its interval leaves 0 out."""
    clear = abs(estimate) > half
    chance = 0.001 if clear else 0.6
    return Seen(reading, estimate, estimate - half, estimate + half, MARGIN, clear, chance, detectable)


@pytest.mark.parametrize(
    ("estimate", "half", "loss", "dependence"),
    [
        (-0.03, 0.005, "better", "worse"),
        (-0.007, 0.005, "better_small", "worse_small"),
        (0.007, 0.005, "worse_small", "better_small"),
        (0.03, 0.005, "worse", "better"),
        (0.001, 0.005, "equivalent", "equivalent"),
        (0.001, 0.02, "too_small_to_tell", "too_small_to_tell"),
        (0.03, 0.04, "too_small_to_tell", "too_small_to_tell"),
        (0.03, inf, "too_small_to_tell", "too_small_to_tell"),
    ],
)
def test_one_reading_has_six_verdicts(estimate: float, half: float, loss: Verdict, dependence: Verdict) -> None:
    assert verdict(seen("loss", estimate, half)) == loss
    assert verdict(seen("dependence", estimate, half)) == dependence


def test_what_does_not_stand_beside_the_others_is_no_effect() -> None:
    assert verdict(seen("loss", -0.03)._replace(held=False)) == "too_small_to_tell"
    assert verdict(seen("loss", -0.004, 0.003)._replace(held=False)) == "equivalent"


def test_the_reading_that_found_something_decides() -> None:
    assert joint([seen("loss", 0.001), seen("dependence", -0.03)]) == ("worse", "dependence", False)
    assert joint([seen("loss", -0.03), seen("dependence", 0.001, 0.05)]) == ("better", "loss", False)


def test_of_two_that_agree_the_larger_decides() -> None:
    assert joint([seen("loss", -0.007), seen("dependence", 0.03)]) == ("better", "dependence", False)
    assert joint([seen("loss", 0.04), seen("dependence", -0.03)]) == ("worse", "loss", False)


@pytest.mark.parametrize(
    ("loss", "dependence", "told"),
    [
        (-0.03, -0.02, ("worse", "dependence", True)),
        (0.02, 0.03, ("worse", "loss", True)),
        (-0.007, -0.006, ("worse_small", "dependence", True)),
        (-0.03, -0.006, ("better", "loss", True)),
        (-0.006, -0.03, ("worse", "dependence", True)),
    ],
)
def test_of_two_that_disagree_the_harm_decides_unless_only_the_other_matters(
    loss: float, dependence: float, told: tuple[Verdict, Reading, bool]
) -> None:
    assert joint([seen("loss", loss), seen("dependence", dependence)]) == told


def test_arms_are_equivalent_only_if_both_readings_say_so() -> None:
    assert joint([seen("loss", 0.001), seen("dependence", 0.001)]).verdict == "equivalent"
    unsure = joint([seen("loss", 0.001), seen("dependence", 0.001, 0.02)])
    assert unsure == ("too_small_to_tell", "dependence", False)
    assert joint([seen("loss", 0.001)]) == ("equivalent", "loss", False)


@given(st.floats(-0.1, 0.1), st.floats(-0.1, 0.1), st.floats(1e-4, 0.1))
def test_a_change_and_its_undoing_have_opposite_verdicts(loss: float, dependence: float, half: float) -> None:
    opposite = {"better": "worse", "better_small": "worse_small", "worse": "better", "worse_small": "better_small"}
    there = joint([seen("loss", loss, half), seen("dependence", dependence, half)])
    back = joint([seen("loss", -loss, half), seen("dependence", -dependence, half)])
    assert there.opposed == back.opposed
    if not there.opposed:
        assert back.verdict == opposite.get(there.verdict, there.verdict)


STILL = [seen("loss", 0.001), seen("dependence", -0.001)]
HARMED = [seen("loss", 0.002), seen("dependence", -0.03)]


def test_a_measurement_whose_null_arm_stood_still_and_that_saw_damage_is_valid() -> None:
    told = controls(STILL, HARMED)
    assert (told.valid, told.null_moved, told.planted_seen, told.planted_detectable) == (True, False, True, True)
    assert believed("equivalent", told) == "equivalent"


@pytest.mark.parametrize("moved", [seen("loss", 0.02), seen("loss", -0.02), seen("dependence", 0.02)])
def test_one_whose_null_arm_moved_either_way_is_not(moved: Seen) -> None:
    told = controls([STILL[0], moved], HARMED)
    assert (told.valid, told.null_moved) == (False, True)
    assert believed("better", told) == "invalid"


def test_a_null_arm_that_moves_by_less_than_matters_is_let_be() -> None:
    assert controls([seen("loss", 0.004, 0.002), STILL[1]], HARMED).valid
    alone = seen("loss", 0.02, 0.019)._replace(chance=0.04)
    assert controls([alone, STILL[1]], HARMED).valid, "0.04 does not hold beside another reading"


def test_damage_that_should_have_been_seen_and_was_not_makes_it_invalid() -> None:
    missed = [seen("loss", 0.02, 0.03, detectable=0.015), STILL[1]]
    told = controls(STILL, missed)
    assert (told.valid, told.planted_seen, told.planted_detectable) == (False, False, True)


def test_damage_that_is_taken_for_a_gain_was_missed() -> None:
    assert not controls(STILL, [seen("loss", -0.03), STILL[1]]).valid


def test_damage_too_small_to_be_seen_leaves_findings_and_takes_equivalence() -> None:
    told = controls(STILL, [seen("loss", 0.004, 0.02), STILL[1]])
    assert (told.valid, told.planted_seen, told.planted_detectable) == (True, False, False)
    assert believed("equivalent", told) == "too_small_to_tell"
    assert believed("worse", told) == "worse"


def test_what_one_control_tells_counts_where_the_other_could_not_be_done() -> None:
    told = controls([], HARMED)
    assert (told.valid, told.null_moved, told.planted_seen) == (True, None, True)
    assert not controls([], [seen("loss", -0.03), STILL[1]]).valid
    told = controls(STILL, [])
    assert (told.valid, told.null_moved, told.planted_seen, told.planted_detectable) == (True, False, None, None)
    assert believed("equivalent", told) == "too_small_to_tell"
    assert controls([seen("loss", 0.02), STILL[1]], []).valid is False


def test_without_controls_nothing_is_equivalent() -> None:
    told = controls([], [])
    assert (told.valid, told.null_moved, told.planted_seen, told.planted_detectable) == (None, None, None, None)
    assert believed("equivalent", told) == "too_small_to_tell"
