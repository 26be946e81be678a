"""How an arm went on as the report tells it."""

from dataclasses import replace

import numpy as np
import pytest

from curate.measurement.curves import curve_told
from curate.measurement.scores import Scores
from curate.measurement.study import BEFORE
from tests.measurement.invented import Effect, World, measured
from tests.measurement.worlds import told

pytestmark = pytest.mark.torch


@pytest.mark.parametrize(
    ("held_out", "turns"), [((0.0, 0.2), 1.0), ((0.2, 0.0), None), ((0.1, 0.1), None), ((0.0, 0.0), None)]
)
def test_a_curve_turns_where_held_out_loss_rises_again(held_out: Effect, turns: float | None) -> None:
    report = told(World(held_out=held_out, seen=(-0.1, -0.5)))
    before, after = report.curves
    assert (before.arm, after.arm) == ("before", "after")
    assert before.turns == turns
    assert before.gap is not None
    assert before.gap.estimate == pytest.approx(held_out[1] + 0.5)


@pytest.mark.parametrize(("more", "turns"), [((0.1, -0.08, 0.1), None), ((0.1, 0.09, 0.1), 1.0), ((0.1,), None)])
def test_a_curve_turns_only_where_held_out_loss_surely_rose(more: tuple[float, ...], turns: float | None) -> None:
    """It is more at the end on average over seeds, but not with each."""
    told = measured(World(seeds=len(more)))
    for done, added in zip(told.scores.results[0][BEFORE], more, strict=True):
        done.losses[max(done.losses)] += added
    before = curve_told(told, BEFORE)
    assert before.epochs[-1].held_out > before.epochs[0].held_out
    assert before.turns == turns


def test_a_record_that_was_seen_in_several_folds_tells_no_more_than_once(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = measured(World(folds=2))
    first, draw = whole.scores.courses[0].fold.seen, np.tile(np.linspace(-1, 1, 60)[:, None], 3)
    held = np.zeros((len(whole.scores.types), 3))
    monkeypatch.setattr(Scores, "memorised", lambda *_: (held, np.concatenate([draw, draw])))
    again = [replace(course, fold=replace(course.fold, seen=first)) for course in whole.scores.courses]
    apart, same = (
        curve_told(replace(whole, scores=replace(whole.scores, courses=courses)), BEFORE).gap
        for courses in (whole.scores.courses, again)
    )
    assert apart is not None
    assert same is not None
    assert same.high - same.low > 1.2 * (apart.high - apart.low)
