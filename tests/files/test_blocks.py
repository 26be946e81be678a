"""A frame and arrays in one stretch of bytes."""

import numpy as np
import polars as pl
import pytest

from curate.files.blocks import arrays_in, frame_in, laid

FRAME = pl.DataFrame({"key": ["a1", "b2"], "id": ["osprey", None], "row": pl.Series([1, 2], dtype=pl.UInt32)})


@pytest.mark.parametrize("frame", [FRAME, FRAME.clear()])
def test_what_was_laid_down_is_there(frame: pl.DataFrame) -> None:
    arrays = [np.array([2**64 - 1, 0], np.uint64), np.zeros(0, np.uint64), np.array([0, 3], np.int64)]
    stretch = memoryview(b"".join(laid(frame, arrays)))
    assert frame_in(stretch).equals(frame)
    assert frame_in(stretch).schema == frame.schema
    assert [each.tolist() for each in arrays_in(stretch)] == [each.tolist() for each in arrays]
    assert len(stretch) % 8 == 0


def test_arrays_are_views_of_the_stretch() -> None:
    stretch = memoryview(bytearray(b"".join(laid(FRAME, [np.array([7], np.uint64)]))))
    (array,) = arrays_in(stretch)
    stretch[-8:] = bytes([9, *bytes(7)])
    assert array.tolist() == [9]
