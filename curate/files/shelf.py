"""Frames that are kept under names: in memory, or on the disk, each name whole or not there at all."""

import os
import struct
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from io import BytesIO
from lzma import LZMAError
from pathlib import Path
from weakref import finalize
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.errors import InputError, reason_of
from curate.files import disk, passing

_DAMAGED = (
    *(BadZipFile, EOFError, LookupError, LZMAError, OverflowError, RuntimeError, ValueError),
    *(struct.error, zlib.error, pl.exceptions.PolarsError),
)
"""What may come of reading an archive in which any byte is another than it was."""

Frames = Mapping[str, pl.DataFrame]
"""What lies under one name: a few frames, by names of their own."""
Rows = npt.NDArray[np.int64]
Making = Callable[[Rows | None], Frames]
"""Makes frames; of some rows alone where it is asked for those."""


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

    def get_rows(self, name: str, frame: str, rows: Rows) -> pl.DataFrame:
        """Some rows of a frame, in their order."""
        return self.get(name, frame)[rows]

    def put_later(self, name: str, make: Making) -> None:
        """Lay frames under a name; a late shelf makes them only when they are asked for."""
        self.put(name, make(None))

    def settle(self, name: str) -> None:  # noqa: ARG002  for shelves that are late
        """See that what lies under a name lies where other processes find it."""
        return

    @abstractmethod
    def held(self, name: str) -> list[str]:
        """The names of the frames under a name."""

    def discard(self) -> None:
        """Let go of all that lies here, where it is of no use to a later run."""
        return


class InMemory(Shelf):
    """A shelf that is gone with the process."""

    def __init__(self) -> None:
        self.frames: dict[str, Frames] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.frames

    def put(self, name: str, frames: Frames) -> None:
        """Lay frames under a name."""
        self.frames[name] = frames

    def get(self, name: str, frame: str) -> pl.DataFrame:
        """One of the frames under a name."""
        return self.frames[name][frame]

    def held(self, name: str) -> list[str]:
        """The names of the frames under a name."""
        return list(self.frames[name])


class Over(InMemory):
    """A shelf in memory, over another one on which nothing more is laid."""

    def __init__(self, below: Shelf) -> None:
        super().__init__()
        self.below = below

    def __contains__(self, name: str) -> bool:
        return super().__contains__(name) or name in self.below

    def get(self, name: str, frame: str) -> pl.DataFrame:
        """One of the frames under a name."""
        return super().get(name, frame) if name in self.frames else self.below.get(name, frame)

    def get_rows(self, name: str, frame: str, rows: Rows) -> pl.DataFrame:
        """Some rows of a frame."""
        return (
            super().get_rows(name, frame, rows) if name in self.frames else self.below.get_rows(name, frame, rows)
        )

    def held(self, name: str) -> list[str]:
        """The names of the frames under a name."""
        return super().held(name) if name in self.frames else self.below.held(name)

    def settle(self, name: str) -> None:
        """See to it below."""
        self.below.settle(name)


class Late(Shelf):
    """Another shelf, on which some things are laid down only when somebody asks for them."""

    def __init__(self, below: Shelf) -> None:
        self.below = below
        self._coming = dict[str, Making]()

    def __contains__(self, name: str) -> bool:
        return name in self._coming or name in self.below

    def put(self, name: str, frames: Frames) -> None:
        """Lay frames under a name."""
        self._coming.pop(name, None)
        self.below.put(name, frames)

    def put_later(self, name: str, make: Making) -> None:
        """Lay frames under a name once they are asked for."""
        self._coming[name] = make

    def settle(self, name: str) -> None:
        """Lay down what is to lie under a name."""
        if make := self._coming.get(name):
            self.put(name, make(None))
        self.below.settle(name)

    def get_rows(self, name: str, frame: str, rows: Rows) -> pl.DataFrame:
        """Some rows of a frame; nothing is laid down for them."""
        make = self._coming.get(name)
        return make(rows)[frame] if make else self.below.get_rows(name, frame, rows)

    def get(self, name: str, frame: str) -> pl.DataFrame:
        """One of the frames under a name."""
        self.settle(name)
        return self.below.get(name, frame)

    def held(self, name: str) -> list[str]:
        """The names of the frames under a name."""
        self.settle(name)
        return self.below.held(name)

    def discard(self) -> None:
        """Let go of all that lies here."""
        self._coming.clear()
        self.below.discard()

    def __reduce__(self) -> tuple[Callable[[Shelf], Shelf], tuple[Shelf]]:
        """To another process it is the shelf below; who hands it over settles what is needed there."""
        return _as_it_is, (self.below,)


def _as_it_is(shelf: Shelf) -> Shelf:
    return shelf


class OnDisk(Shelf):
    """A shelf in a folder: a file for each name, which is whole if it is there.

    A file is a zip archive, not compressed, of Arrow files, so that one frame can be read without the others.
    """

    durable = True
    """Whether what was laid down outlives a loss of power: it is waited for until it is on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __contains__(self, name: str) -> bool:
        return self._path(name).exists()

    def put(self, name: str, frames: Frames) -> None:
        """Lay frames under a name."""
        target = self._path(name)
        partial = target.with_suffix(f".{os.getpid()}.partial")
        with self._refused():
            disk.make_folder(self.folder)
            with disk.create(partial) as file:
                with ZipFile(file, "w", ZIP_STORED) as archive:
                    for own, frame in frames.items():
                        with archive.open(ZipInfo(own), "w", force_zip64=True) as member:
                            member.write(_as_arrow(frame))
                if self.durable:
                    disk.flush(file)
            disk.rename(partial, target)
            if self.durable:
                disk.flush_folder(self.folder)

    def get(self, name: str, frame: str) -> pl.DataFrame:
        """One of the frames under a name.

        Raises:
            InputError: it is not what was laid there.
        """
        with self._legible(name), ZipFile(self._path(name)) as archive:
            return Opened(archive).get(frame)

    def opened(self, name: str) -> "Opened":
        """What lies under a name, which stays whatever becomes of the name.

        Raises:
            InputError: it is not what was laid there.
        """
        with self._legible(name):
            archive = ZipFile(self._path(name))
            if damaged := archive.testzip():
                raise BadZipFile(f"{damaged} has another checksum")
            return Opened(archive)

    def held(self, name: str) -> list[str]:
        """The names of the frames under a name.

        Raises:
            InputError: it is not what was laid there.
        """
        with self._legible(name), ZipFile(self._path(name)) as archive:
            return archive.namelist()

    @contextmanager
    def _legible(self, name: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise InputError(
                "what a run held of its records is gone, as the run is over.",
                hint="Its folder holds what it kept.",
            ) from None
        except OSError as error:
            raise InputError(
                f"{self._path(name)} can not be read: {reason_of(error)}.",
                hint="If it is damaged, start afresh: --fresh",
            ) from None
        except _DAMAGED as error:
            raise InputError(
                f"{self._path(name)} is not what was written there: {error}.", hint="Start afresh: --fresh"
            ) from None

    def _refused(self) -> AbstractContextManager[None]:
        """Turn the system's refusal to write into an error."""
        return disk.refused(self.folder)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.frames"


class Opened:
    """Frames in an archive that is open."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive

    def held(self) -> list[str]:
        """The names of the frames."""
        return self._archive.namelist()

    def get(self, frame: str) -> pl.DataFrame:
        """One of the frames."""
        with self._archive.open(frame) as member:
            return pl.read_ipc(BytesIO(member.read()))


class Replaceable(OnDisk):
    """A shelf of what can be made again: what a loss of power has damaged is as good as not there."""

    durable = False


class Passing(Replaceable):
    """A shelf among the system's temporary files."""

    def _refused(self) -> AbstractContextManager[None]:
        return disk.temporary_refused()


class Scratch(Passing):
    """A shelf in a folder that is gone when nothing refers to the shelf any more, or the process ends."""

    def __init__(self) -> None:
        with disk.temporary_refused():
            folder, handle = passing.new_folder()
        super().__init__(folder)
        self._end = finalize(self, passing.remove, folder, handle)

    def discard(self) -> None:
        """Remove the folder now."""
        self._end()

    def __reduce__(self) -> tuple[type[OnDisk], tuple[Path]]:
        """To another process it is a folder that is not its own."""
        return Passing, (self.folder,)


def _as_arrow(frame: pl.DataFrame) -> memoryview:
    file = BytesIO()
    frame.write_ipc(file)
    return file.getbuffer()
