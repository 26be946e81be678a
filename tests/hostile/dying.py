"""Does the same run again and again, each time in a process that ends at another operation of the disk.

Reads the numbers of operations from standard input, a line each, and says on standard output how each ended.
The processes are forked from one that has imported everything and used nothing.
"""

import os
import signal
import sys
from pathlib import Path

from tests.hostile.faulty_disk import FaultyDisk
from tests.hostile.small_run import called

MOST_S = 60
"""A process that takes longer is ended: it hangs."""


def imported() -> None:
    """Import what a run imports late, so that it need not be imported in each process."""
    import curate.api
    import curate.cli.progress
    import curate.cli.telling.log
    import curate.into_folder
    import curate.report.run_folder
    import curate.report.terminal
    import curate.report.written  # noqa: F401


def ended(number: int, out: Path, words: list[str]) -> int:
    """Fork, run, and give the exit code; 137 where the process ended at the operation."""
    process = os.fork()
    if not process:
        signal.alarm(MOST_S)
        with FaultyDisk(number, "kill", out).installed():
            code, _ = called(*words)
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def main() -> None:
    """Each number, until there are no more."""
    out, *words = sys.argv[1:]
    imported()
    for line in sys.stdin:
        sys.stdout.write(f"{ended(int(line), Path(out), words)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
