"""Lines in a log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.cli.telling import teller
from curate.cli.telling.log import Lines, line_of
from curate.cli.telling.parts import Course, Part


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teller, "memory_held", lambda: 512 << 20)


def looked(seconds: float) -> list[str]:
    """What is said of work that looks at 4,096 records a second, looked at twice a second."""
    now, said = 0.0, list[str]()
    course = Course(lambda: now)
    lines = Lines(said.append, 0.0)
    while now < seconds:
        course.tell("looking at records", int(now * 4096), 100_000)
        lines.show(course.look(now), now)
        now += 0.5
    lines.close(course.look(now), now)
    return said


def test_there_is_a_line_every_ten_seconds_and_the_first_after_ten() -> None:
    assert looked(10) == []
    assert looked(20.5) == [
        "looking at records, 40,960 of 100,000, 4,096/s, 14 s left, 512 MB",
        "looking at records, 81,920 of 100,000, 4,096/s, 4 s left, 512 MB",
    ]


@given(st.floats(0, 100))
def test_there_are_never_more_lines_than_tens_of_seconds(seconds: float) -> None:
    assert len(looked(seconds)) <= seconds / 10


def test_what_is_not_known_is_not_said() -> None:
    assert line_of(Part("reading", "reading a\n.jsonl", 12_000), 10.0, None) == "reading a .jsonl, 12,000"


def test_before_anything_is_told_nothing_is_said() -> None:
    said = list[str]()
    Lines(said.append, 0.0).show([], 30.0)
    assert said == []
