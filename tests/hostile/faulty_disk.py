"""A disk that fails: at the n-th operation of `curate.files.disk`, in one of several ways."""

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Literal, Self

from curate.files import disk

Kind = Literal["ENOSPC", "EIO", "EACCES", "half", "stop", "kill"]
FAILURES: tuple[Kind, ...] = ("ENOSPC", "EIO", "EACCES", "half")
"""Ways in which an operation fails, and the program goes on: not done at all, or `half` done."""
OPERATIONS = (
    "create",
    "reopen",
    "cut",
    "create_passing",
    "create_passing_folder",
    "create_lock",
    "overwrite",
    "flush",
    "flush_folder",
    "flush_all",
    "rename",
    "make_folder",
    "keep_private",
    "mark_as_used",
    "remove",
    "remove_empty",
)
"""What changes the disk, by the names in the module. What is written to a file that was made there counts, too."""

_TAKE_SPACE = ("create", "create_lock", "write", "overwrite", "flush", "make_folder")
"""What goes on to fail on a disk that is full."""


class Ended(BaseException):
    """The program is taken for killed: no operation does anything from here on."""


class FaultyDisk:
    """Counts operations. The one at `fatal`, from 0, fails; after `stop` and `kill` there is no other.

    `stop` is a kill within this process: its disk stays as it is at that moment, whatever still runs. `kill` ends
    the process. Both do half of the last operation, where there is a half. A disk that is full stays full.
    """

    def __init__(self, fatal: int | None = None, kind: Kind = "ENOSPC", below: Path | None = None) -> None:
        self.fatal, self.kind, self.below = fatal, kind, below
        self.done: list[str] = []
        self.failed = ""
        """The operation that failed, and on what."""

    @property
    def is_over(self) -> bool:
        """Whether the program is taken for killed."""
        return bool(self.failed) and self.kind == "stop"

    @contextmanager
    def installed(self) -> Iterator[Self]:
        """With every operation of this process going through here."""
        real = {name: getattr(disk, name) for name in OPERATIONS}
        try:
            for name, operation in real.items():
                setattr(disk, name, self._faulty(name, operation))
            yield self
        finally:
            for name, operation in real.items():
                setattr(disk, name, operation)

    def _faulty(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*arguments: Any) -> Any:  # noqa: ANN401  whatever the real one takes and gives
            on = _named(arguments[0]) if arguments else Path(gettempdir())
            if name == "make_folder" and on.is_dir():
                return None
            self.meet(name, on, lambda: _half(name, real, arguments))
            if name == "reopen":
                return FaultyFile(arguments[0], self, "r+b")
            return (
                io.BufferedWriter(FaultyFile(arguments[0], self, "wb")) if name == "create" else real(*arguments)
            )

        return operation

    def meet(self, name: str, on: Path, half: Callable[[], object]) -> None:
        """One operation: count it, and fail if it is the one."""
        if self.below and not on.is_relative_to(self.below):
            return
        if self.is_over:
            raise Ended
        number = len(self.done)
        self.done.append(name)
        full = self.failed and self.kind == "ENOSPC" and name in _TAKE_SPACE
        if number != self.fatal and not full:
            return
        self.failed = self.failed or f"{name} {on.name}"
        if self.kind in ("half", "stop", "kill"):
            half()
        if self.kind == "kill":
            os._exit(137)
        if self.kind == "stop":
            raise Ended
        code = getattr(errno, self.kind, errno.ENOSPC)
        raise OSError(code, os.strerror(code), str(on))


class FaultyFile(io.RawIOBase):
    """A file on a faulty disk. What is written to it waits in a buffer, as it does before any file."""

    def __init__(self, path: Path, faulty: FaultyDisk, mode: Literal["wb", "r+b"]) -> None:
        self.name, self.faulty = str(path), faulty
        self.file = path.open(mode, buffering=0)

    def write(self, data: Any, /) -> int:  # noqa: ANN401  the signature of its base
        def half() -> None:
            self.file.write(memoryview(data)[: len(data) // 2])

        if self.faulty.is_over:
            return len(data)
        self.faulty.meet("write", Path(self.name), half)
        return self.file.write(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self.file.seek(offset, whence)

    def truncate(self, size: int | None = None, /) -> int:
        return self.file.truncate(size)

    def fileno(self) -> int:
        return self.file.fileno()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self.file.close()
        super().close()


def _named(argument: object) -> Path:
    """The path of a file, by whatever an operation is told of it."""
    if isinstance(argument, int):
        return Path(f"/proc/self/fd/{argument}").readlink()
    return argument if isinstance(argument, Path) else Path(getattr(argument, "name", ""))


def _half(name: str, real: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Half of an operation; of what has no half, all of it."""
    if name == "remove" and arguments[0].is_dir():
        # The system promises no order: here what a run reads first is what stays, as that is the worst.
        inside = [path for path in arguments[0].rglob("*") if path.is_file()]
        inside.sort(key=lambda path: path.name, reverse=True)
        for path in inside[: (len(inside) + 1) // 2]:
            path.unlink()
    elif name == "overwrite":
        os.ftruncate(arguments[0], 0)
    elif name in ("rename", "make_folder", "remove", "remove_empty"):
        real(*arguments)
