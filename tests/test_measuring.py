"""The verb about models, from files to a verdict."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate import measuring
from curate.engine.hands import Hands
from curate.errors import InputError, OutputRefused, UsageError
from curate.measurement import another
from curate.measurement.fine_tunes import NotANumber
from curate.measurement.measuring import Measured, Prepared
from curate.measurement.measuring import measure as train_and_score
from curate.measuring import kept_in, measure_plan
from curate.progress import Tell
from curate.report.measured.model import MeasureReport
from tests.measurement.animals import small_proxy, talks
from tests.report.measured.telling import planned

__all__ = ["small_proxy"]
pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("small_proxy")]

ROWS = talks(56)
Write = Callable[..., Path]


def test_two_sets_come_to_a_verdict_and_the_second_time_from_what_lies_there(
    write_lines: Write, tmp_path: Path
) -> None:
    before, after = write_lines(ROWS, "before.jsonl"), write_lines(ROWS[:40], "after.jsonl")
    how: dict[str, Any] = {"seeds": 2, "quick": True, "processes": 1, "work": tmp_path / "kept"}
    first = curate.measure(before, after, **how)
    report = first.report
    assert first.verdict == report.contrasts[0].verdict
    assert first.interval[0] <= first.effect <= first.interval[1]
    assert first.verdict in repr(first)
    assert [each.id for each in report.contrasts] == ["total", "choice", "random", "null", "planted"]
    assert (Path(report.before).name, Path(report.after).name) == ("before.jsonl", "after.jsonl")
    assert (report.held_out.prompts, report.held_out.source) == (56, "crossed")
    assert all(pair.similarity < 0.8 for pair in report.held_out.nearest)
    assert MeasureReport.model_validate_json(report.model_dump_json(by_alias=True)) == report
    again = curate.measure(before, after, **how)
    assert again == first


def test_another_model_is_asked_too_and_the_first_says_what_it_says_alone(
    write_lines: Write, tmp_path: Path
) -> None:
    before, after = write_lines(ROWS, "before.jsonl"), write_lines(ROWS[:40], "after.jsonl")
    how: dict[str, Any] = {"seeds": 1, "quick": True, "processes": 1, "work": tmp_path / "kept"}
    plan = measure_plan(before, after, also="proxy-wide", **how)
    report = curate.measure(before, after, also="proxy-wide", **how).report
    assert plan.another is not None
    assert report.another is not None
    assert plan.another.runs == report.another.runs == 5 * 2
    assert (report.another.model.name, report.another.seeds) == ("proxy-wide", [0])
    assert report.another.model.parameters > report.model.parameters
    said = set[str]()
    alone = curate.measure(before, after, **how, tell=lambda what, *_: said.add(what)).report
    assert report.model_copy(update={"another": None}) == alone
    assert not any("proxy-wide" in each for each in said)
    again = measure_plan(before, after, also="proxy-wide", **how).another
    assert again is not None
    assert (again.runs, again.seconds) == (0, 0)


def test_what_another_model_can_not_say_leaves_what_the_first_one_says(
    write_lines: Write, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = write_lines(ROWS, "before.jsonl"), write_lines(ROWS[:40], "after.jsonl")
    said = set[str]()

    def ran_away(prepared: Prepared, folder: Path, hands: Hands, tell: Tell) -> Measured:
        if prepared.study.model.name == "proxy":
            return train_and_score(prepared, folder, hands, tell)
        tell("after, seed 0", 1, 2)
        raise NotANumber("fine-tuning after, seed 0: a loss is no number.", hint="Name a lower one.")

    monkeypatch.setattr(measuring, "train_and_score", ran_away)
    how: dict[str, Any] = {"seeds": 1, "quick": True, "processes": 1, "work": tmp_path / "kept"}
    told = curate.measure(before, after, also="proxy-wide", **how, tell=lambda what, *_: said.add(what))
    assert told.report.another is None
    assert told.report.contrasts
    assert caplog.messages == ["proxy-wide can not be asked: fine-tuning after, seed 0: a loss is no number."]
    assert "proxy-wide: after, seed 0" in said


def test_what_another_model_takes_is_left_of_a_budget(
    write_lines: Write, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = write_lines(ROWS, "before.jsonl"), write_lines(ROWS[:40], "after.jsonl")
    plans = {"proxy": planned(least=100.0, budget=250.0), "proxy-wide": planned(least=200.0)}
    for module in (measuring, another):
        monkeypatch.setattr(module, "plan_of", lambda prepared, *_: plans[prepared.study.model.name])
    left = list[float | None]()

    def trained(prepared: Prepared, *_: object) -> Measured:
        left.append(prepared.asked.budget)
        raise KeyboardInterrupt

    monkeypatch.setattr(measuring, "train_and_score", trained)
    for also in ("proxy-wide", None):
        with pytest.raises(KeyboardInterrupt):
            curate.measure(before, after, also=also, quick=True, processes=1, budget=250.0, work=tmp_path / "kept")
    assert left == [50.0, 250.0]
    assert caplog.messages == [
        "the budget is less than what two seeds take (about 5 min), which are trained all the same"
    ]


def test_what_is_better_known_beforehand_is_told_before_anything_is_trained(
    write_lines: Write, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = write_lines(ROWS[:30], "one.jsonl"), write_lines(ROWS[30:], "other.jsonl")
    monkeypatch.setattr("curate.measuring.train_and_score", None)
    with caplog.at_level("INFO", "curate"), pytest.raises(TypeError):
        curate.measure([one, other], [one, other], processes=1, quick=True, budget=0.001, work=tmp_path / "kept")
    several, same, budget = caplog.messages
    assert several == f"before is {one} and {other} as one set"
    assert same == "before and after hold the very same records: whatever is trained, nothing can differ"
    assert budget.startswith("the budget is less than what two seeds take (")


def test_fine_tunes_in_the_cache_make_room_and_those_in_a_folder_of_ones_own_do_not(
    write_lines: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = write_lines(ROWS, "before.jsonl"), write_lines(ROWS[:40], "after.jsonl")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("curate.measuring.MOST", 10)
    monkeypatch.setattr("curate.measuring.train_and_score", None)
    own, cached = tmp_path / "own", kept_in(None)
    assert (kept_in(own), cached) == (own, tmp_path / "curate-fine-tunes")
    for folder in (own, cached):
        folder.mkdir()
        for name, used in (("losses-old.npz", 1e9), ("losses-new.npz", time.time())):
            (folder / name).write_bytes(b"x" * 40)
            os.utime(folder / name, (used, used))
        with pytest.raises(TypeError):
            curate.measure(before, after, processes=1, quick=True, work=own if folder == own else None)
    assert sorted(each.name for each in own.iterdir()) == ["losses-new.npz", "losses-old.npz"]
    assert [each.name for each in cached.iterdir()] == ["losses-new.npz"]


def test_a_pipeline_is_measured_by_what_it_makes_of_the_set(write_lines: Write, tmp_path: Path) -> None:
    twice = [{**row, "prompt": f"{row['prompt']} "} for row in ROWS[:12]]
    before = write_lines([*ROWS, *twice], "before.jsonl")
    found = curate.measure(before, pipeline="dedup-only", seeds=1, quick=True, processes=1, work=tmp_path / "kept")
    assert found.report.pipeline == found.report.after == "dedup-only"
    assert found.report.contrasts[0].title == "the whole pipeline"


def refused(*sets: Any, **how: Any) -> UsageError:  # noqa: ANN401
    with pytest.raises(UsageError) as told:
        measure_plan(*sets, **{"processes": 1, "quick": True, **how})
    return told.value


def test_neither_or_both_of_a_set_after_and_a_pipeline_are_refused_before_anything_is_read() -> None:
    nowhere = "nowhere.jsonl"
    assert "against another one" in refused(nowhere).message
    assert "against another one" in refused(nowhere, nowhere, pipeline="sft-default").message
    assert "sft-defualt" in refused(nowhere, pipeline="sft-defualt").message


def test_numbers_that_mean_nothing_are_refused_before_anything_is_read() -> None:
    assert "one seed" in refused("nowhere.jsonl", "nowhere.jsonl", seeds=0).message
    assert "learning_rate" in refused("nowhere.jsonl", "nowhere.jsonl", learning_rate=-1.0).message


def test_without_torch_it_says_what_to_install_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    assert refused("nowhere.jsonl", "nowhere.jsonl").hint.startswith("pip install 'curate-sft[measure]'")


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(InputError, match="nowhere"):
        measure_plan("nowhere.jsonl", "nowhere.jsonl")


def test_sets_that_nothing_can_be_said_of_are_told(write_lines: Write) -> None:
    before, ten = write_lines(ROWS, "before.jsonl"), write_lines(ROWS[:10], "ten.jsonl")
    assert "10 records" in refused(ten, ten).message
    empty = write_lines([{"prompt": "Say nothing of the eel.", "completion": " "}], "empty.jsonl")
    assert "nothing is left to train on in 'after'" in refused(before, empty).message
    assert "0 records of the set before are left to train on" in refused(before, before, held_out=before).message
    assert "no directory" in refused(before, before, model="no directory").message


def test_one_type_only_is_no_trouble(write_lines: Write, tmp_path: Path) -> None:
    before, after = write_lines(ROWS, "before.jsonl"), write_lines(ROWS[:40], "after.jsonl")
    plan = measure_plan(before, after, seeds=2, quick=True, work=tmp_path / "kept")
    assert list(plan.held_out.types) == ["open_qa"]
    assert not (tmp_path / "kept").exists()


def test_a_folder_that_is_no_folder_is_refused(write_lines: Write, tmp_path: Path) -> None:
    before = write_lines(ROWS, "before.jsonl")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputRefused, match="file"):
        curate.measure(before, before, seeds=1, quick=True, processes=1, work=tmp_path / "file" / "kept")
    assert (tmp_path / "file").read_text() == "mine"


def command(folder: Path, work: str) -> list[str]:
    sets = [str(folder / name) for name in ("before.jsonl", "after.jsonl")]
    how = ["--seeds", "1", "--quick", "--threads", "2", "--output-format", "json"]
    return [sys.executable, "-m", "curate", "measure", *sets, "--work", str(folder / work), *how]


def ended(folder: Path, how: int) -> tuple[int, str]:
    """The code of a command that is sent a signal as soon as some fine-tunes lie there, and what it said."""
    running = subprocess.Popen(command(folder, "kept"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with running:
        while running.poll() is None and len(list((folder / "kept").glob("losses-*.npz"))) < 7:
            time.sleep(0.05)
        os.kill(running.pid, how)
        _, said = running.communicate(timeout=120)
    return running.returncode, said.decode()


def told(folder: Path, work: str) -> Any:  # noqa: ANN401
    done = subprocess.run(command(folder, work), capture_output=True, text=True, check=True, timeout=500)
    report = json.loads(done.stdout)
    report.pop("seconds")
    for contrast in report["contrasts"]:
        contrast.pop("needs")
        contrast.pop("sentence")
    return report


@pytest.mark.slow
def test_a_measurement_that_was_killed_or_stopped_goes_on_and_comes_to_the_same(
    write_lines: Write, tmp_path: Path
) -> None:
    write_lines(ROWS, "before.jsonl")
    write_lines(ROWS[:40], "after.jsonl")
    assert ended(tmp_path, signal.SIGKILL)[0] == -signal.SIGKILL
    kept = {file: file.stat().st_ino for file in (tmp_path / "kept").glob("losses-*.npz")}
    assert len(kept) >= 7
    whole = told(tmp_path, "kept")
    assert {file: file.stat().st_ino for file in kept} == kept
    assert whole == told(tmp_path, "other")


@pytest.mark.slow
def test_ctrl_c_ends_with_130_and_leaves_nothing_half_written(write_lines: Write, tmp_path: Path) -> None:
    from curate.files.arrays import read_arrays

    write_lines(ROWS, "before.jsonl")
    write_lines(ROWS[:40], "after.jsonl")
    code, said = ended(tmp_path, signal.SIGINT)
    assert code == 130
    assert f"What is done stays in {tmp_path / 'kept'}; the same command goes on from there." in said
    assert all(read_arrays(file) is not None for file in (tmp_path / "kept").glob("*.npz"))
