import pytest

from curate.clock import Clock, Timing


def test_each_lap_begins_where_the_one_before_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    wall, cpu = iter([10.0, 12.5, 13.0]), iter([1.0, 3.0, 3.25])
    monkeypatch.setattr("time.perf_counter", lambda: next(wall))
    monkeypatch.setattr("time.process_time", lambda: next(cpu))
    clock = Clock()
    clock.lap("read", 400)
    clock.lap("check LEN001", 398)
    assert [(t.part, t.records, t.wall_s, t.cpu_s) for t in clock.timings] == [
        ("read", 400, 2.5, 2.0),
        ("check LEN001", 398, 0.5, 0.25),
    ]


def test_memory_is_told_in_megabytes() -> None:
    clock = Clock()
    clock.lap("read", 1)
    assert 5 < clock.timings[0].peak_mb < 100_000


def test_a_clock_goes_on_from_what_was_timed_before() -> None:
    clock = Clock([Timing("read", 400, 1.0, 1.0, 90.0)])
    clock.lap("write", 3)
    assert [timing.part for timing in clock.timings] == ["read", "write"]
