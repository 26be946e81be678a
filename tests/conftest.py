"""What many tests need: files with demonstrations, and records read from them."""

import json
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings

import curate
from curate.cli import main
from curate.cli.demo import LANGUAGES
from curate.files.resources import sample_files
from curate.pretrained.smollm2 import smollm2
from curate.records.records import Records

Row = dict[str, Any]
NOT_OF_THE_CORE = ("torch", "hf", "ray")
"""Marks of tests that need more than the core installs."""
Command = Callable[..., tuple[int, str, str]]
COMPILING = re.compile(r"^curate: preparing compiled code.*\n", re.MULTILINE)
"""What is only said where kernels run for the first time."""
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--core", action="store_true", help="skip the tests that need more than the core installs")


def pytest_configure(config: pytest.Config) -> None:
    """numba does not notice that a kernel changed which one of another file calls: those are compiled anew."""
    if hasattr(config, "workerinput"):
        return
    for folder in Path(curate.__file__).parent.rglob("kernels"):
        changed = max(source.stat().st_mtime for source in folder.glob("*.py"))
        for kept in folder.rglob("*.nbi"):
            if kept.stat().st_mtime < changed:
                kept.unlink()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skipped, not deselected: pytest-xdist does not count what is deselected."""
    for item in items if config.getoption("--core") else ():
        for mark in NOT_OF_THE_CORE:
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=f"--core: marked {mark}"))


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test sees what another one, or the user, has cached."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / uuid4().hex))


@pytest.fixture(autouse=True)
def _disk_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only after a loss of power could one tell; a handle that is none is refused all the same."""
    monkeypatch.setattr(os, "fsync", os.fstat)


@pytest.fixture(scope="session")
def smollm2_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SmolLM2, converted once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("models")))
        return smollm2()


@pytest.fixture
def write_lines(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as JSON Lines, and gives the file."""

    def write(rows: Sequence[Row], name: str = "data.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def records_of(write_lines: Callable[..., Path]) -> Callable[[Sequence[Row]], Records]:
    """Reads rows as a set of records."""

    def read(rows: Sequence[Row]) -> Records:
        return curate.read(write_lines(rows))

    return read


def chat(prompt: str, response: str, **fields: object) -> Row:
    """One demonstration in the messages format."""
    messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}]
    return {**fields, "messages": messages}


@pytest.fixture(name="chat")
def chat_fixture() -> Callable[..., Row]:
    """Makes one demonstration of a prompt and a response."""
    return chat


@pytest.fixture(scope="session")
def sample() -> Records:
    """The sample that ships with the package."""
    return curate.read(*sample_files())


@pytest.fixture(scope="session")
def sample_run(sample: Records, tmp_path_factory: pytest.TempPathFactory) -> tuple[curate.Result, Path]:
    """The sample, cleaned as `curate demo` cleans it, and the folder that holds the result."""
    folder = tmp_path_factory.mktemp("sample") / "cleaned"
    return curate.run("sft-default", sample, out=folder, expect=LANGUAGES), folder


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command line in this process, and gives its exit code, its output and its complaints."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["curate", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, COMPILING.sub("", err)

    return run
