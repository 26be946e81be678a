"""Rows of numbers under keys, in a folder: put there in pieces, each whole or not there, and read one by one.

They are read from the disk for each use, and not mapped, so that they take no memory of the process: what is used
often, the system keeps at hand.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from xxhash import xxh3_128_hexdigest

from curate.files import disk
from curate.files.folder import put_whole, read_bytes

Numbers = npt.NDArray[np.float32] | npt.NDArray[np.uint16]
_KEYS, _ROWS = ".keys", ".rows"
_KEY_BYTES = 16


class _Place(NamedTuple):
    file: Path
    at: int
    rows: int


class Vectors:
    """By key, a few rows of the same width."""

    def __init__(self, folder: Path, width: int, kind: type[np.float32] | type[np.uint16]) -> None:
        self.folder = folder
        self.width = width
        self.kind = np.dtype(kind)
        self._places = dict[bytes, _Place]()
        self.look()

    def look(self) -> None:
        """See what lies there by now."""
        for file in sorted(self.folder.glob(f"*{_KEYS}")):
            self._places |= dict(self._in(file))

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def __getitem__(self, key: bytes) -> Numbers:
        """The rows under a key."""
        place = self._places[key]
        count = place.rows * self.width
        return np.fromfile(place.file, self.kind, count, offset=place.at).reshape(place.rows, self.width)

    def put(self, keys: Sequence[bytes], rows: Sequence[Numbers]) -> None:
        """Lay a piece there.

        Args:
            keys: Of 16 bytes each.
            rows: Under each key.

        Raises:
            OutputRefused: it can not be written.
        """
        name = xxh3_128_hexdigest(b"".join(keys))
        lengths = np.asarray([len(each) for each in rows], np.uint64)
        file = self.folder / f"{name}{_KEYS}"
        with disk.refused(self.folder):
            disk.make_folder(self.folder)
        put_whole(file.with_suffix(_ROWS), lambda out: out.writelines(each.tobytes() for each in rows))
        # Those are looked for by their keys, which come last.
        put_whole(file, lambda out: out.writelines([lengths.tobytes(), *keys]))
        self._places |= dict(self._in(file))

    def _in(self, file: Path) -> Iterator[tuple[bytes, _Place]]:
        told = read_bytes(file)
        count = len(told) // (_KEY_BYTES + 8)
        lengths = np.frombuffer(told, np.uint64, count).astype(np.int64)
        starts = (np.cumsum(lengths) - lengths) * self.width * self.kind.itemsize
        held, size = file.with_suffix(_ROWS), int(lengths.sum()) * self.width * self.kind.itemsize
        if not held.is_file() or held.stat().st_size != size:
            return  # what others have damaged is computed anew
        for number in range(count):
            at = 8 * count + _KEY_BYTES * number
            place = _Place(held, int(starts[number]), int(lengths[number]))
            yield told[at : at + _KEY_BYTES], place
