"""What a command takes, with all that it starts."""

import sys
import time

import pytest

from benchmarks.processes import kill, last_cores, memory_of, start, watch


def test_what_a_command_takes_is_watched_with_all_that_it_starts() -> None:
    child = "held = bytearray(60_000_000); import time; time.sleep(1)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    watched = watch([sys.executable, "-c", parent], last_cores(1))
    assert watched.wall_s > 1
    assert 0 < watched.cpu_s < watched.wall_s
    assert 60 < watched.peak_mb < 150


def test_nobody_looks_at_memory_where_only_times_are_to_be_told() -> None:
    watched = watch([sys.executable, "-c", "import time; time.sleep(0.5)"], last_cores(1), memory=False)
    assert watched.wall_s > 0.5
    assert not watched.series


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(SystemExit, match="no such bird"):
        watch([sys.executable, "-c", "raise ValueError('no such bird')"], last_cores(1))


def test_a_kill_ends_what_a_command_has_started_too() -> None:
    child = "import time; time.sleep(60)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    process = start([sys.executable, "-c", parent], last_cores(1))
    while memory_of(process.pid) == 0:
        time.sleep(0.05)
    kill(process)
    assert process.returncode < 0
    for _ in range(100):
        if memory_of(process.pid) == 0:
            break
        time.sleep(0.05)
    assert memory_of(process.pid) == 0


def test_more_cores_than_there_are_can_not_be_had() -> None:
    with pytest.raises(SystemExit, match="cores are asked for"):
        last_cores(10_000)
