"""What lies among temporary files while a process needs it; the next one clears what a killed one left."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from typing import IO

from curate.files import disk
from curate.files.lock import is_at


def new_file() -> IO[bytes]:
    """A new file, gone when it is closed, or when its process was killed and another one asks for such."""
    _clear()
    while True:
        file = disk.create_passing()
        if _is_held(file.fileno(), Path(file.name)):
            return file
        with suppress(FileNotFoundError):
            file.close()


def new_folder() -> tuple[Path, int]:
    """A new folder, which whoever made it removes, and a handle: while that is open nobody else clears it."""
    _clear()
    while True:
        folder = disk.create_passing_folder()
        with suppress(FileNotFoundError):
            handle = os.open(folder, os.O_RDONLY)
            if _is_held(handle, folder):
                return folder, handle
            os.close(handle)


def remove(folder: Path, handle: int) -> None:
    """Remove a folder that is held, and let go of it."""
    disk.tidy(folder)
    os.close(handle)


def _is_held(handle: int, path: Path) -> bool:
    """Whether what was just made is in use from now on; another process may have taken it for left behind."""
    with suppress(OSError):  # a filesystem without locks, on which nobody clears anything either
        fcntl.flock(handle, fcntl.LOCK_SH)
    return is_at(handle, path)


def _clear() -> None:
    """Clear what processes that were killed have left."""
    for path in Path(gettempdir()).glob(f"{disk.PASSING}*"):
        with suppress(OSError):
            _clear_if_left(path)


def _clear_if_left(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if os.fstat(handle).st_uid == os.geteuid():
            # Whoever needs it holds a lock, which the system ends with its process.
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            disk.clear(path)
    finally:
        os.close(handle)
