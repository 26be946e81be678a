"""Every operation that changes what lies on the disk: the one place where one can fail.

Whoever writes a file that must be whole goes through here, so that a test can let each operation fail, cut a write
short, or end the process behind it.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from curate.errors import OutputRefused


def create(path: Path) -> BinaryIO:
    """A new file, or an empty one in place of the old, open for writing."""
    return path.open("wb")


def flush(file: BinaryIO) -> None:
    """Wait until all that was written to a file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def flush_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def rename(path: Path, target: Path) -> None:
    """Give a file its final name, in place of one that has it."""
    path.replace(target)


def make_folder(path: Path) -> None:
    """Make a folder, with those above it; one that is there already is left as it is."""
    path.mkdir(parents=True, exist_ok=True)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that it holds; nothing if it is not there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Turn the system's refusal to write into an error that names the folder."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputRefused(
            f"{path} can not be written: {reason}.",
            hint="Nothing in it looks finished; mend that and run again.",
        ) from None
