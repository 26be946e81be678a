"""The files that records come from."""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, cast

from curate.errors import InputError
from curate.files.digest import file_digest
from curate.files.slices import BOM, Slice, elements, lines

Container = Literal["lines", "array"]


@dataclass(frozen=True)
class Source:
    """One input file: its name as the user wrote it, and what kind of container it is."""

    name: str
    path: Path
    container: Container
    compressed: bool

    def slices(self) -> Iterator[Slice]:
        """The bytes of each record in the file, in order."""
        with _stream(self.path, self.name, compressed=self.compressed) as stream:
            yield from lines(stream) if self.container == "lines" else elements(stream)

    def pick(self, places: Iterator[tuple[int, int]]) -> Iterator[bytes]:
        """The bytes at each (offset, length), which must come in rising order. One pass, bounded memory."""
        with _stream(self.path, self.name, compressed=self.compressed) as stream:
            position = 0
            for offset, length in places:
                _skip(stream, offset - position)
                yield stream.read(length)
                position = offset + length

    def digest(self) -> str:
        """The SHA-256 of the file as it lies on the disk, in hex."""
        with _readable(self.path, self.name) as file:
            return file_digest(file)

    @property
    def bytes(self) -> int:
        """The size of the file as it lies on the disk."""
        return self.path.stat().st_size

    @property
    def ending(self) -> str:
        """The file name ending that its own container is written with."""
        plain = ".jsonl" if self.container == "lines" else ".json"
        return plain + (".gz" if self.compressed else "")


def open_source(name: str) -> Source:
    """Look at a file's first bytes and tell how its records are held.

    Raises:
        InputError: it is missing, a folder, unreadable, empty, or text in an encoding other than UTF-8.
    """
    path = Path(name)
    if _is_folder(path):
        raise InputError(f"{name} is a folder.", hint=f"Name the files in it: {name.rstrip('/')}/*.jsonl")
    with _readable(path, name) as file:
        compressed = file.read(2) == b"\x1f\x8b"
    with _stream(path, name, compressed=compressed) as stream:
        head = _head(stream)
    for mark, encoding in _OTHER_ENCODINGS:
        if head.startswith(mark):
            hint = f"Convert it first: iconv -f {encoding} -t UTF-8 {name}"
            raise InputError(f"{name} is {encoding}.", hint=hint)
    if not head:
        raise InputError(f"{name} is empty.")
    return Source(name, path, _container(head), compressed)


_OTHER_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def _head(stream: BinaryIO) -> bytes:
    """What a file opens with, blanks left out; empty only if all of it is blank."""
    head = b""
    while not head and (more := stream.read(1 << 16)):
        head = more.removeprefix(BOM).lstrip()
    return head


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # opening it will say why


def open_sources(names: Sequence[str]) -> tuple[Source, ...]:
    """Open each file, in the order given.

    Raises:
        InputError: one can not be read, or is named twice.
    """
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"{twice} is named twice.")
    return tuple(open_source(name) for name in names)


def _container(head: bytes) -> Container:
    """A `[` opens an array, unless what it opens is closed on a first line that others follow."""
    if not head.startswith(b"["):
        return "lines"
    first, _, rest = head.partition(b"\n")
    closed = first.rstrip().endswith(b"]") and first.count(b"[") == first.count(b"]")
    return "lines" if closed and rest.lstrip()[:1] in (b"[", b"{") else "array"


def _skip(stream: BinaryIO, count: int) -> None:
    while count > 0:
        count -= len(stream.read(min(count, 1 << 20))) or count


@contextmanager
def _readable(path: Path, name: str) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise InputError(f"{name} does not exist.") from None
    except OSError as error:
        raise InputError(f"{name} can not be read: {(error.strerror or str(error)).lower()}.") from None
    except ValueError as error:
        raise InputError(f"{name!r} can not be the name of a file: {error}.") from None


@contextmanager
def _stream(path: Path, name: str, *, compressed: bool) -> Iterator[BinaryIO]:
    with _readable(path, name) as file:
        if not compressed:
            yield file
            return
        try:
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield cast("BinaryIO", unpacked)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(f"{name} is damaged: its gzip stream can not be unpacked ({error}).") from None
