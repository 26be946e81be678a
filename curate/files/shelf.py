"""Frames that are kept under names: in memory, or on the disk, each name whole or not there at all."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import polars as pl

from curate.files import disk

Frames = Mapping[str, pl.DataFrame]
"""What lies under one name: a few frames, by names of their own."""


class Shelf(ABC):
    """Where the pieces of a long work lie until it is done."""

    @abstractmethod
    def __contains__(self, name: str) -> bool:
        """Whether something lies under a name."""

    @abstractmethod
    def put(self, name: str, frames: Frames) -> None:
        """Lay frames under a name, in place of what lies there."""

    @abstractmethod
    def get(self, name: str, frame: str) -> pl.DataFrame:
        """One of the frames under a name."""


class InMemory(Shelf):
    """A shelf that is gone with the process."""

    def __init__(self) -> None:
        self.held: dict[str, Frames] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.held

    def put(self, name: str, frames: Frames) -> None:
        """Lay frames under a name."""
        self.held[name] = frames

    def get(self, name: str, frame: str) -> pl.DataFrame:
        """One of the frames under a name."""
        return self.held[name][frame]


class OnDisk(Shelf):
    """A shelf in a folder: a file for each name, which is whole if it is there.

    A file is a zip archive, not compressed, of Arrow files, so that one frame can be read without the others.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __contains__(self, name: str) -> bool:
        return self._path(name).exists()

    def put(self, name: str, frames: Frames) -> None:
        """Lay frames under a name; on the disk when this returns."""
        target = self._path(name)
        partial = target.with_suffix(".partial")
        disk.make_folder(self.folder)
        with disk.create(partial) as file:
            with ZipFile(file, "w", ZIP_STORED) as archive:
                for own, frame in frames.items():
                    with archive.open(ZipInfo(own), "w", force_zip64=True) as member:
                        member.write(_as_arrow(frame))
            disk.flush(file)
        disk.rename(partial, target)
        disk.flush_folder(self.folder)

    def get(self, name: str, frame: str) -> pl.DataFrame:
        """One of the frames under a name.

        Raises:
            Damaged: it is not what was laid there.
        """
        try:
            with ZipFile(self._path(name)) as archive, archive.open(frame) as member:
                return pl.read_ipc(BytesIO(member.read()))
        except (BadZipFile, pl.exceptions.PolarsError) as error:
            raise Damaged(f"{self._path(name)} is damaged: {error}") from None

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.frames"


class Damaged(Exception):
    """A file on a shelf does not hold what was laid there."""


def _as_arrow(frame: pl.DataFrame) -> memoryview:
    file = BytesIO()
    frame.write_ipc(file)
    return file.getbuffer()
