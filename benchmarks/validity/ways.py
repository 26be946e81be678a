"""Ways to tell how far off a mean over prompts and seeds may be: those in use, and what is measured with."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from curate.statistics.crossed import CAP, Spread, half_width

Numbers = npt.NDArray[np.float64]


def _times(freedom: float | Numbers) -> Numbers:
    from scipy.special import stdtrit

    times: Numbers = stdtrit(freedom, 0.975)
    return times


def pooled(means: Numbers, _: Spread) -> Numbers:
    """As if each cluster with each seed were drawn for itself."""
    cells = means.shape[-1] * means.shape[-2]
    error: Numbers = means.std(axis=(-2, -1), ddof=1) / cells**0.5
    return error * _times(cells - 1)


def over_prompts(_: Numbers, spread: Spread) -> Numbers:
    """Clusters, on the mean of all seeds."""
    return np.sqrt(spread.clusters) * _times(spread.freedom)


def over_seeds(_: Numbers, spread: Spread) -> Numbers:
    """Seeds, on the mean of all prompts."""
    return np.sqrt(spread.seeds) * _times(spread.number - 1)


def satterthwaite(_: Numbers, spread: Spread) -> Numbers:
    """Both, with the degrees of freedom of their sum."""
    return np.sqrt(spread.total) * _times(spread.degrees)


def widest(means: Numbers, spread: Spread) -> Numbers:
    """The widest of the last three, that of seeds no more than so many times that of both."""
    both, seeds = satterthwaite(means, spread), over_seeds(means, spread)
    return np.maximum(np.maximum(both, over_prompts(means, spread)), np.minimum(seeds, CAP * both))


WAYS: dict[str, Callable[[Numbers, Spread], Numbers]] = {
    "all prompts and seeds pooled": pooled,
    "t over clusters of prompts": over_prompts,
    "t over seeds": over_seeds,
    "crossed, Satterthwaite": satterthwaite,
    "crossed, the widest of these": widest,
    "crossed, as it is measured with": lambda _, spread: half_width(spread),
}
