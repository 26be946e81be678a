"""Which of many sets can be near-duplicates of any of a few: the others need not be copied, nor compared."""

import numpy as np
import numpy.typing as npt

from curate.minhash.sets import Sets

_LEAST, _MOST = 1 << 10, 1 << 26
"""Bytes that flags take."""
_FLAGS_EACH = 16


class Nearby:
    """A few sets, by what is enough to tell that another one is like none of them."""

    def __init__(self, few: Sets) -> None:
        size = _LEAST
        while size < min(_FLAGS_EACH * len(few.values), _MOST):
            size *= 2
        self._flags = np.zeros(size, np.bool_)
        self._flags[few.values & np.uint64(size - 1)] = True

    def among(self, many: Sets, similarity: float) -> npt.NDArray[np.int64]:
        """The positions of all sets that are so much like one of the few, and of hardly any others."""
        from curate.minhash.kernels.compare import reaching

        return np.flatnonzero(reaching(many.arrays, self._flags, similarity))
