"""Which of a family of tests found something, so that hardly ever any of them is false."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def adjusted(chances: Sequence[float] | Numbers) -> Numbers:
    """The chance of what each test saw, or anything rarer anywhere in the family, if there is nothing to see.

    Holm, "A simple sequentially rejective multiple test procedure", 1979: the smallest counts as often as there
    are tests, the next once less, and none is below a smaller one.

    Args:
        chances: Of what each test saw alone (p-values).
    """
    own = np.asarray(chances, float)
    order = np.argsort(own, kind="stable")
    told = np.empty(len(own))
    told[order] = np.minimum(1.0, np.maximum.accumulate(own[order] * np.arange(len(own), 0, -1)))
    return told


def holds(chances: Sequence[float] | Numbers, level: float = 0.05) -> Flags:
    """Which tests hold, so that the chance of any false one is no more than this, however they hang together.

    Args:
        chances: Of what each test saw alone (p-values).
        level: The chance of a false one.
    """
    found: Flags = adjusted(chances) <= level
    return found
