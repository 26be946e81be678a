"""Few bits of each set, by which most that differ are told apart without a look at their values."""

from functools import partial

import numpy as np
import numpy.typing as npt

from curate.minhash.sets import Sets, Shingles, evenly
from curate.threads import side_by_side


def sketched(sets: Sets, pieces: int = 1) -> tuple[Shingles, npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    """The arrays of sets, and a row of bits for each; every piece of the sets has a thread."""
    from curate.minhash.kernels.compare import WORDS, write_bitmaps

    bitmaps = np.empty((len(sets), WORDS), np.uint64)
    rows = (bitmaps[begin:end] for begin, end in evenly(sets.starts, pieces))
    own = zip(sets.pieces(pieces), rows, strict=True)
    side_by_side([partial(write_bitmaps, piece.arrays, bits) for piece, bits in own])
    return *sets.arrays, bitmaps
