"""What records are read from, whatever holds them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, ClassVar

from curate.files.digest import file_digest
from curate.files.packed import legible, readable
from curate.files.slices import Cut
from curate.files.values import Row

Stamp = tuple[tuple[int, int, int], ...]
"""Of each file its size, when it was changed as it says itself, and when as only the system says.

Who puts an old file back can give it its old time; what the system says can not be set. But that is another, too,
when only the rights of a file are.
"""

UNCHANGED: Mapping[int, Row] = MappingProxyType({})
"""No record of which a field holds something else."""

Place = tuple[int, int, int]
"""Row, offset and length of a record; a source of rows only goes by the row."""


def stamp_of(*paths: Path, name: str) -> Stamp:
    """The stamp of the files of a source.

    Raises:
        InputError: one of them is gone.
    """
    with legible(name):
        known = (path.stat() for path in paths)
        return tuple((status.st_size, status.st_mtime_ns, status.st_ctime_ns) for status in known)


def as_it_was(stamp: Stamp, before: Stamp) -> bool:
    """Whether files are what they were a while before, by all that tells of what they hold."""
    return [each[:2] for each in stamp] == [each[:2] for each in before]


class Source(ABC):
    """Where records come from: its name as the user wrote it, and what kind of container it is."""

    name: str
    path: Path
    container: str
    """`lines`, `array`, `csv`, `tsv`, `parquet`, `arrow`, `arrows`, `saved` or `frame`."""

    is_text: ClassVar[bool] = False
    """Whether a record is text, so that JSON text can say all that it holds."""

    @abstractmethod
    def cuts(self) -> Iterator[Cut]:
        """The records, in order, some at a time."""

    @abstractmethod
    def pick(self, places: Iterable[Place]) -> Iterator[bytes]:
        """The text of the record at each place, which must come in rising order; of a row, its JSON text."""

    def header(self) -> bytes:
        """The line that names the columns, with its line end; nothing where each record names its fields."""
        return b""

    def cells(self, raw: bytes) -> dict[str, str] | None:  # noqa: ARG002  only some are made of cells
        """The cells of a record, by the names in the header; None where a record is JSON text."""
        return None

    @abstractmethod
    def save(self, places: Sequence[Place], file: BinaryIO, changed: Mapping[int, Row] = UNCHANGED) -> None:
        """Write what a source of this kind would be that holds only these records, in rising order.

        `changed` gives, by row, the fields that hold something else there; other records are written as they are.
        """

    @abstractmethod
    def digest(self) -> str:
        """The SHA-256 of the source as it lies on the disk, in hex."""

    @abstractmethod
    def stamp(self) -> Stamp:
        """The size and the time of change of each file that holds the source: others, once it is changed."""

    @property
    @abstractmethod
    def bytes(self) -> int:
        """The size of the source as it lies on the disk."""

    @property
    @abstractmethod
    def ending(self) -> str:
        """The file name ending that its own container is written with."""


class FileSource(Source):
    """A source that is one file."""

    def digest(self) -> str:
        """The SHA-256 of the file as it lies on the disk, in hex."""
        with readable(self.path, self.name) as file:
            return file_digest(file)

    def stamp(self) -> Stamp:
        """The size and the time of change of the file."""
        return stamp_of(self.path, name=self.name)

    @property
    def bytes(self) -> int:
        """The size of the file as it lies on the disk."""
        with legible(self.name):
            return self.path.stat().st_size
