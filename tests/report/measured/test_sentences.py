"""A measurement in plain sentences."""

from typing import Any

import pytest

from curate.report.measured.controls import controls_sentence
from curate.report.measured.model import ContrastModel, NeedsModel, Verdict
from curate.report.measured.sentences import (
    sentence,
    settling,
    with_sentences,
)
from tests.report.measured.telling import (
    CHANGE,
    CHOICE,
    HELPS,
    IDLE,
    NULL,
    PLANTED,
    another,
    bounds,
    measured,
    said,
)

EFFECT = "the whole pipeline: -0.024 nats/token (-0.036 to -0.012)"


def test_a_change_that_helped_is_held_against_a_removal_at_random() -> None:
    beside = "better, and by 0.015 better than removing 840 records at random"
    assert said(CHANGE) == f"{EFFECT}, {beside}; 6 % of what training gains; could have seen 0.017"


@pytest.mark.parametrize(
    ("change", "choice", "told"),
    [
        ("better", "equivalent", "better, but removing 840 records at random does as much"),
        ("better", "worse", "better, but removing 840 records at random does more, by 0.015"),
        ("better_small", "too_small_to_tell", "better, but little, though removing 840 records at random may do"),
        ("worse", "worse", "worse, and by 0.015 worse than removing 840 records at random"),
        ("worse", "equivalent", "worse, and removing 840 records at random does as much harm"),
        ("worse_small", "better", "worse, but little, but removing 840 records at random does more harm"),
        ("worse", "too_small_to_tell", "worse, though removing 840 records at random may do as much harm"),
    ],
)
def test_what_a_removal_at_random_does_is_told_beside_what_the_change_did(
    change: Verdict, choice: Verdict, told: str
) -> None:
    report = measured(CHANGE, CHOICE.model_copy(update={"verdict": choice}))
    assert f", {told}" in said(CHANGE, report, verdict=change)


def test_a_removal_at_random_that_takes_the_very_same_records_is_told_as_such() -> None:
    same = CHOICE.model_copy(update={"verdict": "equivalent", "same": True})
    told = said(CHANGE, measured(CHANGE, same))
    assert "better, though removing 840 records at random takes the very same ones; 6 % of" in told


def test_without_a_removal_at_random_the_verdict_stands_alone() -> None:
    report = measured(CHANGE)
    assert said(CHANGE, report) == f"{EFFECT}, better; 6 % of what training gains; could have seen 0.017"
    unreadable = measured(CHANGE, CHOICE.model_copy(update={"verdict": "invalid"}))
    assert ", better; 6 %" in said(CHANGE, unreadable)


def test_as_many_are_removed_at_random_where_their_number_is_not_told() -> None:
    for removed in (None, -40):
        assert "removing as many records at random" in said(CHANGE, removed=removed)


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        ("equivalent", "equivalent: no effect of 0.008 or more"),
        ("too_small_to_tell", "too small to tell: no prompts and seeds that could be had would show 0.024"),
        ("invalid", "invalid: the controls fail"),
    ],
)
def test_a_change_that_did_nothing_to_speak_of_says_what_that_means(verdict: Verdict, told: str) -> None:
    assert said(CHANGE, verdict=verdict).startswith(f"{EFFECT}, {told}")


def test_an_invalid_verdict_claims_to_have_seen_nothing() -> None:
    assert "could have seen" not in said(CHANGE, verdict="invalid")


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        ("better", "better: the step helps"),
        ("better_small", "better, but little: the step helps a little"),
        ("equivalent", "equivalent: the step does nothing here that matters"),
        ("worse_small", "worse, but little: the step hurts a little"),
        ("worse", "worse: the step hurts"),
    ],
)
def test_against_the_set_without_a_step_the_verdict_is_on_the_step(verdict: Verdict, told: str) -> None:
    assert f", {told}; could have seen" in said(IDLE, verdict=verdict)


def test_whether_the_choice_mattered_is_told() -> None:
    assert "better: which records go matters, not only how many" in said(CHOICE)
    assert "which records go makes no difference that matters" in said(CHOICE, verdict="equivalent")


def needs(prompts: int, seeds: int, *, reachable: bool = True) -> NeedsModel:
    return NeedsModel(prompts=prompts, seeds=seeds, minutes=6.2, reachable=reachable)


@pytest.mark.parametrize(
    ("needed", "told"),
    [
        (needs(400, 3), "160 more held-out prompts would, about 6 min"),
        (needs(241, 4), "1 more held-out prompt and 1 more seed would, about 6 min"),
        (needs(240, 5), "2 more seeds would, about 6 min"),
        (needs(900, 3, reachable=False), "it would take 900 prompts, more than these records give"),
        (
            needs(900, 8, reachable=False),
            "it would take 900 prompts and 8 seeds, more than these records give",
        ),
        (needs(240, 3), ""),
        (None, ""),
    ],
)
def test_what_would_settle_it_is_told_with_its_price(needed: NeedsModel | None, told: str) -> None:
    assert settling(needed, measured()) == told


def test_what_is_too_small_to_tell_says_what_would_settle_it() -> None:
    assert "too small to tell: 160 more held-out prompts would, about 6 min; could have seen 0.018" in said(HELPS)


def test_what_nothing_would_settle_is_told_unless_one_seed_was_trained() -> None:
    assert "too small to tell: no prompts and seeds that could be had would show 0.011; could" in said(
        HELPS, needs=None
    )
    assert said(HELPS, measured(seeds=[1]), needs=None).endswith(", too small to tell")


def test_where_prompt_dependence_decides_it_is_told_with_the_loss_beside_it() -> None:
    told = said(PLANTED, by="dependence")
    assert ": prompt dependence -0.093 nats/token (-0.106 to -0.080), from 0.221, seen, as it should be" in told
    assert "; response loss +0.041 (+0.029 to +0.053); could have seen 0.018" in told


def at_equal_epochs(contrast: ContrastModel, estimate: float, **changed: Any) -> str:  # noqa: ANN401  as models take them
    loss, *others = contrast.readings
    loss = loss.model_copy(update={"equal_epochs": bounds(estimate, 0.012)})
    return said(contrast, readings=[loss, *others], **changed)


def test_a_verdict_that_hangs_on_how_long_one_trains_says_so() -> None:
    told = at_equal_epochs(CHANGE, 0.02, compute_dependent=True)
    assert "with equal epochs instead of equal tokens it is the opposite: +0.020 (+0.008 to +0.032)" in told


def test_a_set_that_grew_says_so() -> None:
    """As it does, too, where the two were named in the wrong order."""
    grown = said(CHANGE, removed=-33)
    assert "; after has 33 records more, so that no removal at random stands beside it; could have seen" in grown
    assert "more, so that" not in said(CHANGE)
    assert "more, so that" not in said(HELPS, removed=-33)


def test_a_verdict_that_hangs_on_the_model_says_so() -> None:
    opposed = measured(another=another("worse", proxy_dependent=True))
    assert "; proxy-wide says the opposite; could have seen" in said(CHANGE, opposed)
    assert "proxy-wide" not in said(CHANGE, measured(another=another("better")))
    assert "proxy-wide" not in said(HELPS, opposed)


@pytest.mark.parametrize(
    ("contrast", "estimate", "told"),
    [
        (CHANGE, -0.005, "; with equal epochs, response loss may be as it was: -0.005 (-0.017 to +0.007); "),
        (HELPS, -0.02, "; with equal epochs, response loss is surely less: -0.020 (-0.032 to -0.008); "),
        (HELPS, 0.02, "; with equal epochs, response loss is surely more: +0.020 (+0.008 to +0.032); "),
    ],
    ids=["an effect is gone", "there is one", "there is harm"],
)
def test_equal_epochs_are_told_where_they_say_something_else(
    contrast: ContrastModel, estimate: float, told: str
) -> None:
    assert told in at_equal_epochs(contrast, estimate)
    assert "equal epochs" not in at_equal_epochs(contrast, estimate, verdict="invalid")


@pytest.mark.parametrize(("contrast", "estimate"), [(CHANGE, -0.03), (HELPS, -0.002), (NULL, 0.02)])
def test_equal_epochs_are_not_told_where_they_say_the_same_or_nobody_asks(
    contrast: ContrastModel, estimate: float
) -> None:
    assert "equal epochs" not in at_equal_epochs(contrast, estimate)


def test_arms_that_hold_the_same_are_told_as_such_and_not_measured_in_words() -> None:
    same: dict[str, Any] = {"same": True, "verdict": "equivalent"}
    assert said(CHANGE, **same) == (
        "the whole pipeline: equivalent, since before and after hold the very same records"
    )
    assert said(IDLE, **same) == "drop LNG001: equivalent, since without it the very same records are kept"
    assert said(CHOICE, **same).endswith("equivalent, since both arms hold the very same records")


@pytest.mark.parametrize("contrast", [CHANGE, HELPS, NULL, PLANTED])
def test_one_seed_claims_nothing(contrast: ContrastModel) -> None:
    report = measured(seeds=[1])
    told = at_equal_epochs(contrast, 0.02, report=report, verdict="too_small_to_tell", compute_dependent=True)
    assert not any(claim in told for claim in ("could have seen", "equal epochs", "as it should be", "not seen"))


def test_a_measurement_gets_all_its_sentences() -> None:
    bare = measured().model_copy(update={"contrasts": [CHANGE, HELPS, NULL]})
    made = with_sentences(bare)
    assert [each.sentence for each in made.contrasts] == [sentence(each, bare) for each in bare.contrasts]
    assert made.controls.told == controls_sentence(bare)


def test_a_change_that_harmed_lost_of_what_training_gains() -> None:
    assert "; 6 % of what training gains is lost; could" in said(CHANGE, verdict="worse")
