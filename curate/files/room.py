"""Room in a folder: what was not used for longest goes first, where all of it takes too much."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from math import inf
from pathlib import Path

from curate.files import disk


def make_room(paths: Iterable[Path], most: int, *, count: float = inf, spared: float = inf) -> None:
    """Remove files and folders, the least used first, until what is left takes no more.

    Args:
        paths: What there is.
        most: Bytes that all of it may take.
        count: How many there may be.
        spared: What was used since then stays, in seconds since 1970.
    """
    kept = 0
    for number, (used, size, path) in enumerate(sorted(_told(paths), reverse=True)):
        kept += size
        if used < spared and (kept > most or number >= count):
            disk.tidy(path)


def used(path: Path) -> None:
    """Mark something as used just now, where it is there and that can be done."""
    with suppress(OSError):
        disk.mark_as_used(path)


def _told(paths: Iterable[Path]) -> Iterator[tuple[float, int, Path]]:
    for path in paths:
        with suppress(FileNotFoundError):  # another process was faster
            yield path.stat().st_mtime, _size(path), path


def _size(path: Path) -> int:
    """Of a file, or of all that a folder holds."""
    return sum(each.stat().st_size for each in path.rglob("*")) if path.is_dir() else path.stat().st_size
