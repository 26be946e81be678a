"""How many words texts have, as the pattern finds them: what it says of each character is asked for once."""

from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.utf8 import one_behind_the_other
from curate.words.pattern import LETTER, UNSPACED, WITHIN, WORD


def words_in(texts: pl.Series) -> pl.Series:
    """Words in each text; 0 where it is null."""
    from curate.words.kernels.count import UNTOLD, count

    counted = count(*one_behind_the_other(texts), kinds())
    (untold,) = np.nonzero(counted == UNTOLD)
    if len(untold):
        counted[untold] = texts.gather(untold).str.count_matches(WORD).to_numpy()
    return pl.Series(texts.name, counted).cast(pl.UInt32)


_HALVES = range(0xD800, 0xE000)
"""Code points that no text holds: UTF-16 writes others by two of them."""


@cache
def kinds() -> npt.NDArray[np.uint8]:
    """The kind of each character of the basic plane, by the parts of the pattern."""
    from curate.words.kernels.count import ALONE, BEGINS, GOES_ON, OTHER, PLANE

    kinds = np.full(PLANE, OTHER, np.uint8)
    codes = np.array([code for code in range(PLANE) if code not in _HALVES])
    every = pl.Series(list(map(chr, codes.tolist())))
    for pattern, kind in ((f"[{UNSPACED}]", ALONE), (LETTER, BEGINS)):
        kinds[codes[every.str.contains(pattern).to_numpy()]] = kind
    kinds[list(map(ord, WITHIN))] = GOES_ON
    return kinds
