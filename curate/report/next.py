"""What to type next, so that it can be pasted as it stands."""

import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which

from curate.checks import BUILTIN
from curate.findings import CODE, SCORE
from curate.records import columns as c
from curate.report.results import Result
from curate.steps.base import REASONS

NAME = "curate"
_PLAIN = re.compile(r"[\w.:/@+-]+")
"""What needs no quotes in any shell."""


def program() -> str:
    """How this program is started from the current folder: by its name where that finds it, else by its path."""
    started = Path(sys.argv[0])
    beside_python = Path(sys.executable).parent / NAME
    on_path = which(NAME)
    if on_path and any(own.exists() and own.samefile(on_path) for own in (started, beside_python)):
        return NAME
    if started.stem == NAME and started.exists():
        return _from_here(started)
    if started.name == "__main__.py" and started.parent.name == NAME:
        return f"{_from_here(Path(sys.executable))} -m {NAME}"
    return NAME


def _from_here(path: Path) -> str:
    """The shorter of a path from the current folder and the whole path; never a bare name."""
    here = os.path.relpath(path)
    near = here if os.sep in here else f"{os.curdir}{os.sep}{here}"
    return shlex.quote(min(near, str(path.absolute()), key=len))


def command(*words: str) -> str:
    """A command line of this program."""
    return " ".join((program(), *map(shlex.quote, words)))


def next_after(result: Result, folder: Path) -> Iterator[tuple[str, str]]:
    """The commands that look closer at a run, each with what it is for."""
    if result.dropped.height:
        row = result.dropped.sort(SCORE, nulls_last=True).row(0, named=True)
        # An id is a stranger's text: only a plain one is put where it will be pasted.
        plain = row[c.ID] is not None and _PLAIN.fullmatch(row[c.ID])
        name = row[c.ID] if plain and not row[c.ID].startswith("-") else row[c.KEY]
        yield command("why", str(folder), name), "why was this one dropped?"
        if row[CODE] in {*(check.code for check in BUILTIN), *REASONS}:
            yield command("explain", row[CODE]), "what it means and why it matters"
    yield command("report", str(folder)), "the same with pictures, on one page"
