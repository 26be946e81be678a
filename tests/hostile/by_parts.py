"""The command line over small parts, on a slow disk: a small run takes its time.

Run as a module; `PAUSE_S` in the environment says how long each renaming takes. What it has started carries the
same environment, so that it can be found.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from curate import into_folder
from curate.cli import main
from curate.files import disk, lines
from curate.records import frame, part_reader

ROOT = Path(__file__).parent.parent.parent
SIZE, CHUNK = 6, 300
"""Records of a part, and bytes of lines that are read at once."""
_PAUSE, _MARK = "PAUSE_S", "RUN_BY_A_TEST"
_rename = disk.rename


def _slowly(path: Path, target: Path) -> None:
    time.sleep(float(os.environ[_PAUSE]))
    _rename(path, target)


class Running:
    """A run in a process group of its own, as a shell starts it."""

    def __init__(self, words: list[str], mark: Path, *, pause_s: float = 0) -> None:
        self.mark = mark
        environment = {**os.environ, _PAUSE: str(pause_s), _MARK: str(mark), "POLARS_MAX_THREADS": "1"}
        command = [sys.executable, "-m", "tests.hostile.by_parts", *words]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def wait_for(self, *patterns: str) -> None:
        """Wait until a file below the mark fits each of these patterns, or the run has ended."""
        while self.process.poll() is None and not all(any(self.mark.glob(each)) for each in patterns):
            time.sleep(0.002)

    def wait_for_processes(self, number: int) -> None:
        """Wait until so many processes are at work, or the run has ended."""
        while self.process.poll() is None and len(self.processes()) < number:
            time.sleep(0.002)

    def interrupt(self) -> None:
        """Ctrl-C, as a terminal sends it: to all of the group."""
        os.killpg(self.process.pid, signal.SIGINT)

    def ended(self) -> tuple[int, str]:
        """Wait for the end; gives the exit code and the complaints."""
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said

    def processes(self) -> list[int]:
        """All that run and were started for this run, the run itself among them."""
        return [int(path.name) for path in Path("/proc").glob("[0-9]*") if _is_marked(path, self.mark)]

    def left_after(self, seconds: float) -> list[int]:
        """What still runs then."""
        until = time.monotonic() + seconds
        while (left := self.processes()) and time.monotonic() < until:
            time.sleep(0.02)
        return left


def _is_marked(process: Path, mark: Path) -> bool:
    try:
        return f"{_MARK}={mark}".encode() in (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


@contextmanager
def running(words: list[str], mark: Path, *, pause_s: float = 0) -> Iterator[Running]:
    """A run that is gone in the end, whatever happens."""
    run = Running(words, mark, pause_s=pause_s)
    try:
        yield run
    finally:
        for process in run.processes():
            os.kill(process, signal.SIGKILL)
        run.process.communicate()


if _PAUSE in os.environ:
    disk.rename = _slowly  # also in the processes that the run starts
if __name__ == "__main__":
    # Small parts, and processes that are started while it is read, as for a large input.
    small = (
        (frame, "SIZE", SIZE),
        (part_reader, "SIZE", SIZE),
        (lines, "CHUNK", CHUNK),
        (into_folder, "BYTES", 0),
    )
    for module, name, value in small:
        setattr(module, name, value)
    main()
