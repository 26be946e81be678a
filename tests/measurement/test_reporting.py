"""A measurement as its report: nothing in it is invented, and it can be told to other programs."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import curate
from curate.measurement import reporting
from curate.measurement.reporting import files_of, held_out_told, kind_of, title_of
from curate.report.measured.model import MeasureReport
from tests.measurement.animals import talks
from tests.measurement.invented import BASE, GAIN, World, measured
from tests.measurement.worlds import WORLDS, told

pytestmark = pytest.mark.torch


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_every_report_survives_being_written_and_read(world: World) -> None:
    report = told(world)
    assert MeasureReport.model_validate_json(report.model_dump_json(by_alias=True)) == report
    assert all(each.sentence for each in report.contrasts)


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


def test_what_is_no_use_and_what_can_not_be_judged_by_is_counted() -> None:
    prepared = measured(World()).prepared
    sets = [replace(each, unused=4, unjudged=3) for each in prepared.sets]
    held = reporting.held_out_told(replace(prepared, sets=sets))
    assert (held.unused, held.left_out) == (4, prepared.study.left_out + 3)


def test_held_out_records_are_told_with_those_most_like_them() -> None:
    held = held_out_told(measured(World(types=(("coding", 30), ("poem", 2), ("letter", 2)), folds=2)).prepared)
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
