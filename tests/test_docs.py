"""Every command and every piece of code in the documentation runs, and prints what the page says."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from curate.checks import BUILTIN
from curate.files.resources import sample_files
from curate.report.catalogue import page

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "schemas" / "README.md")
_BLOCK = re.compile(r"^```(console|python|toml|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SAID = re.compile(r"# (Re\w+\(.*\))$", re.MULTILINE)
"""What a comment says is printed: `# Result(...)`."""
_NAMED = re.compile(r"^# (\S+\.(?:py|toml|jsonl))\n")

_WORKING = re.compile(r"^curate: (.*\d MB|preparing compiled code.*)\n", re.MULTILINE)
"""What a busy machine says after ten seconds, and one that runs for the first time at once."""


class Block(NamedTuple):
    """A fenced piece of a page."""

    kind: str
    text: str


def blocks(path: Path) -> Iterator[Block]:
    return (
        (Block(*found) for found in _BLOCK.findall(path.read_text(encoding="utf-8")))
        if path.exists()
        else iter(())
    )


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder as a reader of the documentation would have it: two files with demonstrations."""
    messages, alpaca = sample_files()
    shutil.copy(messages, tmp_path / "data.jsonl")
    shutil.copy(alpaca, tmp_path / "more.json")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PAGES if path.exists()], ids=lambda path: path.name)
def test_every_block_of_a_page_runs_and_prints_what_the_page_says(path: Path, desk: Path) -> None:
    for block in blocks(path):
        named = _NAMED.match(block.text)
        if named:
            text = block.text if block.kind != "json" else block.text.partition("\n")[2]
            (desk / named[1]).write_text(text, encoding="utf-8")
        elif block.kind == "python":
            printed = run([sys.executable, "-c", block.text], desk)
            assert [said for said in _SAID.findall(block.text) if said not in printed] == []
        elif block.kind == "console":
            check_session(block.text, desk)


def check_session(text: str, desk: Path) -> None:
    """Each command of a terminal session prints the lines below it; `...` stands for anything."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        printed = demo() if command == "./demo --core" else run(["bash", "-c", command], desk)
        wanted = "".join(
            re.escape(piece) if piece != "..." else ".*" for piece in re.split(r"(\.\.\.)", expected.strip())
        )
        assert re.fullmatch(wanted, printed.strip(), re.DOTALL), (
            f"$ {command}\nprinted\n{printed}\nnot\n{expected}"
        )


def demo() -> str:
    """What `./demo --core` prints once it has installed the core, and `.venv/bin` is on nobody's PATH."""
    program = Path(sys.executable).parent / "curate"
    printed = run([str(program), "demo", "--out", "build/demo"], ROOT, path=os.defpath)
    printed += run([str(program), "report", "build/demo"], ROOT, path=os.defpath)
    shown = min(str(program), os.path.relpath(program, ROOT), key=len)
    return printed.replace(shown, ".venv/bin/curate")


def run(command: list[str], where: Path, path: str = "") -> str:
    path = path or f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + _WORKING.sub("", done.stderr)


def test_the_page_of_checks_is_fresh() -> None:
    fresh = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == page()
    assert fresh, "python -m curate.report.catalogue > docs/checks.md"


def test_the_changelog_names_every_code() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for first, last in re.findall(r"`([A-Z]{3}\d{3})`-`[A-Z]{3}(\d{3})`", text):
        text += " ".join(f"{first[:3]}{number:03d}" for number in range(int(first[3:]), int(last) + 1))
    assert [check.code for check in BUILTIN if check.code not in text] == []


def test_links_between_pages_lead_somewhere() -> None:
    for path in (*PAGES, ROOT / "CONTRIBUTING.md"):
        if not path.exists():
            continue
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"
