"""Runs that are ended from outside while two processes work: by a kill, or by Ctrl-C."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from curate.records import frame
from tests.hostile.by_parts import SIZE, running
from tests.hostile.small_run import called, contents, lay_several, wrong_with

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
KILLS = 20
PAUSE_S = 0.03
SOON_S = 2.0
"""By then nothing that a run has started may still be there."""
PATIENCE_S = 5.0
"""In which Ctrl-C must have ended a run on a machine that is busy with other things; two seconds are promised."""


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    return [*lay_several(tmp_path / "in"), str(tmp_path / "out"), "--threads", "2"]


def whole_of(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the run leaves when nothing comes between, done by one process."""
    monkeypatch.setattr(frame, "SIZE", SIZE)
    at = words.index("--out") + 1
    alone = [*words[:at], str(tmp_path / "undisturbed"), "--threads", "1", "--no-cache"]
    assert called(*alone)[0] == 0
    return contents(tmp_path / "undisturbed")


@pytest.mark.slow
def test_twenty_kills_at_random_moments_lose_nothing(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = whole_of(words, tmp_path, monkeypatch)
    began = time.monotonic()
    with running(words, tmp_path, pause_s=PAUSE_S) as run:
        run.wait_for("out/.work")
        before = time.monotonic() - began
        assert run.ended()[0] == 0
    takes = time.monotonic() - began - before
    draw, states = random.Random(20), set[str]()
    for number in range(KILLS):
        with running([*words, "--fresh"], tmp_path, pause_s=PAUSE_S) as run:
            run.wait_for("out/.work/plan.json")
            time.sleep(draw.uniform(0, takes))
            os.kill(run.process.pid, signal.SIGKILL)
            assert run.left_after(SOON_S) == [], f"kill {number}"
        states.add("unfinished" if (tmp_path / "out" / ".work").exists() else "finished")
        assert wrong_with(tmp_path / "out") == "", f"kill {number}"
        assert called(*words, "--threads", "1")[0] == 0
        assert contents(tmp_path / "out") == whole, f"kill {number}"
    assert "unfinished" in states


@pytest.mark.slow
def test_a_process_that_is_killed_beside_others_ends_the_run_with_a_sentence(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = whole_of(words, tmp_path, monkeypatch)
    with running(words, tmp_path, pause_s=PAUSE_S) as run:
        run.wait_for("out/.work/parts/look-*.frames")
        for worker in workers_of(run.process.pid)[:1]:
            os.kill(worker, signal.SIGKILL)
        code, said = run.ended()
        assert run.left_after(SOON_S) == []
    assert code != 0
    assert said.startswith("curate: a process that worked on some of the records could not start, or was ended.\n")
    assert called(*words, "--threads", "1")[0] == 0
    assert contents(tmp_path / "out") == whole


def workers_of(process: int) -> list[int]:
    """The processes that do tasks for it."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    commands = {int(each): Path(f"/proc/{each}/cmdline").read_text() for each in children}
    return [child for child, command in commands.items() if "spawn_main" in command]


MOMENTS = {
    "reading": ("out/.work/parts/lines-00000.frames",),
    "starting processes": (),
    "looking": ("out/.work/parts/look-lines-00000.frames",),
    "step 1": ("out/.work/parts/step-1-repair-*.frames",),
    "step 3": ("out/.work/parts/step-3-*.frames",),
    "writing": ("out/.work/out/kept/*.jsonl",),
    "putting in place": ("out/dropped.jsonl",),
}


@pytest.mark.parametrize("moment", [pytest.param(each, marks=pytest.mark.slow) for each in MOMENTS])
def test_ctrl_c_ends_a_run_soon_and_the_same_command_goes_on(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    whole = whole_of(words, tmp_path, monkeypatch)
    with running(words, tmp_path, pause_s=PAUSE_S) as run:
        run.wait_for(*MOMENTS[moment])
        if moment == "starting processes":
            run.wait_for_processes(3)
        run.interrupt()
        pressed = time.monotonic()
        code, said = run.ended()
        took = time.monotonic() - pressed
        assert run.left_after(SOON_S) == []
    assert code == 130, said
    out = tmp_path / "out"
    # A machine that is busy with other things may let it say how far it is before.
    assert said.endswith(f"curate: Stopped. What is done stays in {out}; the same command goes on from there.\n")
    assert [line for line in said.splitlines() if not line.startswith("curate: ")] == []
    assert took < PATIENCE_S
    assert not (out / "manifest.json").exists()
    with running(words, tmp_path) as run:
        code, said = run.ended()
    assert code == 0, said
    assert said.startswith(f"curate: going on with what an earlier run left in {out}\n")
    assert contents(out) == whole
