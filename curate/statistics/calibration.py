"""How far from the truth sureness is."""

import numpy as np
import numpy.typing as npt

BINS = 10


def calibration_error(
    sure: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], counts: npt.NDArray[np.float64] | None = None
) -> float:
    """The expected calibration error in ten bins (Naeini, Cooper and Hauskrecht, AAAI 2015).

    Args:
        sure: How sure each answer is, from 0 to 1.
        right: Whether it is right.
        counts: As how many each answer counts; all alike by default.
    """
    weights = np.ones(len(sure)) if counts is None else counts
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    apart = np.bincount(bins, weights * (sure - right), minlength=BINS)
    return float(np.abs(apart).sum() / max(1e-300, weights.sum()))
