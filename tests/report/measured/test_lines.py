"""What a measurement says beside its verdicts."""

import pytest

from curate.report.measured.lines import (
    by_type_line,
    dependence_line,
    overfitting_line,
    unfamiliar_line,
)
from tests.report.measured.telling import (
    ARMS,
    BELIEVED,
    CHANGE,
    CHOICE,
    CURVES,
    HELPS,
    UNDONE,
    bounds,
    curve,
    measured,
    nearness,
    type_effect,
)


def test_prompt_dependence_is_told_where_there_is_less_of_it_than_could_be_seen() -> None:
    assert dependence_line(measured()) == ""
    hardly = [arm.model_copy(update={"dependences": [0.004, 0.002, 0.003]}) for arm in ARMS]
    assert dependence_line(measured(arms=hardly)) == (
        "own prompts make responses likelier by 0.003 nats/token, and a change of 0.013 could be seen: "
        "prompt dependence tells little here"
    )
    against = [arm.model_copy(update={"dependences": [-0.001] * 3}) for arm in ARMS]
    assert dependence_line(measured(arms=against)).startswith(
        "own prompts make responses no likelier, and a change"
    )
    assert dependence_line(measured(arms=hardly, seeds=[1])) == ""
    assert dependence_line(measured(HELPS, arms=hardly)) == ""


@pytest.mark.parametrize(
    ("types", "told"),
    [
        ([], ""),
        ([("coding", -0.02, False)], "no type surely gains or loses; coding moved most (-0.010), within noise"),
        ([("coding", -0.04, True), ("advice", 0.0, False)], "coding (-0.020) gains; the other within noise"),
        (
            [
                ("coding", -0.04, True),
                ("advice", -0.02, True),
                ("poems", 0.06, True),
                ("qa", 0, False),
                ("x", 0, False),
            ],
            "coding (-0.020), advice (-0.010) gain; poems (+0.030) loses; the other 2 within noise",
        ),
    ],
)
def test_types_that_surely_gain_or_lose_are_named(types: list[tuple[str, float, bool]], told: str) -> None:
    effects = [type_effect(name, estimate, 0.02, found=found) for name, estimate, found in types]
    assert by_type_line(measured(CHANGE.model_copy(update={"types": effects}))) == told


@pytest.mark.parametrize(
    ("gap", "told"),
    [
        (0.005, "they differ by +0.005 (-0.005 to +0.015), which may be chance"),
        (0.02, "it does less for unfamiliar ones, by +0.020"),
        (-0.02, "it does more for unfamiliar ones, by -0.020"),
    ],
)
def test_unfamiliar_prompts_are_held_against_familiar_ones(gap: float, told: str) -> None:
    groups = nearness(unfamiliar=-0.026 + gap)
    changed = {"nearness": groups, "unfamiliar_gap": bounds(gap, 0.01)}
    line = unfamiliar_line(measured(CHANGE.model_copy(update=changed)))
    assert line.startswith(f"{gap - 0.026:+.3f} on unfamiliar prompts, -0.026 on familiar ones: ")
    assert told in line


def test_of_sets_that_hold_the_same_nothing_is_said_by_type_or_by_familiarity() -> None:
    same = measured(CHANGE.model_copy(update={"same": True, "verdict": "equivalent"}))
    assert by_type_line(same) == unfamiliar_line(same) == dependence_line(same) == ""


def test_where_no_control_could_be_done_what_is_seen_is_told_all_the_same() -> None:
    types = [type_effect("coding", -0.04, 0.02, found=True)]
    report = measured(CHANGE.model_copy(update={"types": types}), controls=UNDONE)
    assert by_type_line(report) == "coding (-0.020) gains"
    assert unfamiliar_line(report) == unfamiliar_line(measured())


def test_of_one_seed_nothing_is_said() -> None:
    report = measured(seeds=[1])
    assert by_type_line(report) == unfamiliar_line(report) == overfitting_line(report) == ""


def test_nothing_is_said_of_what_was_not_asked() -> None:
    report = measured(CHOICE, curves=[])
    assert by_type_line(report) == unfamiliar_line(report) == overfitting_line(report) == ""
    assert unfamiliar_line(measured(CHANGE.model_copy(update={"unfamiliar_gap": None}))) == ""


def test_what_does_not_count_is_not_told_by_type_or_by_familiarity() -> None:
    report = measured(controls=BELIEVED.model_copy(update={"valid": False, "planted_seen": False}))
    assert by_type_line(report) == unfamiliar_line(report) == ""


def test_overfitting_is_told_of_the_set_before_and_of_that_after() -> None:
    before, after = overfitting_line(measured()).split("; ")
    assert before == "before does not overfit up to epoch 3, and it knows what it saw better by 0.130"
    assert after.startswith("after overfits: held-out loss rises after epoch 2, and it knows")


def test_a_rise_that_may_be_chance_is_not_called_overfitting() -> None:
    rises = curve("after", [3.5, 3.42, 3.43], [3.49, 3.40, 3.3], None)
    assert overfitting_line(measured(curves=[rises])).startswith(
        "after does not surely overfit up to epoch 3, and"
    )


def test_what_is_seen_no_better_is_not_called_so() -> None:
    even = curve("after", [3.5, 3.42], [3.49, 3.40], None)
    assert overfitting_line(measured(curves=[even])).endswith("knows what it saw no better, as far as can be seen")
    unknown = CURVES[0].model_copy(update={"gap": None})
    assert overfitting_line(measured(curves=[unknown])) == "before does not overfit up to epoch 3"
