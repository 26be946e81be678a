"""Single keys, from a real terminal."""

import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator

import pytest

from curate.cli.keys import BACKSPACE, ENDED, ENTER, can_be_asked, keys_of_terminal


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The end at which a person types; the other one is standard input."""
    person, program = pty.openpty()
    with os.fdopen(program, "r") as file:
        monkeypatch.setattr(sys, "stdin", file)
        yield person
    os.close(person)


def test_keys_come_one_by_one_without_enter(terminal: int) -> None:
    with keys_of_terminal() as keys:
        os.write(terminal, "aé中 ?".encode())
        assert [keys() for _ in range(5)] == ["a", "é", "中", " ", "?"]
        os.write(terminal, b"\x7f\x08\n\x04")
        assert [keys() for _ in range(4)] == [BACKSPACE, BACKSPACE, ENTER, ENDED]


def test_what_an_arrow_sends_is_one_key_that_means_nothing(terminal: int) -> None:
    with keys_of_terminal() as keys:
        os.write(terminal, b"\x1b[A")
        assert keys() == "\x1b"
        os.write(terminal, b"x")
        assert keys() == "x"


@pytest.mark.usefixtures("terminal")
def test_the_terminal_is_as_it_was_also_after_an_error() -> None:
    before = termios.tcgetattr(sys.stdin.fileno())
    during = list[object]()

    def fail() -> None:
        with keys_of_terminal():
            during.extend(termios.tcgetattr(sys.stdin.fileno()))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert during != before
    assert termios.tcgetattr(sys.stdin.fileno()) == before


def test_the_end_of_the_input_is_told() -> None:
    read, write = os.pipe()
    os.close(write)
    with os.fdopen(read) as file:
        from curate.cli.keys import _key

        assert _key(file.fileno()) == ENDED


def test_where_no_person_sits_nobody_is_asked() -> None:
    assert not can_be_asked()


PROGRAM = """
import polars
from curate.cli.keys import keys_of_terminal

polars.DataFrame({"words": [3, 5]}).lazy().sum().collect()
with keys_of_terminal() as keys:
    print("ready", flush=True)
    keys()
"""


def test_ctrl_c_is_heard_while_a_key_is_waited_for() -> None:
    person, program = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(20) == -signal.SIGINT
        finally:
            process.kill()
    os.close(program)
    os.close(person)
