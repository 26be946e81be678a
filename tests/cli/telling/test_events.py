"""Events for programs."""

from typing import Any

import pytest

from curate.cli.telling import teller
from curate.cli.telling.events import Events
from curate.cli.telling.parts import Course


class Watched:
    """Work whose time is set by hand, and the events that were said of it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.said: list[dict[str, Any]] = []
        self.course = Course(lambda: self.now)
        self.events = Events(self.said.append, 0.0)

    def tell(self, what: str, done: int, total: int | None, *, at: float) -> None:
        """Tell, then have it looked at until shortly before the next quarter of a second."""
        self.now = at
        self.course.tell(what, done, total)
        self.events.show(self.course.look(at), at)

    def end(self, at: float) -> None:
        self.now = at
        self.course.end()
        self.events.close(self.course.look(at), at)

    def short(self) -> list[tuple[str, str, int]]:
        return [(each["event"], each["part"], each["done"]) for each in self.said]


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    monkeypatch.setattr(teller, "memory_held", lambda: 512 << 20)
    return Watched()


def test_each_part_starts_and_ends(watched: Watched) -> None:
    watched.tell("reading a.jsonl", 10, None, at=0.1)
    watched.tell("reading b.jsonl", 5, None, at=0.4)
    watched.tell("looking at records", 15, 15, at=0.8)
    watched.end(2.8)
    assert watched.short() == [
        ("started", "reading", 10),
        ("started", "looking at records", 15),
        ("ended", "reading", 15),
        ("ended", "looking at records", 15),
    ]
    assert watched.said[-1] == {
        "event": "ended",
        "part": "looking at records",
        "what": "looking at records",
        "done": 15,
        "total": 15,
        "rate": 7.5,
        "remaining_s": None,
        "memory_mb": 512.0,
        "wall_s": 2.0,
    }


def test_what_goes_on_is_told_every_ten_seconds(watched: Watched) -> None:
    for half in range(50):
        watched.tell("looking at records", half * 1000, 100_000, at=half / 2)
    assert watched.short() == [
        ("started", "looking at records", 0),
        ("working", "looking at records", 20_000),
        ("working", "looking at records", 40_000),
    ]
    assert (watched.said[1]["rate"], watched.said[1]["remaining_s"]) == (2000.0, 40.0)


def test_a_part_that_is_over_before_anybody_looked_is_told_too(watched: Watched) -> None:
    watched.course.tell("reading a.jsonl", 10, None)
    watched.course.tell("looking at records", 10, 10)
    watched.end(0.1)
    assert [event for event, _, _ in watched.short()] == ["started", "ended"] * 2


def test_a_part_that_is_taken_up_again_starts_again(watched: Watched) -> None:
    watched.tell("telling languages", 10, 10, at=0.0)
    watched.tell("step 1, repair", 0, 10, at=1.0)
    watched.tell("step 1, repair", 5, 10, at=2.5)
    watched.tell("telling languages", 3, 5, at=3.0)
    watched.end(3.5)
    told = [(event, done) for event, part, done in watched.short() if part == "telling languages"]
    assert told == [("started", 10), ("ended", 10), ("started", 3), ("ended", 10)]
