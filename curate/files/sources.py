"""From the names a user gives to sources of records, told by their first bytes."""

from collections.abc import Iterable, Sequence
from os import PathLike, fspath
from os.path import realpath
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from curate.errors import InputError, OutputRefused, UsageError
from curate.files.disk import refused
from curate.files.inputs import STDIN, every_input, is_read_once, is_saved_dataset, spooled
from curate.files.packed import Packing, legible, packing_of, readable, unpacked
from curate.files.slices import BOM
from curate.files.source import Source
from curate.files.tables import MAGIC, FileTable, Frame, SavedDataset
from curate.files.texts import TextFile, container_of

_NO_INPUT = (
    (b"PK\x03\x04", "a zip archive", "Unpack it first: unzip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first: 7z x"),
    (b"BZh", "compressed by bzip2", "Unpack it first: bunzip2"),
    (b"\xfd7zXZ", "compressed by xz", "Unpack it first: unxz"),
    (b"\x80\x04\x95", "a Python pickle, which can run code when it is opened", "Ask for JSON Lines in its place:"),
)
_OTHER_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


_HEAD = 1 << 16
"""Bytes by which a container is told."""


def open_sources(names: Sequence[str]) -> tuple[Source, ...]:
    """Open each input, in the order given: files, patterns, folders, `-` for standard input.

    Raises:
        InputError: one can not be read, or is named twice.
    """
    found = every_input(names)
    _must_be_named_once(found)
    return tuple(open_source(name) for name in found)


def sources_of(inputs: Sequence[Any]) -> tuple[Source, ...]:
    """Each input as a source: names of files, polars frames, and datasets of the library `datasets`.

    Raises:
        InputError: one can not be read, or is named twice.
        UsageError: one is none of these.
    """
    sources: list[Source] = []
    for each in inputs:
        if isinstance(each, str | PathLike):
            sources += open_sources([fspath(each)])
        else:
            sources.append(Frame(f"frame {len(sources) + 1}", _as_frame(each)))
    names = [source.name for source in sources]
    _must_be_named_once(names)
    return tuple(sources)


def _as_frame(given: Any) -> pl.DataFrame:  # noqa: ANN401  whatever the caller holds
    if isinstance(given, pl.LazyFrame):
        return given.collect()
    if isinstance(given, pl.DataFrame):
        return given
    # A dataset gives itself as a frame; the library that made it need not be imported here.
    if type(given).__module__.startswith("datasets.") and hasattr(given, "to_polars"):
        frame: pl.DataFrame = given.to_polars()
        return frame
    raise UsageError(
        f"records can not be read from a {type(given).__name__}.",
        hint="Give the name of a file, a polars frame, or a Dataset (of a DatasetDict: one of its splits).",
    )


def _must_be_named_once(names: Sequence[str]) -> None:
    named = dict[str, str]()
    for name in names:
        with legible(name):
            place = realpath(name)
        if other := named.get(place):
            raise InputError(f"{name} is named twice{'' if name == other else f', the other time as {other}'}.")
        named[place] = name


def open_source(name: str) -> Source:
    """Look at a file's first bytes and tell how its records are held.

    Raises:
        InputError: it is missing, unreadable, empty, or of a kind that holds no records.
    """
    path = Path(name)
    if name == STDIN or is_read_once(path):
        path = spooled(name)
    name = _printable(name)
    if is_saved_dataset(path):
        return SavedDataset(name, path)
    with readable(path, name) as file:
        start = file.read(8)
    for magic, what, hint in _NO_INPUT:
        if start.startswith(magic):
            raise InputError(f"{name} is {what}.", hint=f"{hint} {name}")
    for magic, table in MAGIC:
        if start.startswith(magic):
            return FileTable(name, path, table)
    return _text_file(name, path, packing_of(start))


def _text_file(name: str, path: Path, packing: Packing) -> TextFile:
    with unpacked(path, name, packing) as stream:
        head = _head(stream)
    for mark, encoding in _OTHER_ENCODINGS:
        if head.startswith(mark):
            hint = f"Convert it first: iconv -f {encoding} -t UTF-8 {name}"
            raise InputError(f"{name} is {encoding}.", hint=hint)
    if not head:
        raise InputError(f"{name} is empty.")
    return TextFile(name, path, container_of(name, head), packing)


def _head(stream: BinaryIO) -> bytes:
    """What a file opens with, blanks left out; empty only if all of it is blank."""
    head = b""
    while len(head) < _HEAD and (more := stream.read(_HEAD)):
        head += more if head else more.removeprefix(BOM).lstrip()
    return head


def _printable(name: str) -> str:
    """A name as it can be shown: bytes in it that are no text as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()


def must_not_replace(out: Path, sources: Iterable[Source]) -> None:
    """See that what is to be written is none of what was read.

    Raises:
        UsageError: it is.
        OutputRefused: it has a name that no file can have.
    """
    with refused(out):
        there = out.exists()
    for source in sources:
        path = getattr(source, "path", None)
        if there and path and path.exists() and (out.samefile(path) or path in out.resolve().parents):
            raise UsageError(f"{out} is what was read; nothing was written.", hint="Write to another file.")


def must_not_lie_in(folder: Path, sources: Iterable[Source]) -> None:
    """See that nothing that is read lies in a folder whose content is to be replaced.

    Raises:
        OutputRefused: something does.
    """
    for source in sources:
        path = getattr(source, "path", None)
        if path and folder.resolve() in path.resolve().parents:
            raise OutputRefused(
                f"{source.name} is to be read, and lies in {folder}, where all is replaced; nothing was changed.",
                hint="Give --out another folder.",
            )
