"""A measurement as a person reads it."""

from typing import Any

import pytest

from curate.report.measured.model import MeasureReport
from curate.report.measured.text import held_out_words, print_measure, set_words
from curate.report.terminal import captured, console
from tests.report.measured.telling import (
    BELIEVED,
    CHANGE,
    CHOICE,
    HELD_OUT,
    HELPS,
    IDLE,
    another,
    measured,
    reading,
)


def printed(report: MeasureReport | None = None) -> str:
    return captured(lambda out: print_measure(out, report or measured()))


def test_what_was_held_out_and_what_could_be_seen_come_first() -> None:
    lines = printed().splitlines()
    assert lines[0] == (
        "Set       2,400 records in dolly.jsonl: 2,000 are trained on, 240 judged by, 118 to choose a recipe"
    )
    assert lines[2] == (
        "Held out  240 prompts (4 types) before any step; none is nearer than 0.31 to what was trained on"
    )
    assert lines[3] == "Could see 0.017 nats/token of response loss or more; from 0.008 on an effect matters"
    assert lines[4] == "Trained   proxy, 21 times with 3 seeds, about 10 min of a processor"
    assert lines[5].startswith("Controls  nothing is seen where nothing changed")


def test_what_was_trained_is_counted_and_not_what_was_compared() -> None:
    """Of seven arms with three seeds, two hold the same."""
    assert "Trained   proxy, 18 times with 3 seeds" in printed(measured(runs=18))
    assert "with 3 seeds of 5, as the budget ended" in " ".join(printed(measured(seeds_asked=5)).split())


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"folds": 5, "prompts": 300, "records": 300, "trained": 216, "tuned": 12, "reserve": 5},
            "300 records in a.jsonl, in 5 folds; in each about 216 are trained on, 60 judged by, 12 to choose a "
            "recipe by, 5 for the null arm",
        ),
        (
            {"source": "file", "overlap": 12},
            "2,400 records in a.jsonl: 2,000 are trained on, 118 to choose a recipe by, 40 for the null arm; 12 "
            "are left out, as they or near-duplicates of them stand in the file that is judged by",
        ),
        ({"unlike": 31}, "; 31 records of the set after are like none of these: new, or edited so far that"),
        ({"unlike": 1}, "; 1 record of the set after is like none of these: new, or"),
        ({"unused": 1_300}, "; 1,300 more are no use: not read, or no prompt or response to learn"),
        ({"unused": 1}, "; 1 more is no use: not read, or no prompt or response to learn"),
        ({"source": "file", "overlap": 1}, "; 1 is left out, as it or a near-duplicate of it stands in the file"),
    ],
    ids=[
        "folds",
        "a file of its own",
        "several are like none",
        "one is like none",
        "several no use",
        "one no use",
        "one record in both",
    ],
)
def test_where_the_records_go_is_told_in_a_line(changed: dict[str, Any], told: str) -> None:
    assert told in set_words("a.jsonl", HELD_OUT.model_copy(update=changed))


def test_prompts_that_nothing_can_be_scored_of_are_told() -> None:
    assert "left out" not in held_out_words(HELD_OUT)
    told = held_out_words(HELD_OUT.model_copy(update={"left_out": 2}))
    assert told.endswith("; 2 prompts left out: not read, or no token to score")


def test_each_change_is_a_row_and_the_controls_come_last() -> None:
    rows = printed().split("\n\n")[1].splitlines()[2:]
    assert [row.split("  ")[0] for row in rows] == [
        "the whole pipeline",
        "against as many at random",
        "keep-one DUP002",
        "drop LNG001",
        "nothing changed (null)",
        "10 % of responses swapped",
        "(planted)",
    ]
    assert rows[0].split("  ")[-1] == "better"
    assert "-0.024 (-0.036 to -0.012)      0.017  +0.001 ±0.009" in rows[0]
    assert "      0.018  " in rows[2]
    assert rows[2].endswith("too small to tell")
    assert rows[4].endswith("as it should be")


def test_it_ends_in_one_sentence_for_the_change_and_for_each_step() -> None:
    told = " ".join(printed().split("\n\n")[2].split())
    assert "In words the whole pipeline: -0.024 nats/token" in told
    assert "keep-one DUP002: -0.011 nats/token (-0.024 to +0.002), too small to tell: 160 more" in told
    assert "By type summarization (-0.035) gains" in told
    assert "Familiar -0.021 on unfamiliar prompts" in told
    assert "Epochs before does not overfit" in told


def test_no_line_is_longer_than_a_screen_and_nothing_is_cut() -> None:
    long = HELPS.model_copy(update={"title": "drop STR LEN001 LNG001 REF001 TPL001 CUT001 ECH001 PII002"})
    text = printed(measured(CHANGE, CHOICE, long, IDLE))
    assert max(map(len, text.splitlines())) <= 100
    assert "…" not in text
    assert "ECH001 PII002" in text


def test_no_line_is_wider_than_a_wide_terminal_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curate.report.terminal.WIDTH", 200)
    assert console().width == 200
    assert max(map(len, printed().splitlines())) <= 110


def test_a_title_can_not_harm_a_terminal() -> None:
    evil = HELPS.model_copy(update={"title": "without \x1b[31m\u202egnp"})
    text = printed(measured(CHANGE, evil))
    assert "\x1b[31m" not in text
    assert "\\u202e" in text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"source": "crossed"}, "240 prompts (4 types) before any step, each once, as the set is small; none"),
        ({"source": "file"}, "240 prompts (4 types), those of a file; none"),
        ({"types": {"open_qa": 240}, "nearest": []}, "240 prompts before any step"),
    ],
)
def test_how_records_were_held_out_is_told(changed: dict[str, Any], told: str) -> None:
    assert held_out_words(HELD_OUT.model_copy(update=changed)).startswith(told)


def test_an_arm_in_which_nothing_changed_may_not_move() -> None:
    controls = BELIEVED.model_copy(update={"valid": False, "null_moved": True})
    text = printed(measured(controls=controls))
    assert "no verdict counts" in text
    assert "should not move" in text


def test_small_numbers_are_told_with_as_many_digits_as_they_need() -> None:
    readings = [reading(name, 0.0001, 0.0004, "equivalent") for name in ("loss", "dependence")]
    text = printed(measured(IDLE.model_copy(update={"readings": readings})))
    assert "+0.0001 (-0.0003 to +0.0005)     0.0006  +0.0001 ±0.0004  equivalent" in text


def test_a_measurement_of_nothing_but_its_controls_is_told_too() -> None:
    report = measured().model_copy(update={"contrasts": measured().contrasts[-2:], "curves": []})
    text = printed(report)
    assert "Could see nothing: no change was asked for" in text
    assert "In words" not in text


def test_two_sets_that_hold_the_same_can_show_nothing() -> None:
    same = printed(measured(CHANGE.model_copy(update={"same": True})))
    assert "Could see nothing, since before and after hold the very same records" in same


def test_one_seed_and_tokens_that_are_cut_off_are_told() -> None:
    report = measured()
    arms = [each.model_copy(update={"lost": 0.57}) for each in report.arms]
    lines = printed(measured(seeds=report.seeds[:1], arms=arms))
    assert "57 % of response tokens lie beyond its" in " ".join(lines.split())
    assert "one seed says nothing of others" in " ".join(lines.split())
    assert "verdicts count" not in lines
    for claim in ("could have seen 0", "By type", "Familiar", "Epochs", "0.017", "as it should be"):
        assert claim not in lines


def test_what_another_model_says_is_a_line() -> None:
    assert "\nAnother   proxy-wide, 6 times with 3 seeds" in printed(measured(another=another("better")))
    assert "\nAnother" not in printed(measured())
