"""How a command ends is a promise to every program that calls it."""

import json
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from curate import api, cli
from tests.conftest import Command

GOOD = '{"prompt": "Where do eels spawn?", "completion": "In the Sargasso Sea, as far as anybody knows."}\n'
EMPTY_TURN = '{"prompt": "Where do eels spawn?", "completion": " "}\n'
CHATBOT = '{"prompt": "Do you like eels?", "completion": "As an AI language model, I do not eat."}\n'


@pytest.fixture
def curate(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, in a folder with a few files."""
    (tmp_path / "good.jsonl").write_text(GOOD)
    (tmp_path / "empty-turn.jsonl").write_text(GOOD + GOOD.replace("eels", "herrings") + EMPTY_TURN)
    (tmp_path / "chatbot.jsonl").write_text(GOOD + CHATBOT)
    (tmp_path / "empty.jsonl").write_text("")
    (tmp_path / "torn.jsonl").write_text(GOOD[:40] + "\n")
    (tmp_path / "strict.toml").write_text('name = "strict"\n[gates]\nmin_records = 5\n')
    (tmp_path / "wrong.toml").write_text('name = "wrong"\n[checks]\nshort-respose = {}\n')
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    monkeypatch.chdir(tmp_path)
    return command


TABLE = [
    (0, "check good.jsonl"),
    (0, "check chatbot.jsonl"),
    (0, "check empty-turn.jsonl --fail-on never"),
    (0, "run dedup-only good.jsonl --dry-run"),
    (0, "run sft-default empty-turn.jsonl --out cleaned"),
    (0, "init good.jsonl"),
    (0, "init"),
    (0, "explain DUP002"),
    (0, "--version"),
    (1, "check empty-turn.jsonl"),
    (1, "check chatbot.jsonl --fail-on warning"),
    (1, "check empty-turn.jsonl --output-format json"),
    (1, "run strict.toml good.jsonl --dry-run"),
    (2, "check good.jsonl --no-such-option"),
    (2, "check"),
    (2, "check good.jsonl --select NONE"),
    (2, "check good.jsonl --from csv"),
    (2, "run sft-defualt good.jsonl --dry-run"),
    (2, "run wrong.toml good.jsonl --dry-run"),
    (2, "run sft-default good.jsonl"),
    (2, "run sft-default good.jsonl --out mine"),
    (2, "check good.jsonl --expect english"),
    (2, "run sft-default missing.jsonl --dry-run --expect en,EN"),
    (2, "init good.jsonl -o wrong.toml"),
    (2, "init good.jsonl -o mine"),
    (2, "explain NONE"),
    (3, "check missing.jsonl"),
    (3, "check empty.jsonl"),
    (3, "check torn.jsonl --from prompt-completion"),
    (3, "run dedup-only missing.jsonl --out cleaned"),
    (3, "run dedup-only torn.jsonl --from prompt-completion --dry-run"),
    (3, "init missing.jsonl"),
    (3, "init torn.jsonl --from prompt-completion"),
    (3, "why mine x"),
]


@pytest.mark.parametrize(("code", "arguments"), TABLE, ids=[f"{code}: {arguments}" for code, arguments in TABLE])
def test_a_command_ends_as_the_table_says(curate: Command, code: int, arguments: str) -> None:
    ended, out, err = curate(*arguments.split())
    assert ended == code, out + err
    assert "Traceback" not in err
    assert "\x1b" not in out


@pytest.mark.parametrize(("code", "words"), [(0, ("--version",)), (1, ("check",)), (2, ("check", "--no-such"))])
def test_the_shell_sees_the_same(tmp_path: Path, code: int, words: tuple[str, ...]) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(EMPTY_TURN)
    command = [sys.executable, "-m", "curate", *words, *([str(file)] if "check" in words else [])]
    assert subprocess.run(command, capture_output=True, check=False).returncode == code


def test_what_is_not_ours_is_still_there(curate: Command, tmp_path: Path) -> None:
    curate("run", "sft-default", "good.jsonl", "--out", "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_an_error_of_our_own_says_what_to_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by a herring")

    monkeypatch.setattr(api, "check", broken)
    monkeypatch.setattr(sys, "argv", ["curate", "check", "good.jsonl"])
    with pytest.raises(SystemExit) as ending:
        cli.main()
    said = capsys.readouterr().err
    assert ending.value.code == 4
    assert "ZeroDivisionError: by a herring" in said
    assert "Please report it" in said
    assert "Traceback" not in said


def test_ctrl_c_is_ctrl_c_even_where_a_library_takes_it_for_trouble_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt
        except BaseException:
            raise ValueError("the profile has a wrong format")  # noqa: B904

    monkeypatch.setattr(api, "check", broken)
    monkeypatch.setattr(sys, "argv", ["curate", "check", "good.jsonl"])
    with pytest.raises(SystemExit) as ending:
        cli.main()
    assert (ending.value.code, capsys.readouterr().err) == (130, "curate: Stopped; nothing was written.\n")


@pytest.mark.parametrize("took_it_for", [ImportError("numba._devicearray failed to import"), None])
def test_ctrl_c_that_a_library_keeps_to_itself_is_known_all_the_same(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    took_it_for: Exception | None,
) -> None:
    real, index = api.duplicates, tmp_path / "accepted.index"

    def swallowing(*given: Any, **how: Any) -> Any:  # noqa: ANN401  as the command calls it
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        if took_it_for:
            raise took_it_for
        return real(*given, **how)

    data = tmp_path / "new.jsonl"
    data.write_text('{"prompt": "Where is the lock?", "completion": "By the mill, under the bridge."}\n')
    monkeypatch.setattr(api, "duplicates", swallowing)
    monkeypatch.setattr(
        sys, "argv", ["curate", "duplicates", str(data), "--index", str(index), "--add", "--quiet"]
    )
    with pytest.raises(SystemExit) as ending:
        cli.main()
    assert (ending.value.code, capsys.readouterr().err) == (130, "curate: Stopped; nothing was written.\n")
    assert not index.exists()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_ends_with_130_and_says_so(tmp_path: Path) -> None:
    slow = tmp_path / "slow.jsonl"
    line = '{{"prompt": "Where is lock {}?", "completion": "By the mill, and it lifts {} boats a day."}}\n'
    slow.write_text("".join(line.format(number, number * 7) for number in range(60_000)))
    command = [sys.executable, "-m", "curate", "run", "dedup-only", str(slow), "--out", str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        while not (tmp_path / "out").exists():
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert said.splitlines()[-1] == (
        f"curate: Stopped. What is done stays in {tmp_path / 'out'}; the same command goes on from there."
    )
    assert not (tmp_path / "out" / "manifest.json").exists()


PRESSED_WHILE = """
import os, signal, sys

class Pressing:
    def find_spec(self, name, *_):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Pressing())
from curate.__main__ import main
main()
"""


@pytest.mark.parametrize("module", ["curate.cli", "typer", "curate.cli.why"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_ctrl_c_is_answered_while_commands_are_imported(module: str, form: str, tmp_path: Path) -> None:
    command = ["check", str(tmp_path / "none.jsonl"), "--log-format", form]
    started = [sys.executable, "-c", PRESSED_WHILE.format(module=module), *command]
    done = subprocess.run(started, capture_output=True, text=True, check=False)
    (line,) = done.stderr.splitlines()
    said = line if form == "text" else f"curate: {json.loads(line)['message']}"
    assert (done.returncode, done.stdout, said) == (130, "", "curate: Stopped; nothing was written.")
