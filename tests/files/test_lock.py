import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from curate.errors import OutputRefused
from curate.files.lock import Lock, alone_at

HOLDS = """
import sys
from pathlib import Path
from curate.files.lock import Lock
Lock(Path(sys.argv[1])).take()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "cleaned" / ".work").mkdir(parents=True)
    return tmp_path / "cleaned" / ".work" / "lock"


@pytest.fixture
def holder(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process, which holds the lock."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", HOLDS, str(path)]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_it_is_refused_while_another_process_holds_it_and_free_once_that_is_killed(
    path: Path, holder: subprocess.Popen[bytes]
) -> None:
    with pytest.raises(OutputRefused, match=rf"cleaned is in use by another run \(process {holder.pid}\)"):
        Lock(path).take()

    holder.kill()
    holder.wait()
    lock = Lock(path)
    lock.take()
    assert lock.handle is not None
    lock.let_go()


def test_one_who_was_refused_may_try_again(path: Path) -> None:
    first, second = Lock(path), Lock(path)
    first.take()
    with pytest.raises(OutputRefused):
        second.take()
    first.let_go()
    second.take()
    with pytest.raises(OutputRefused):
        first.take()
    second.let_go()


def test_taking_what_is_held_and_letting_go_of_what_is_not_changes_nothing(path: Path) -> None:
    lock = Lock(path)
    lock.let_go()
    lock.take()
    lock.take()
    with pytest.raises(OutputRefused):
        Lock(path).take()
    lock.let_go()
    lock.let_go()


def test_a_lock_file_that_its_holder_removed_meanwhile_is_not_taken_for_the_lock(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the opening of the file and the lock on it, the holder finishes, and removes the file."""
    real, removed = fcntl.flock, list[bool]()

    def late(handle: int, how: int) -> None:
        if not removed:
            path.unlink()
            removed.append(True)
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", late)
    lock = Lock(path)
    lock.take()
    assert path.exists()
    with pytest.raises(OutputRefused):
        Lock(path).take()
    lock.let_go()


def test_a_program_that_was_started_meanwhile_does_not_hold_it_on(path: Path) -> None:
    lock = Lock(path)
    lock.take()
    waiting = [sys.executable, "-c", "print(flush=True); input()"]
    pipe = subprocess.PIPE
    with subprocess.Popen(waiting, stdin=pipe, stdout=pipe, close_fds=False) as process:
        assert process.stdout
        process.stdout.readline()
        lock.let_go()
        other = Lock(path)
        other.take()
        other.let_go()
        process.kill()


def test_of_a_holder_that_wrote_no_number_only_that_is_not_known(path: Path) -> None:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(OutputRefused, match=r"process unknown"):
            Lock(path).take()


def test_one_at_a_time_changes_a_file_and_no_lock_is_left(tmp_path: Path) -> None:
    file, other_name = tmp_path / "tides", tmp_path / "link"
    other_name.symlink_to(file)
    with alone_at(file):
        for name in (file, other_name):
            said = rf"{name.name} is being added to by another process \(process {os.getpid()}\)"
            with pytest.raises(OutputRefused, match=said), alone_at(name):
                pass
    with alone_at(other_name):
        pass
    assert list(tmp_path.iterdir()) == [other_name]


def test_the_lock_of_one_who_was_killed_is_free(tmp_path: Path) -> None:
    path = tmp_path / "tides.lock"
    pipe = subprocess.PIPE
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", HOLDS, str(path)], cwd=root, stdin=pipe, stdout=pipe) as process:
        assert process.stdout
        process.stdout.readline()
        with pytest.raises(OutputRefused), alone_at(tmp_path / "tides"):
            pass
        process.kill()
        process.wait()
    assert path.exists()
    with alone_at(tmp_path / "tides"):
        pass
    assert not path.exists()


def test_where_there_can_be_no_lock_the_reason_is_told(tmp_path: Path) -> None:
    (tmp_path / "tides").write_bytes(b"")
    within = tmp_path / "tides" / "harbour"
    with (
        pytest.raises(OutputRefused, match="can not be written: file exists"),
        alone_at(within),
    ):
        pass
