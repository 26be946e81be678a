"""The user's cache folder: frames that can be made again, kept within a size, the least used gone first."""

import logging
import os
from contextlib import suppress
from pathlib import Path

from curate.errors import CurateError
from curate.files import disk
from curate.files.room import make_room
from curate.files.shelf import Frames, OnDisk, Replaceable

LOG = logging.getLogger("curate")
MOST = 2 << 30
"""Bytes that the cache may take."""
MOST_FILES = 500
"""A look into the cache opens every file of its folder, so that there may not be many."""
_TOLD = set[Path]()
"""Folders of which it was told that nothing can be kept in them."""


def cache_folder() -> Path | None:
    """Where it lies: `curate` in the folder that the system has for such things. None without a home."""
    own = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        return (own if own.is_absolute() else Path.home() / ".cache") / "curate"
    except RuntimeError:
        return None


class Cache:
    """Shelves by name, each in a folder of its own, which only its owner can read."""

    def __init__(self, folder: Path, *, most: int = MOST) -> None:
        self.folder = folder
        self.most = most

    def shelf(self, name: str) -> OnDisk:
        """The shelf of this name."""
        return Replaceable(self.folder / name)

    def names(self, shelf: OnDisk) -> list[str]:
        """What lies on a shelf, in no order that means anything."""
        return sorted(path.stem for path in shelf.folder.glob("*.frames"))

    def latest(self, shelf: OnDisk, start: str) -> list[str]:
        """What lies on a shelf under a name that begins so, the last used first."""
        found = []
        for path in shelf.folder.glob(f"{start}*.frames"):
            with suppress(FileNotFoundError):  # another process was faster
                found.append((path.stat().st_mtime_ns, path.stem))
        return [name for _, name in sorted(found, reverse=True)]

    def put(self, shelf: OnDisk, name: str, frames: Frames) -> None:
        """Lay frames on a shelf, and remove what has not been used for longest where all of it takes too much.

        Raises:
            OutputRefused: they can not be written.
        """
        with disk.refused(self.folder):
            if not self.folder.exists():
                disk.make_folder(self.folder)
                disk.keep_private(self.folder)
            shelf.put(name, frames)
            make_room(self.folder.glob("*/*"), self.most, count=MOST_FILES)

    def keep(self, shelf: OnDisk, name: str, frames: Frames) -> None:
        """The same; where it can not be, that is told, once for all that is to be kept in this folder."""
        try:
            self.put(shelf, name, frames)
        except CurateError as error:
            if self.folder not in _TOLD:
                _TOLD.add(self.folder)
                LOG.info("nothing is cached: %s", error.message)

    def used(self, shelf: OnDisk, name: str) -> None:
        """Mark something as used just now."""
        disk.mark_as_used(shelf.folder / f"{name}.frames")
