"""The bytes of many texts in one array, as kernels take them."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

Texts: TypeAlias = tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]
"""Texts one behind the other, and where each begins; one more than there are texts."""


def one_behind_the_other(texts: pl.Series) -> Texts:
    """The bytes of all texts, which can not be written, and where those of each begin; null has none."""
    sizes = texts.str.len_bytes().fill_null(0)
    starts = np.concatenate([np.zeros(1, np.int64), sizes.cum_sum().to_numpy().astype(np.int64)])
    text = texts.filter(sizes > 0).cast(pl.Binary).cast(pl.List(pl.UInt8)).explode().to_numpy()
    # A kernel is compiled once more for arrays that can be written, as that of no bytes can.
    text.flags.writeable = False
    return text, starts
