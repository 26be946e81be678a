"""A measurement as its report: nothing in it is invented, and it can be told to other programs."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import curate
from curate.measurement import reporting
from curate.measurement.change import AFTER
from curate.measurement.reporting import files_of, held_out_told, kind_of, report_of, title_of
from curate.measurement.scores import Scores
from curate.measurement.study import BEFORE, NULL, PLANTED, RANDOM
from curate.report.measured.model import ContrastModel, MeasureReport
from curate.report.measured.sentences import with_sentences
from tests.measurement.animals import talks
from tests.measurement.invented import BASE, GAIN, Effect, World, measured

SEEN: dict[str, Effect] = {PLANTED: (0.05, -0.05)}


def told(world: World, **asked: object) -> MeasureReport:
    return with_sentences(report_of(measured(world, **asked)))


def contrast(report: MeasureReport, name: str = "total") -> ContrastModel:
    (found,) = [each for each in report.contrasts if each.id == name]
    return found


WORLDS = {
    "usual": World(effects={AFTER: (-0.1, 0.0), RANDOM: (0.02, 0.0), **SEEN}),
    "nothing is noisy": World(effects={AFTER: (-0.1, 0.0), **SEEN}, noise=0.0),
    "one seed": World(effects={AFTER: (0.01, 0.0), **SEEN}, seeds=1),
    "two seeds": World(effects={AFTER: (0.0, 0.0), **SEEN}, seeds=2, noise=0.1),
    "AFTER larger": World(effects={AFTER: (-0.1, 0.0), **SEEN}, removed=-20),
    "AFTER equal": World(removed=0),
    "five folds and a step": World(
        effects={AFTER: (0.0, 0.0), "without-1": (0.1, 0.1), **SEEN},
        folds=5,
        types=(("coding", 12), ("poem", 3)),
        steps={"without-1": "drop LEN"},
    ),
    "a type of one prompt": World(types=(("coding", 40), ("open_qa", 40), ("poem", 1))),
    "ten prompts": World(types=(("coding", 10),)),
    "nothing to see": World(effects={}),
    "training harms": World(held_out=(GAIN, 2 * GAIN)),
}


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_every_report_survives_being_written_and_read(world: World) -> None:
    report = told(world)
    assert MeasureReport.model_validate_json(report.model_dump_json(by_alias=True)) == report
    assert all(each.sentence for each in report.contrasts)


def test_the_effect_is_told_by_seed() -> None:
    loss = contrast(told(WORLDS["usual"])).readings[0]
    assert len(loss.seeds) == 3
    assert np.mean(loss.seeds) == pytest.approx(loss.estimate)
    assert loss.low < -0.1 < loss.high
    assert loss.of_gain == pytest.approx(loss.estimate / GAIN)


def test_an_arm_is_told_with_its_records_and_its_losses() -> None:
    report = told(WORLDS["nothing is noisy"])
    before, after, random, *_ = report.arms
    assert (before.kind, before.records, before.tokens, before.lost) == ("before", 100, 500, 0.0)
    assert (after.kind, after.records, after.types) == ("after", 80, {"coding": 80})
    assert (random.kind, random.title) == ("random", "as many removed at random")
    mean = BASE - GAIN + np.arange(60).mean() / 100
    np.testing.assert_allclose(before.losses, [mean] * 3)
    np.testing.assert_allclose(after.losses, [mean - 0.1] * 3)
    np.testing.assert_allclose(before.dependences, [1.0] * 3)
    assert report.gain.estimate == pytest.approx(GAIN)


@pytest.mark.parametrize(("world", "removed"), [("usual", 20), ("AFTER larger", -20), ("AFTER equal", None)])
def test_how_many_records_were_removed_is_told(world: str, removed: int | None) -> None:
    report = told(WORLDS[world])
    assert contrast(report).removed == removed
    assert not contrast(report, "planted").same
    assert (RANDOM in {arm.id for arm in report.arms}) is (world == "usual")


def test_sets_that_are_equal_are_equivalent_whatever_the_controls_say() -> None:
    for effects in ({}, SEEN, {NULL: (0.2, 0.0), **SEEN}):
        told_so = contrast(told(replace(WORLDS["AFTER equal"], effects=effects)))
        loss, dependence = told_so.readings
        assert (loss.estimate, loss.low, loss.high, *loss.seeds) == (0.0,) * 6
        assert (dependence.estimate, dependence.chance) == (0.0, 1.0)
        assert (told_so.verdict, told_so.needs, told_so.same) == ("equivalent", None, True)


def test_a_step_that_changes_nothing_is_equivalent() -> None:
    world = World(effects={AFTER: (0.0, 0.0), **SEEN}, noise=0.0, steps={"without-1": "drop LEN"})
    step = contrast(told(world), "step-without-1")
    assert (step.title, step.readings[0].estimate, step.verdict) == ("drop LEN", 0.0, "equivalent")


def test_what_is_no_use_and_what_can_not_be_judged_by_is_counted() -> None:
    prepared = measured(World()).prepared
    sets = [replace(each, unused=4, unjudged=3) for each in prepared.sets]
    held = reporting.held_out_told(replace(prepared, sets=sets))
    assert (held.unused, held.left_out) == (4, prepared.study.left_out + 3)


def test_a_control_that_holds_the_same_as_before_was_not_done() -> None:
    report = told(World(effects={AFTER: (-0.1, 0.1)}))
    assert (report.controls.valid, report.controls.null_moved, report.controls.planted_seen) == (None, None, None)
    for arm in (NULL, PLANTED):
        control = contrast(report, arm)
        verdicts = {control.verdict, *(one.verdict for one in control.readings)}
        assert (control.same, verdicts) == (True, {"too_small_to_tell"})
    assert contrast(report).verdict == "better"


def test_one_seed_tells_nothing_but_what_holds_the_same() -> None:
    world = World(effects={AFTER: (0.0, 0.0), **SEEN}, noise=1e-5, seeds=1)
    report = told(world)
    assert {each.verdict for each in report.contrasts if not each.same} == {"too_small_to_tell"}
    assert {one.verdict for one in contrast(report).readings} == {"too_small_to_tell"}
    equal = contrast(told(replace(world, removed=0, effects=SEEN)))
    assert (equal.verdict, equal.readings[0].verdict) == ("equivalent", "equivalent")


def test_nothing_is_believed_where_nothing_changed_and_yet_it_moved() -> None:
    report = told(World(effects={AFTER: (-0.1, 0.0), RANDOM: (0.05, 0.0), NULL: (0.2, 0.0), **SEEN}))
    assert not report.controls.valid
    assert contrast(report).verdict == contrast(report, "choice").verdict == "invalid"
    assert contrast(report, "null").verdict == "worse"


def test_too_small_to_tell_says_what_would_settle_it() -> None:
    unclear = contrast(told(World(effects={AFTER: (0.0, 0.0), PLANTED: (0.5, -0.5)}, noise=0.03)))
    assert unclear.verdict == "too_small_to_tell"
    assert unclear.needs is not None
    assert contrast(told(WORLDS["usual"])).needs is None


def test_types_and_nearness_are_told_of_a_change() -> None:
    world = World(
        effects={AFTER: (0.0, 0.0), **SEEN},
        types=(("coding", 40), ("open_qa", 40), ("poem", 5)),
        by_type={"open_qa": 0.3},
    )
    total = contrast(told(world))
    assert [(each.type, each.prompts, each.found) for each in total.types] == [
        ("open_qa", 40, True), ("coding", 40, False), ("other types", 5, False),
    ]  # fmt: skip
    assert [each.group for each in total.nearness] == ["familiar", "between", "unfamiliar"]
    assert total.unfamiliar_gap is not None


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
    before = report_of(told).curves[0]
    assert before.epochs[-1].held_out > before.epochs[0].held_out
    assert before.turns == turns


def test_opposite_views_of_equal_tokens_and_equal_epochs_are_flagged() -> None:
    """The smaller arm comes to its last epoch; read at as many epochs as the other, it had lost more."""
    gained = World(effects={AFTER: (-0.2, 0.0), **SEEN}, removed=50, held_out=(0.5, 0.0), noise=0.001)
    flagged = contrast(told(gained))
    assert flagged.compute_dependent
    assert flagged.readings[0].equal_epochs is not None
    assert not contrast(told(WORLDS["usual"])).compute_dependent


def test_what_training_did_not_gain_has_no_share() -> None:
    assert contrast(told(WORLDS["training harms"])).readings[0].of_gain is None


def test_held_out_records_are_told_with_those_most_like_them() -> None:
    held = held_out_told(measured(World(types=(("coding", 30), ("poem", 4)), folds=2)).prepared)
    assert (held.prompts, held.clusters, held.source, held.left_out, held.reserve) == (68, 68, "crossed", 1, 1)
    assert (held.records, held.folds, held.trained, held.tuned, held.overlap) == (1_100, 2, 100, 34, 0)
    assert held.types == {"coding": 60, "other types": 8}
    likeness = [each.similarity for each in held.nearest]
    assert likeness == sorted(likeness, reverse=True)
    assert len(likeness) == 10
    assert all(each.nearest for each in held.nearest)


def test_a_file_of_its_own_is_told_as_the_source() -> None:
    prepared = measured(World()).prepared
    assert held_out_told(prepared).source == "drawn"
    assert held_out_told(replace(prepared, from_file=True)).source == "file"


def test_several_files_are_told_as_one_set(write_lines: Callable[..., Path], tmp_path: Path) -> None:
    files = [write_lines(talks(2), f"{name}.jsonl") for name in ("a", "b", "c")]
    names = [str(tmp_path / f"{name}.jsonl") for name in ("a", "b", "c")]
    assert files_of(curate.read(files[0])) == names[0]
    assert files_of(curate.read(*files)) == f"{names[0]}, {names[1]} and {names[2]} as one set"


def test_arms_have_kinds_and_titles() -> None:
    change = measured(World(steps={"without-1": "drop LEN"})).prepared.change
    assert [kind_of(name) for name in ("before", "after", "without-1", "null")] == [
        "before", "after", "without", "null",
    ]  # fmt: skip
    assert title_of("without-1", change) == "without drop LEN"


def test_what_it_was_made_with_is_told() -> None:
    report = told(WORLDS["usual"], quick=True)
    assert (report.before, report.after, report.pipeline, report.quick) == ("before.jsonl", "after", None, True)
    assert {"curate", "python"} <= set(report.versions)
    assert (report.seeds, report.runs, report.seconds) == ([0, 1, 2], 3 * 5, 6.0 * 3 * 5)


def test_a_record_that_was_seen_in_several_folds_tells_no_more_than_once(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = measured(World(folds=2))
    first, draw = whole.scores.courses[0].fold.seen, np.tile(np.linspace(-1, 1, 60)[:, None], 3)
    held = np.zeros((len(whole.scores.types), 3))
    monkeypatch.setattr(Scores, "memorised", lambda *_: (held, np.concatenate([draw, draw])))
    again = [replace(course, fold=replace(course.fold, seen=first)) for course in whole.scores.courses]
    apart, same = (
        reporting._curve(replace(whole, scores=replace(whole.scores, courses=courses)), BEFORE).gap
        for courses in (whole.scores.courses, again)
    )
    assert apart is not None
    assert same is not None
    assert same.high - same.low > 1.2 * (apart.high - apart.low)
