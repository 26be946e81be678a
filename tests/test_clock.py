import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.clock import Clock, Timing

BUSY = "import time\nwhile time.process_time() < 0.3: pass"


def test_each_lap_begins_where_the_one_before_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    wall, cpu = iter([10.0, 12.5, 13.0]), iter([1.0, 3.0, 3.25])
    monkeypatch.setattr("time.perf_counter", lambda: next(wall))
    monkeypatch.setattr("curate.clock.cpu_seconds", lambda: next(cpu))
    clock = Clock()
    clock.lap("read", 400)
    clock.lap("check LEN001", 398)
    assert [(t.part, t.records, t.wall_s, t.cpu_s, t.records_per_s) for t in clock.timings] == [
        ("read", 400, 2.5, 2.0, 160.0),
        ("check LEN001", 398, 0.5, 0.25, 796.0),
    ]


def test_memory_is_told_in_megabytes() -> None:
    clock = Clock()
    clock.lap("read", 1)
    assert 5 < clock.timings[0].peak_mb < 100_000
    assert 0 <= clock.timings[0].children_peak_mb < 100_000


def test_a_clock_goes_on_from_what_was_timed_before() -> None:
    clock = Clock([Timing("read", 400, 1.0, 1.0, 90.0)])
    clock.lap("write", 3)
    assert [timing.part for timing in clock.timings] == ["read", "write"]


def ended() -> Callable[[], object]:
    subprocess.run([sys.executable, "-c", BUSY], check=True)
    return int


def running() -> Callable[[], object]:
    code = f"{BUSY}\nprint('done', flush=True)\ninput()"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout
    child.stdout.readline()
    return lambda: child.communicate(b"\n")


@pytest.mark.parametrize(
    "start",
    [ended, pytest.param(running, marks=pytest.mark.skipif(sys.platform != "linux", reason="needs /proc"))],
)
def test_processes_that_were_started_count_whether_they_have_ended_or_not(
    start: Callable[[], Callable[[], object]],
) -> None:
    clock = Clock()
    end = start()
    clock.lap("children", 1)
    end()
    clock.lap("their end", 1)
    during, after = clock.timings
    assert during.cpu_s > 0.25
    assert after.cpu_s < 0.25, "no second is counted twice"
    assert during.children_peak_mb > 5


def test_time_that_could_not_be_measured_gives_no_rate() -> None:
    assert Timing("split", 400, 0.0, 0.0, 90.0).records_per_s is None


@given(
    wall=st.lists(st.floats(0, 1e6), min_size=3, max_size=3),
    cpu=st.lists(st.floats(0, 1e6), min_size=3, max_size=3),
)
def test_no_part_ever_took_less_than_nothing(wall: list[float], cpu: list[float]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        walls, cpus = iter(sorted(wall)), iter(cpu)
        patched.setattr("time.perf_counter", lambda: next(walls))
        patched.setattr("curate.clock.cpu_seconds", lambda: next(cpus))
        clock = Clock()
        clock.lap("read", 3)
        clock.lap("write", 3)
    assert all(each.wall_s >= 0 and each.cpu_s >= 0 for each in clock.timings)
