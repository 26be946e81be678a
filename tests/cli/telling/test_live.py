"""A live table on a terminal."""

import re
from collections.abc import Sequence
from io import StringIO
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from curate.cli.telling import teller
from curate.cli.telling.live import LiveTable
from curate.cli.telling.parts import Course, Part

MOVES = re.compile(r"\x1b\[\??\d*(?:;\d+)*[A-Za-z]")


class Screen:
    """A terminal in memory."""

    def __init__(self, width: int = 80, **how: Any) -> None:  # noqa: ANN401
        self.out = StringIO()
        self.console = Console(
            file=self.out, force_terminal=True, width=width, height=24, legacy_windows=False, **how
        )
        self.table = LiveTable(self.console, 0.0)

    def show(self, parts: Sequence[Part], now: float) -> str:
        """What one look writes to the terminal."""
        return self._new(lambda: self.table.show(parts, now))

    def close(self) -> str:
        return self._new(lambda: self.table.close([], 0.0))

    def _new(self, act: Any) -> str:  # noqa: ANN401
        before = self.out.tell()
        act()
        return self.out.getvalue()[before:]


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teller, "memory_held", lambda: 512 << 20)
    monkeypatch.setattr(teller, "own_peak", lambda: 780 << 20)


def working() -> list[Part]:
    course = Course(lambda: 0.0)
    course.tell("reading data.jsonl", 12_000, None)
    course.tell("looking at records", 4_096, 12_000)
    return course.look(0.0)


def lines(written: str) -> list[str]:
    return [line.rstrip() for line in MOVES.sub("", written).replace("\r", "").split("\n")]


def test_work_that_is_short_shows_nothing() -> None:
    screen = Screen()
    assert screen.show(working(), 0.4) == ""
    assert screen.close() == ""


def test_there_is_a_row_for_each_part_and_a_line_of_memory() -> None:
    assert lines(Screen().show(working(), 0.6)) == [
        "reading data.jsonl            12,000   0.0 s",
        "looking at records   4,096 of 12,000   0.6 s",
        "512 MB held, 780 MB at most · 0.6 s",
    ]


def test_the_table_takes_its_own_place_and_is_gone_in_the_end() -> None:
    screen = Screen()
    first = screen.show(working(), 0.6)
    second = screen.show(working(), 0.8)
    assert first.startswith("\x1b[?25l"), "the cursor is hidden"
    assert second.count("\x1b[1A\x1b[2K") == 2, "two lines up from the third"
    last = screen.close()
    assert last.endswith("\x1b[1A\x1b[2K" * 3)
    assert "\x1b[?25h" in last, "the cursor is back"


def test_without_colours_nothing_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    written = Screen().show(working(), 0.6)
    assert not re.search(r"\x1b\[(?:\d+;)*(?:3|4|9|10)\d", written)


def test_a_terminal_that_has_become_narrower_keeps_nothing_of_the_wider_table() -> None:
    screen = Screen()
    screen.show(working(), 0.6)
    screen.console.size = screen.console.size._replace(width=20)
    narrower = screen.show(working(), 0.8)
    # 44, 44 and 35 columns take 3 + 3 + 2 lines of 20.
    assert "\x1b[7A" in narrower
    assert narrower.count("\x1b[2K") >= 8
    assert all(cell_len(line) <= 20 for line in lines(narrower))
    assert "\x1b[7A" not in screen.show(working(), 1.0)


def test_a_terminal_that_has_become_wider_shows_more() -> None:
    screen = Screen(width=30)
    assert "4,096 of 12,000" not in screen.show(working(), 0.6)
    screen.console.size = screen.console.size._replace(width=90)
    assert "4,096 of 12,000" in screen.show(working(), 0.8)
