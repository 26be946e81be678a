"""Where the work is told while it goes on."""

import json
import sys
from collections.abc import Callable
from io import StringIO

import pytest

from curate.cli.progress import progress
from curate.cli.session import LogFormat, Session
from curate.cli.telling import live
from curate.progress import silent


class Terminal(StringIO):
    """A terminal in memory."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Terminal]:
    """Makes standard error a terminal. A test calls it itself: what is captured is set anew before each test."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(live, "SHORT_S", 0.0)
    monkeypatch.setattr(live.LiveTable, "every", 0.01)

    def made() -> Terminal:
        screen = Terminal()
        monkeypatch.setattr(sys, "stderr", screen)
        return screen

    return made


def work(session: Session) -> None:
    from time import sleep

    with progress(session) as tell:
        tell("reading data.jsonl", 1, 2)
        sleep(0.15)


def test_a_terminal_gets_a_table(terminal: Callable[[], Terminal]) -> None:
    screen = terminal()
    work(Session())
    assert "reading data.jsonl   1 of 2" in screen.getvalue()
    assert screen.getvalue().count("\x1b[?25l") == screen.getvalue().count("\x1b[?25h") == 1


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_that_can_not_move_its_cursor_gets_no_table(
    terminal: Callable[[], Terminal], monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    monkeypatch.setenv("TERM", term)
    screen = terminal()
    work(Session())
    assert screen.getvalue() == ""


@pytest.mark.parametrize("wants", ["FORCE_COLOR", "TTY_COMPATIBLE"])
def test_a_log_gets_no_table_whatever_colours_are_wanted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, wants: str
) -> None:
    monkeypatch.setenv(wants, "1")
    monkeypatch.setattr(live, "SHORT_S", 0.0)
    work(Session())
    assert capsys.readouterr() == ("", "")


def test_short_work_says_nothing_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(Session()) as tell:
        tell("reading", 1, 2)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("log_format", LogFormat)
def test_who_is_to_be_quiet_says_nothing(
    terminal: Callable[[], Terminal], capsys: pytest.CaptureFixture[str], log_format: LogFormat
) -> None:
    screen = terminal()
    with progress(Session(log_format, quiet=True)) as tell:
        tell("reading", 1, 2)
    assert tell is silent
    assert (screen.getvalue(), capsys.readouterr()) == ("", ("", ""))


def test_programs_get_lines_on_a_terminal_too(terminal: Callable[[], Terminal]) -> None:
    screen = terminal()
    work(Session(LogFormat.json))
    told = [json.loads(line) for line in screen.getvalue().splitlines()]
    assert [(each["event"], each["done"]) for each in told] == [("started", 1), ("ended", 1)]
