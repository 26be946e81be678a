"""Memory for many values."""

import numpy as np
import numpy.typing as npt

from curate.compiled import kernel


@kernel
def room(size: int) -> npt.NDArray[np.uint64]:
    """So many values, whatever they are.

    numpy asks the system for large pages, so it has to find two megabytes in one piece, and fill them with zeros,
    wherever a byte is written. What kernels ask for comes in small ones.
    """
    return np.empty(size, np.uint64)
