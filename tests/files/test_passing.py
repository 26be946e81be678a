import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from curate.files import disk, passing

NOTE = b"The ferry to Oban leaves at a quarter past nine.\n"
HOLDS = """
import sys
from curate.files import passing
file, (folder, _) = passing.new_file(), passing.new_folder()
(folder / "ferry").write_text("The ferry is late.")
print(file.name, folder, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for what is temporary."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def holder() -> Iterator[subprocess.Popen[str]]:
    """Another process, which holds a file and a folder."""
    command = [sys.executable, "-c", HOLDS]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def told_by(process: subprocess.Popen[str]) -> list[Path]:
    """What another process holds."""
    assert process.stdout
    return [Path(name) for name in process.stdout.readline().split()]


def test_what_a_killed_process_has_left_is_gone_with_the_next_file_or_folder(
    holder: subprocess.Popen[str],
) -> None:
    held = told_by(holder)
    passing.remove(*passing.new_folder())
    passing.new_file().close()
    assert [path.exists() for path in held] == [True, True]

    holder.kill()
    holder.wait()
    assert [path.exists() for path in held] == [True, True]
    folder, handle = passing.new_folder()
    assert [path.exists() for path in held] == [False, False]
    passing.remove(folder, handle)


def test_one_process_can_hold_several(temporary: Path) -> None:
    file, several = passing.new_file(), [passing.new_folder() for _ in range(3)]
    assert len(list(temporary.iterdir())) == 4
    for folder, handle in several:
        (folder / "ferry").write_bytes(NOTE)
        passing.remove(folder, handle)
    file.close()
    assert list(temporary.iterdir()) == []


def test_nothing_of_another_name_is_cleared_nor_what_a_link_leads_to(temporary: Path) -> None:
    for name in ("curate-findings", "letters"):
        (temporary / name).mkdir()
        (temporary / name / "aunt").write_bytes(NOTE)
    (temporary / f"{disk.PASSING}letters").symlink_to(temporary / "letters")
    before = sorted(temporary.rglob("*"))
    passing.remove(*passing.new_folder())
    assert sorted(temporary.rglob("*")) == before


def test_nothing_of_another_owner_is_cleared(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = disk.create_passing_folder()
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    passing.remove(*passing.new_folder())
    assert list(temporary.iterdir()) == [left]
    monkeypatch.undo()


def test_what_is_cleared_before_it_is_held_is_made_again(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create_folder, create = disk.create_passing_folder, disk.create_passing
    made = list[Path]()

    def cleared_folder() -> Path:
        made.append(create_folder())
        if len(made) == 1:
            disk.clear(made[0])
        return made[-1]

    monkeypatch.setattr(disk, "create_passing_folder", cleared_folder)
    folder, handle = passing.new_folder()
    assert (len(made), folder) == (2, made[-1])
    passing.remove(folder, handle)
    first = create()
    disk.clear(Path(first.name))
    files = iter([first])
    monkeypatch.setattr(disk, "create_passing", lambda: next(files, None) or create())
    with passing.new_file() as file:
        assert list(temporary.iterdir()) == [Path(file.name)]


def test_where_a_filesystem_has_no_locks_nothing_is_cleared(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: int) -> None:
        raise OSError(95, "Operation not supported")

    left = disk.create_passing_folder()
    monkeypatch.setattr(fcntl, "flock", no_locks)
    folder, handle = passing.new_folder()
    assert folder.is_dir()
    passing.remove(folder, handle)
    assert list(temporary.iterdir()) == [left]


def test_what_can_not_be_cleared_is_in_nobodys_way(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = disk.create_passing_folder()

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(disk, "_remove", refuse)
    folder, handle = passing.new_folder()
    assert {left, folder} <= set(temporary.iterdir())
    monkeypatch.undo()
    passing.remove(folder, handle)
