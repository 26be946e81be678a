"""A frame and arrays in one stretch of bytes, each where it can be read as it lies.

Each block is a u64 that tells its length, its bytes, and zeros up to a multiple of 8. First comes the frame, as an
Arrow file; then the arrays, of u64 all of them.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.files.tables import WIDELY_READ

_NUMBER = np.dtype("<u8")
Numbers = npt.NDArray[np.uint64]


def laid(frame: pl.DataFrame, arrays: Sequence[npt.NDArray[np.integer[Any]]]) -> list[bytes]:
    """The pieces of a stretch that holds them."""
    file = BytesIO()
    frame.write_ipc(file, compat_level=WIDELY_READ)
    contents = (file.getvalue(), *(array.astype(_NUMBER, copy=False).tobytes() for array in arrays))
    return [piece for content in contents for piece in _block(content)]


def _block(content: bytes) -> tuple[bytes, bytes, bytes]:
    return len(content).to_bytes(_NUMBER.itemsize, "little"), content, bytes(-len(content) % _NUMBER.itemsize)


def arrays_in(stretch: memoryview) -> list[Numbers]:
    """The arrays, which are views of the stretch."""
    return [np.frombuffer(block, _NUMBER) for block in list(_blocks(stretch))[1:]]


def frame_in(stretch: memoryview) -> pl.DataFrame:
    """The frame."""
    return pl.read_ipc(BytesIO(next(_blocks(stretch))))


def _blocks(stretch: memoryview) -> Iterator[memoryview]:
    at = 0
    while at < len(stretch):
        begin = at + _NUMBER.itemsize
        length = int.from_bytes(stretch[at:begin], "little")
        yield stretch[begin : begin + length]
        at = begin + length + -length % _NUMBER.itemsize
