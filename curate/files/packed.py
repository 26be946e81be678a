"""Files as streams of bytes, unpacked where they are compressed."""

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import BufferedReader, FileIO
from os import fstat
from pathlib import Path
from types import ModuleType
from typing import IO, Any, BinaryIO, Literal, cast

from curate.errors import InputError, reason_of
from curate.files.slices import CHUNK

Packing = Literal["", "gz", "zst"]
MOST_UNPACKED = 1 << 30
MOST_RATIO = 1_000
"""A file that unpacks to more than both allow is a trap, not a set of demonstrations."""

_MAGIC: tuple[tuple[bytes, Packing], ...] = ((b"\x1f\x8b", "gz"), (b"\x28\xb5\x2f\xfd", "zst"))


def packing_of(head: bytes) -> Packing:
    """How a file is compressed, by its first bytes."""
    return next((packing for magic, packing in _MAGIC if head.startswith(magic)), "")


def packing_for(name: str) -> Packing:
    """How a file of this name is to be compressed."""
    ending = name.rpartition(".")[2]
    return ending if ending in ("gz", "zst") else ""  # type: ignore[return-value]


class _File(FileIO):
    """A file that says by the name its user gave it why it can not be read."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path)
        self.called = name

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401  the signature of its base
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise _unreadable(self.called, error) from None


def _unreadable(name: str, error: OSError) -> InputError:
    return InputError(f"{name} can not be read: {reason_of(error)}.")


def readable(path: Path, name: str) -> BufferedReader:
    """The bytes of a file as it lies on the disk.

    Raises:
        InputError: it is missing, or can not be read.
    """
    with legible(name):
        return BufferedReader(_File(path, name), CHUNK)


@contextmanager
def legible(name: str) -> Iterator[None]:
    """Turn the system's refusal to read into an error that names the file as its user did."""
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"{name} does not exist.") from None
    except OSError as error:
        raise _unreadable(name, error) from None
    except ValueError as error:
        raise InputError(f"{name!r} can not be the name of a file: {error}.") from None


@contextmanager
def unpacked(path: Path, name: str, packing: Packing) -> Iterator[BinaryIO]:
    """The bytes that a file holds.

    Raises:
        InputError: it can not be read, its compressed stream is damaged, or it unpacks to far too much.
    """
    with readable(path, name) as file:
        if not packing:
            yield file
            return
        most = max(MOST_UNPACKED, MOST_RATIO * fstat(file.fileno()).st_size)
        try:
            with _stream(file, packing) as stream:
                yield cast("BinaryIO", _Bounded(stream, name, most))
        except (EOFError, zlib.error, gzip.BadGzipFile, _zstd().ZstdError) as error:
            raise InputError(
                f"{name} is damaged: its {packing} stream can not be unpacked ({error}).",
                hint="Nothing of it was used. Fetch or compress it again.",
            ) from None


@contextmanager
def packed(file: IO[bytes], packing: Packing) -> Iterator[IO[bytes]]:
    """A stream that is compressed into a file; equal content gives equal bytes."""
    if not packing:
        yield file
    elif packing == "gz":
        # No name and no time in the header.
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as stream:
            yield cast("IO[bytes]", stream)
    else:
        with _zstd().ZstdFile(file, mode="wb") as stream:
            yield cast("IO[bytes]", stream)


def _stream(file: BinaryIO, packing: Packing) -> IO[bytes]:
    return cast("IO[bytes]", gzip.GzipFile(fileobj=file) if packing == "gz" else _zstd().ZstdFile(file))


def _zstd() -> ModuleType:
    return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


class _Bounded:
    """A stream that ends in an error when it has given more than it may."""

    def __init__(self, stream: IO[bytes], name: str, most: int) -> None:
        self.stream = stream
        self.name = name
        self.left = most

    def read(self, size: int) -> bytes:
        return self._counted(self.stream.read(size))

    def readline(self, size: int) -> bytes:
        return self._counted(self.stream.readline(size))

    def _counted(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            raise InputError(
                f"{self.name} unpacks to over {MOST_RATIO:,} times its size, as no set of demonstrations does.",
                hint="If it is one, unpack it yourself and name the unpacked file.",
            )
        return data
