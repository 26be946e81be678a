"""Standard output that leads to a disk which takes nothing more."""

import os
import sys
from contextlib import suppress
from traceback import walk_tb

from curate.errors import reason_of

_PRINTERS = ("typer", "rich")
"""Libraries that write nowhere else."""


def refused(error: Exception) -> str:
    """Why what was printed can not be written, if an error means that; what is printed from then on is lost."""
    inmost = [frame.f_globals.get("__name__", "") for frame, _ in walk_tb(error.__traceback__)][-1:]
    if not isinstance(error, OSError) or not any(name.partition(".")[0] in _PRINTERS for name in inmost):
        return ""
    # What waits to be written would fail again when the program ends.
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return reason_of(error)
