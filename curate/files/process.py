"""What this process and those it has started take of memory and of time, as far as the system tells.

Linux tells all of it in `/proc`. Elsewhere what runs beside this process is known only once it has ended.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from sys import platform

MB = 1 << 20
_RSS_UNIT = 1 if platform == "darwin" else 1 << 10
"""In which the system counts the most memory that was held."""


def memory_held() -> int | None:
    """Bytes that this process and all that it has started hold now; what they share counts for each of them.

    None where the system does not tell.
    """
    own = _pages_of(os.getpid())
    if own is None:
        return None
    return (own + sum(_pages_of(each) or 0 for each in descendants())) * os.sysconf("SC_PAGE_SIZE")


def own_peak() -> int:
    """The most bytes that this process has ever held."""
    return getrusage(RUSAGE_SELF).ru_maxrss * _RSS_UNIT


def peak_of_children() -> int:
    """The most bytes that what it has started held: all that run, each at its own most, or the largest that ended.

    It is no less than any single one of them held.
    """
    running = sum(_peak_of(each) for each in descendants())
    return max(running, getrusage(RUSAGE_CHILDREN).ru_maxrss * _RSS_UNIT)


def cpu_seconds() -> float:
    """Seconds of a processor that this process and all that it has started have taken so far."""
    ended = getrusage(RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(_cpu_of(each) for each in descendants())


def descendants() -> Iterator[int]:
    """The processes that run and were started by this one, or by one that it has started."""
    waiting = [os.getpid()] if _has_children() else []
    while waiting:
        found = _children_of(waiting.pop())
        waiting += found
        yield from found


def _has_children() -> bool:
    """Whether this process has any that it has started and not taken leave of; quick to ask, unlike which."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _children_of(process: int) -> list[int]:
    try:
        threads = [thread.name for thread in Path(f"/proc/{process}/task").iterdir()]
    except OSError:
        return []
    texts = (_text(f"/proc/{process}/task/{thread}/children") for thread in threads)
    return [int(word) for text in texts for word in text.split()]


def _pages_of(process: int) -> int | None:
    words = _text(f"/proc/{process}/statm").split()
    return int(words[1]) if len(words) > 1 else None


def _peak_of(process: int) -> int:
    for line in _text(f"/proc/{process}/status").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) << 10
    return 0


def _cpu_of(process: int) -> float:
    """Its own seconds, and those of what it had started and has ended."""
    # The name in the second field may hold anything, blanks and brackets too.
    fields = _text(f"/proc/{process}/stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _text(path: str) -> str:
    """What the system tells under this name; nothing where the process has ended meanwhile."""
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
