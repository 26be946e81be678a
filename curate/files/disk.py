"""Every operation that changes what lies on the disk: the one place where one can fail.

Whoever changes anything on the disk goes through here, by the name of this module, so that a test can let each
operation fail, cut a write short, or end the process behind it.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import RawIOBase
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir, mkdtemp
from typing import IO, BinaryIO

from curate.errors import OutputRefused, reason_of

PASSING = "curate-passing-"
"""How the name of what is temporary begins."""


def create(path: Path) -> BinaryIO:
    """A new file, or an empty one in place of the old, open for writing."""
    return path.open("wb")


def reopen(path: Path) -> RawIOBase:
    """A file that is there, with all that it holds, open for writing; nothing waits in a buffer."""
    return path.open("r+b", buffering=0)


def cut(file: RawIOBase, size: int) -> None:
    """Take away what an open file holds beyond a size."""
    file.truncate(size)


def create_passing() -> IO[bytes]:
    """A new file in the system's folder for such, gone when it is closed."""
    return NamedTemporaryFile(prefix=PASSING)


def create_passing_folder() -> Path:
    """A new folder in the system's folder for such; whoever made it removes it."""
    return Path(mkdtemp(prefix=PASSING))


def create_lock(path: Path) -> int:
    """The handle of a file for reading and writing, which is made if it is not there."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)


def overwrite(handle: int, text: str) -> None:
    """Put a few words in place of all that an open file holds."""
    os.ftruncate(handle, 0)
    os.pwrite(handle, text.encode(), 0)


def flush(file: BinaryIO | RawIOBase) -> None:
    """Wait until all that was written to a file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def flush_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk, as far as its filesystem offers that."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return  # one may write to a folder that one may not read
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBADF):
            raise
    finally:
        os.close(handle)


def flush_all(folder: Path) -> None:
    """Wait until all that a folder holds is on the disk, where something else has written it."""
    for path in (*folder.rglob("*"), folder):
        if path.is_dir():
            flush_folder(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())


def rename(path: Path, target: Path) -> None:
    """Give a file or a folder its final name, in place of a file that has it."""
    path.replace(target)


def make_folder(path: Path) -> None:
    """Make a folder, with those above it; one that is there already is left as it is."""
    new = [each for each in (path, *path.parents) if not each.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for each in new:
        flush_folder(each.parent)


def keep_private(folder: Path) -> None:
    """Let nobody but its owner see what is in a folder."""
    folder.chmod(0o700)


def mark_as_used(path: Path) -> None:
    """Give a file the time of now."""
    os.utime(path)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that it holds; nothing if it is not there."""
    _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def remove_empty(folder: Path) -> None:
    """Remove a folder that holds nothing."""
    folder.rmdir()


def tidy(path: Path) -> None:
    """Remove what nobody needs any more, as far as that can be done."""
    with suppress(OSError):
        remove(path)


def clear(path: Path) -> None:
    """Remove what a process that was killed has left, as far as that can be done.

    That is no operation of this process, of which tests count every one: it depends on what went before.
    """
    with suppress(OSError):
        _remove(path)


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Turn the system's refusal to write into an error that names the file or folder."""
    try:
        yield
    except OSError as error:
        raise _refusal(str(path), error) from None


@contextmanager
def temporary_refused() -> Iterator[None]:
    """The same, for what is temporary."""
    try:
        yield
    except OSError as error:
        raise _refusal(f"the folder for temporary files, {gettempdir()},", error, _ELSEWHERE) from None


_ELSEWHERE = ", or name another folder: TMPDIR=..."
_TO_DO = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "Make room there"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "See to it that you may write there"),
}


def _refusal(what: str, error: OSError, elsewhere: str = ".") -> OutputRefused:
    hint = f"{_TO_DO.get(error.errno or 0, 'Put that right')} and run again{elsewhere}"
    in_the_way = isinstance(error, FileExistsError | IsADirectoryError | NotADirectoryError)
    where = f" ({error.filename})" if in_the_way and error.filename else ""
    return OutputRefused(f"{what} can not be written: {reason_of(error)}{where}.", hint=hint)
