"""What to type next."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.report.next import command, next_after, program


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a program in its .venv that is not on the PATH."""
    own = tmp_path / ".venv" / "bin" / "curate"
    own.parent.mkdir(parents=True)
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "executable", str(own.parent / "python"))
    return own


def started_as(monkeypatch: pytest.MonkeyPatch, name: str | Path) -> str:
    monkeypatch.setattr(sys, "argv", [str(name)])
    return program()


def test_what_is_on_the_path_goes_by_its_name(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(installed.parent))
    assert started_as(monkeypatch, installed) == "curate"
    assert started_as(monkeypatch, "site-packages/curate/__main__.py") == "curate"


def test_what_is_not_goes_by_its_path_from_here(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert started_as(monkeypatch, installed) == started_as(monkeypatch, ".venv/bin/curate") == ".venv/bin/curate"
    monkeypatch.chdir(installed.parent)
    assert started_as(monkeypatch, installed) == "./curate"


def test_another_program_of_that_name_on_the_path_is_not_taken_for_this(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = installed.parent.parent / "other" / "curate"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(other.parent))
    assert started_as(monkeypatch, installed) == ".venv/bin/curate"


@pytest.mark.usefixtures("installed")
def test_a_module_that_python_runs_is_run_so_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert started_as(monkeypatch, "lib/curate/__main__.py") == ".venv/bin/python -m curate"


@pytest.mark.usefixtures("installed")
def test_anything_else_is_called_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert started_as(monkeypatch, "notebook.py") == "curate"


def test_words_with_blanks_are_quoted(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started_as(monkeypatch, installed)
    assert command("why", "my run", "a-1") == ".venv/bin/curate why 'my run' a-1"


@pytest.mark.parametrize("id", ["$(reboot)", "a b", "--json", "x\n; reboot"])
def test_an_id_that_is_not_plain_is_left_for_the_key(
    records_of: Callable[..., Any], chat: Callable[..., Any], id: str
) -> None:
    result = curate.run("sft-default", records_of([chat("Describe the pier.", "ok.", id=id)]))
    (typed, _), *_ = next_after(result, Path("out"))
    assert typed.endswith(f" why out {result.dropped['key'].item()}")
