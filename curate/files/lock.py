"""A lock on a folder or a file, which ends with the process that holds it, however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from curate.errors import OutputRefused
from curate.files import disk

_ELSEWHERE = "Wait for it, or give --out another folder."


class Lock:
    """Held by at most one process. The system lets go of it when that process ends, also when it is killed."""

    def __init__(self, path: Path, taken: str = "", hint: str = _ELSEWHERE) -> None:
        self.path = path
        self.taken = taken or f"{path.parent.parent} is in use by another run"
        """What is to be said where another process holds it."""
        self.hint = hint
        self.handle: int | None = None

    def take(self) -> None:
        """Take it.

        Raises:
            OutputRefused: another process holds it.
        """
        while self.handle is None:
            handle = self._opened()
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.read(handle, 20).decode(errors="replace").strip()
                os.close(handle)
                raise OutputRefused(f"{self.taken} (process {holder or 'unknown'}).", hint=self.hint) from None
            if is_at(handle, self.path):
                self.handle = handle
            else:
                os.close(handle)  # its holder has finished and removed it; there may be a new one
        try:
            disk.overwrite(self.handle, f"{os.getpid()}\n")
        except BaseException:
            self.let_go()
            raise

    def _opened(self) -> int:
        while True:
            disk.make_folder(self.path.parent)
            try:
                return disk.create_lock(self.path)
            except FileNotFoundError:
                continue  # a run that has just finished took the folder away

    def let_go(self) -> None:
        """Let go of it, if it is held."""
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None


def is_at(handle: int, path: Path) -> bool:
    """Whether an open file is still the one of this name."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def alone_at(path: Path) -> Iterator[None]:
    """While no other process, that asks in this way, changes a file; it need not be there.

    Raises:
        OutputRefused: another process does, or there can be no file of this name.
    """
    file = Path(os.path.realpath(path))
    taken = f"{path} is being added to by another process"
    lock = Lock(file.with_name(f"{file.name}.lock"), taken, "Wait for it, and run again.")
    with disk.refused(path):
        lock.take()
    try:
        yield
    finally:
        try:
            disk.tidy(lock.path)
        finally:
            lock.let_go()
