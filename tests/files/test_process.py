"""What the system tells of memory and time."""

import subprocess
import sys
import time

import pytest

from curate.files import process

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
HOLDS_64_MB = "held = bytearray(range(256)) * (1 << 18)\nprint('held', flush=True)\ninput()"


@LINUX
def test_what_was_started_counts_while_it_runs_and_is_gone_when_it_has_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS_64_MB], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        child.stdout.readline()
        assert child.pid in set(process.descendants())
        assert process.peak_of_children() > 60 * process.MB
        together = process.memory_held() or 0
        with monkeypatch.context() as patched:
            patched.setattr(process, "descendants", lambda: iter(()))
            assert together - (process.memory_held() or 0) > 40 * process.MB
        child.communicate(b"\n")
    assert child.pid not in set(process.descendants())
    assert process.peak_of_children() > 60 * process.MB, "the largest that has ended is remembered"


@LINUX
def test_what_a_child_has_started_is_found_too() -> None:
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE)\n"
        "print(child.pid, flush=True)\ninput()\nchild.communicate(b'\\n')"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        grandchild = int(child.stdout.readline())
        assert {child.pid, grandchild} <= set(process.descendants())
        child.communicate(b"\n")


@LINUX
def test_memory_is_what_the_system_says() -> None:
    held = process.memory_held()
    assert held is not None
    assert held > 5 * process.MB
    assert process.own_peak() > 5 * process.MB


def test_time_passes_for_who_works() -> None:
    before, until = process.cpu_seconds(), time.process_time() + 0.05
    while time.process_time() < until:
        pass
    assert process.cpu_seconds() - before >= 0.05


def test_where_the_system_tells_nothing_nothing_is_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*_: object, **__: object) -> list[str]:
        raise FileNotFoundError

    monkeypatch.setattr("pathlib.Path.iterdir", absent)
    monkeypatch.setattr("pathlib.Path.read_text", absent)
    assert process.memory_held() is None
    assert list(process.descendants()) == []
    assert process.own_peak() > 0
    assert process.cpu_seconds() > 0


def test_a_process_that_has_ended_meanwhile_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "descendants", lambda: iter([2**22 + 1]))
    assert process.memory_held() != 0
    assert process.peak_of_children() >= 0
