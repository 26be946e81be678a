r"""A file that only grows: each addition is whole or does not count, has a checksum, and never changes again.

    file      head, settings as JSON, then additions; numbers are little-endian, lengths multiples of 8
    head      "\x89CURATE\n", u32 version, u32 length of the settings, u64 checksum of both and of the settings
    addition  "ADDITION", u64 length, u64 checksum of the content, u64 checksum of these 24 bytes with the place of
              the addition as its seed; the content

Checksums are XXH3 of 64 bits. The word that an addition begins with is written last, over zeros, once all behind
it is on the disk. So an addition without it, at the end, is one whose writer was ended: it does not count, and the
next one takes its place. All else that is not as it should be is damage, also an addition with its word that ends
too early.
"""

import json
import logging
import mmap
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import RawIOBase
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple

from xxhash import xxh3_64, xxh3_64_intdigest

from curate.errors import InputError, OutputRefused, reason_of
from curate.files import disk
from curate.files.disk import refused

LOG = logging.getLogger("curate")
MAGIC = b"\x89CURATE\n"
VERSION = 2
ALIGNED = 8
_HEAD = Struct("<8sIIQ")
_BEFORE = Struct("<8sQQQ")
_CHECKSUM = 8
_WHOLE = b"ADDITION"
_NOT_YET = bytes(len(_WHOLE))
_LONGEST = 1 << 20
"""Bytes of settings, which are a few words."""
_ANEW = "Take a copy of it that is whole, or make it anew from the accepted data."

Settings = Mapping[str, Any]


class Additions(NamedTuple):
    """What such a file held when it was read."""

    path: Path
    settings: Settings
    """By which its content was made."""
    contents: list[memoryview]
    """Of each addition, as it lies in the file: nothing is copied."""
    end: int
    """Where the next addition goes."""

    def add(self, pieces: Sequence[bytes]) -> None:
        """Put one more behind the others, once; nobody else may do so since it was read.

        Raises:
            OutputRefused: it can not be written, or was changed; the file holds what it held.
        """
        with refused(self.path), disk.reopen(self.path) as file:
            if not self._is_last(file.fileno()):
                raise OutputRefused(
                    f"{self.path} was changed after it was read; nothing was added.", hint="Run again."
                )
            disk.cut(file, self.end)
            file.seek(self.end)
            for piece in (_NOT_YET, _before(pieces, self.end)[len(_WHOLE) :], *pieces):
                _write(file, piece)
            disk.flush(file)
            file.seek(self.end)
            _write(file, _WHOLE)
            disk.flush(file)

    def _is_last(self, handle: int) -> bool:
        """Whether there is no addition behind those that were read: a complete one is never written over."""
        whole = os.fstat(handle).st_size >= self.end
        return whole and not list(_whole(self.path, handle, self.end))


def _write(file: RawIOBase, piece: bytes) -> None:
    """Write all of it. Of a file with a buffer the rest would come when it is closed, also after an error."""
    left = memoryview(piece)
    while left:
        left = left[file.write(left) or 0 :]


def create_additions(path: Path, settings: Settings, pieces: Sequence[bytes]) -> None:
    """Make such a file with one addition, whole or not at all.

    Raises:
        OutputRefused: it can not be written.
    """
    partial = path.with_name(f".partial-{path.name}")
    head = _head(settings)
    with refused(path):
        disk.make_folder(path.parent)
        try:
            with disk.create(partial) as file:
                file.writelines((head, _before(pieces, len(head)), *pieces))
                disk.flush(file)
            disk.rename(partial, path)
        except BaseException:
            disk.tidy(partial)
            raise
        disk.flush_folder(path.parent)


def _head(settings: Settings) -> bytes:
    text = json.dumps(settings, sort_keys=True).encode()
    text += b" " * (-len(text) % ALIGNED)
    begin = _HEAD.pack(MAGIC, VERSION, len(text), 0)[:-_CHECKSUM]
    return _HEAD.pack(MAGIC, VERSION, len(text), xxh3_64_intdigest(begin + text)) + text


def _before(pieces: Sequence[bytes], at: int) -> bytes:
    """What stands before the content of an addition at this place."""
    checksum = xxh3_64()
    for piece in pieces:
        checksum.update(piece)
    length = sum(map(len, pieces))
    begin = _BEFORE.pack(_WHOLE, length, checksum.intdigest(), 0)[:-_CHECKSUM]
    return _BEFORE.pack(_WHOLE, length, checksum.intdigest(), xxh3_64_intdigest(begin, at))


def read_additions(path: Path, kind: str) -> Additions:
    """What a file of additions holds, of which each checksum is right.

    Args:
        path: The file.
        kind: What it is to a person, such as `index of accepted records`.

    Raises:
        InputError: there is no such file, it is of another kind or a newer version, or damaged.
    """
    with _readable(path, kind), path.open("rb") as file:
        settings, begin = _opening(path, file.fileno(), kind)
        found = list(_whole(path, file.fileno(), begin))
        if not found:
            raise damaged(path)  # it was whole when it was given its name
        end = found[-1].end
        held = memoryview(mmap.mmap(file.fileno(), end, access=mmap.ACCESS_READ))
        left = os.fstat(file.fileno()).st_size - end
    contents = [held[each.begin : each.end] for each in found]
    for content, each in zip(contents, found, strict=True):
        if xxh3_64_intdigest(content) != each.checksum:
            raise damaged(path)
    if left:
        LOG.warning("%s: an addition that was ended before it was whole does not count; add it again", path)
    return Additions(path, settings, contents, end)


class _Found(NamedTuple):
    """Where the content of an addition stands, and what its checksum must be."""

    begin: int
    end: int
    checksum: int


def _opening(path: Path, handle: int, kind: str) -> tuple[Settings, int]:
    """The settings, and where the additions begin."""
    head = os.pread(handle, _HEAD.size, 0)
    if len(head) < _HEAD.size or not head.startswith(MAGIC):
        raise InputError(f"{path} is no {kind}.", hint="Nothing in it was changed. Name another file.")
    _, version, length, checksum = _HEAD.unpack(head)
    if version != VERSION:
        raise InputError(
            f"{path} is of version {version} of its format, and this curate knows {VERSION}.",
            hint="Use a newer curate." if version > VERSION else "Make it anew from the accepted data.",
        )
    text = os.pread(handle, min(length, _LONGEST), _HEAD.size)
    if checksum != xxh3_64_intdigest(head[:-_CHECKSUM] + text):
        raise damaged(path)
    return json.loads(text), _HEAD.size + length


def _whole(path: Path, handle: int, at: int) -> Iterator[_Found]:
    """The additions that are complete."""
    size = os.fstat(handle).st_size
    while at < size:
        before = os.pread(handle, _BEFORE.size, at)
        if not _WHOLE.startswith(before[: len(_WHOLE)]):
            if not _was_ended(path, handle, at):
                raise damaged(path)
            return
        begin, (length, checksum) = at + _BEFORE.size, _told(path, before, at)
        at = begin + length
        if at > size:
            raise damaged(path, "its last addition is cut short")
        yield _Found(begin, at, checksum)


def _told(path: Path, before: bytes, at: int) -> tuple[int, int]:
    """The length and the checksum of an addition's content, of what stands before it."""
    if len(before) < _BEFORE.size:
        raise damaged(path, "its last addition is cut short")
    _, length, checksum, own = _BEFORE.unpack(before)
    if own != xxh3_64_intdigest(_WHOLE + before[len(_WHOLE) : -_CHECKSUM], at):
        raise damaged(path)
    return length, checksum


def _was_ended(path: Path, handle: int, at: int) -> bool:
    """Whether this is what a writer leaves that was ended: it is the last, and has not all of the word."""
    size, before = os.fstat(handle).st_size, os.pread(handle, _BEFORE.size, at)
    written, told = before[: len(_WHOLE)].rstrip(b"\0"), before[len(_WHOLE) :]
    if len(before) < _BEFORE.size:
        return not written
    if not any(told):
        return not written and _is_blank(handle, at, size)
    return _WHOLE.startswith(written) and size <= at + _BEFORE.size + _told(path, before, at)[0]


def _is_blank(handle: int, at: int, size: int) -> bool:
    """Whether nothing but zeros is left: space that was given to a file whose content never reached the disk."""
    blocks = (os.pread(handle, _LONGEST, place) for place in range(at, size, _LONGEST))
    return not any(block.strip(b"\0") for block in blocks)


def damaged(path: Path, what: str = "it is not what was written there") -> InputError:
    """What is to be said of a file that is not as it was left."""
    return InputError(f"{path} is damaged: {what}.", hint=_ANEW)


@contextmanager
def _readable(path: Path, kind: str) -> Iterator[None]:
    try:
        if path.exists() and not path.is_file():
            raise InputError(f"{path} is no {kind}, as it is no file.")
        yield
    except OSError as error:
        raise InputError(f"{path} can not be read: {reason_of(error)}.") from None
