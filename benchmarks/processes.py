"""Runs a command on given cores, and watches the time and the memory of it and of all that it starts."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL_S = 0.2
"""So often memory is looked at."""
_SESSION = 3
"""Where the session stands in a line of /proc/PID/stat, behind the name of the command."""
_PAGE = os.sysconf("SC_PAGE_SIZE")
MEMORY = "proportional set size (PSS) of all processes together, every 0.2 s"
"""What a peak is one of. A page that several processes share, or that is a mapped file, is counted once."""


@dataclass(frozen=True)
class Watched:
    """What a command took, with all that it started."""

    wall_s: float
    cpu_s: float
    """User and system time."""
    series: tuple[tuple[float, float], ...]
    """Seconds since the start, and megabytes of all processes together; none where nobody looked."""

    @property
    def peak_mb(self) -> float:
        """The most memory that was seen."""
        return max((megabytes for _, megabytes in self.series), default=0.0)


def last_cores(count: int) -> set[int]:
    """The last so many cores that this process may use."""
    allowed = sorted(os.sched_getaffinity(0))
    if count > len(allowed):
        raise SystemExit(f"{count} cores are asked for, and there are {len(allowed)}")
    return set(allowed[-count:])


def start(command: Sequence[str], cores: set[int], **environment: str) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, on these cores, with as many threads as cores."""
    threads = dict.fromkeys(("POLARS_MAX_THREADS", "OMP_NUM_THREADS"), str(len(cores)))
    own = os.sched_getaffinity(0)
    # What is started inherits the cores of the thread that starts it.
    os.sched_setaffinity(0, cores)
    try:
        return subprocess.Popen(
            command,
            env={**os.environ, **threads, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    finally:
        os.sched_setaffinity(0, own)


def watch(
    command: Sequence[str], cores: set[int], environment: Mapping[str, str] | None = None, *, memory: bool = True
) -> Watched:
    """Run a command to its end.

    To look at memory takes time of a core, and threads that ask for more of it wait while their pages are counted:
    where a time on all cores is to be told, nobody looks.

    Raises:
        SystemExit: It failed, with the last lines that it said.
    """
    started, series, said = time.perf_counter(), list[tuple[float, float]](), list[bytes]()
    process, over = start(command, cores, **environment or {}), threading.Event()

    def look() -> None:
        while not over.wait(INTERVAL_S):
            series.append((round(time.perf_counter() - started, 2), round(memory_of(process.pid) / 1e6, 1)))

    def listen() -> None:
        assert process.stderr is not None
        with process.stderr:
            said.append(process.stderr.read())

    watchers = [threading.Thread(target=each) for each in ((look, listen) if memory else (listen,))]
    for each in watchers:
        each.start()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    over.set()
    process.returncode = os.waitstatus_to_exitcode(status)
    for each in watchers:
        each.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\n{b''.join(said)[-3000:].decode(errors='replace')}")
    return Watched(round(wall, 3), round(used.ru_utime + used.ru_stime, 3), tuple(series))


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a command and all that it started, at once."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def memory_of(session: int) -> int:
    """Bytes of all processes of a session."""
    return sum(_memory(pid) for pid in _members(session))


def _members(session: int) -> Iterator[int]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                told = (folder / "stat").read_text()
            except OSError:  # It has ended since.
                continue
            if int(told.rpartition(")")[2].split()[_SESSION]) == session:
                yield int(folder.name)


def _memory(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:  # It has ended since, or is a kernel without this file.
        pass
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except OSError:
        return 0
