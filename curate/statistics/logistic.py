"""The weights by which features tell kinds, from what is known already and from labels."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

MOST_STEPS, REMEMBERED = 1_000, 10
FLAT = 1e-3
"""The slope at which the best is found."""
_WORTH_IT, _SHORTEST = 1e-4, 1e-12
"""What a step must save at least of what the slope promises, and the shortest that is tried."""


class Prior(NamedTuple):
    """What is believed before a label is seen: how far, as precision, from where."""

    weights: float = 3.0
    """Of each weight, which is near 0."""
    level: float = 1.0
    """Of what each kind has in any case, which is near 0."""
    strength: float = 30.0
    """Of what offsets are multiplied by, which is near the next."""
    about: float = 0.5


class Fitted(NamedTuple):
    """The most likely weights."""

    weights: Numbers
    """A row for each feature, a column for each kind."""
    level: Numbers
    strength: float
    """What offsets are multiplied by."""
    slope: float
    """How steep the likelihood still is there, at most: 0 at the very best."""


def multinomial(
    features: Any,  # noqa: ANN401  scipy has no types
    offsets: Numbers,
    kinds: Places,
    counts: Numbers,
    prior: Prior,
) -> Fitted:
    """What features, and a first guess, say of kinds: multinomial logistic regression with normal priors.

    Bishop, "Pattern recognition and machine learning", 2006, 4.3.4 and 4.5. The function is strictly convex, so
    that there is one best answer, whatever the order; it is found by L-BFGS.

    Args:
        features: A row for each sample, a column for each feature; sparse, as of `scipy.sparse`.
        offsets: The first guess: a logarithm for each sample and kind.
        kinds: The place of the kind of each sample.
        counts: As how many each sample counts.
        prior: What is believed of the weights.
    """
    cost = _Cost(features, offsets, kinds, counts, prior)
    best, slope = _descended(cost, cost.start())
    weights, level, strength = cost.parts(best)
    return Fitted(weights, level, strength, float(np.abs(slope).max()))


class _Cost:
    """How unlikely labels and weights are together, as a negative logarithm, and its slope."""

    def __init__(self, features: Any, offsets: Numbers, kinds: Places, counts: Numbers, prior: Prior) -> None:  # noqa: ANN401
        self.features, self.turned = features, features.T.tocsr()
        self.offsets, self.counts, self.prior = offsets, counts, prior
        self.rows, self.kinds = np.arange(len(kinds)), kinds
        self.shape = (features.shape[1], offsets.shape[1])

    def start(self) -> Numbers:
        """What is believed before."""
        started = np.zeros(self.shape[0] * self.shape[1] + self.shape[1] + 1)
        started[-1] = self.prior.about
        return started

    def parts(self, given: Numbers) -> tuple[Numbers, Numbers, float]:
        """Weights, levels and strength, which stand one behind the other."""
        size = self.shape[0] * self.shape[1]
        return given[:size].reshape(self.shape), given[size:-1], float(given[-1])

    def __call__(self, given: Numbers) -> tuple[float, Numbers]:
        weights, level, strength = self.parts(given)
        scores = self.features @ weights + level + strength * self.offsets
        scores -= scores.max(axis=1, keepdims=True)
        likely = np.exp(scores)
        total = likely.sum(axis=1)
        away = strength - self.prior.about
        cost = (self.counts * (np.log(total) - scores[self.rows, self.kinds])).sum() + 0.5 * (
            self.prior.weights * (weights * weights).sum()
            + self.prior.level * (level * level).sum()
            + self.prior.strength * away * away
        )
        wrong = likely / total[:, None]
        wrong[self.rows, self.kinds] -= 1
        wrong *= self.counts[:, None]
        slopes = (
            (self.turned @ wrong + self.prior.weights * weights).ravel(),
            wrong.sum(axis=0) + self.prior.level * level,
            [(wrong * self.offsets).sum() + self.prior.strength * away],
        )
        return float(cost), np.concatenate(slopes)


def _descended(cost: Callable[[Numbers], tuple[float, Numbers]], at: Numbers) -> tuple[Numbers, Numbers]:
    """Where a convex function is least, and its slope there: Liu and Nocedal, Mathematical Programming 45, 1989.

    Scipy's multiplies vectors by as many threads as there are cores. They wait for each other where another
    program runs, six times as long as all else takes; and with another number of them sums have other last digits.
    """
    value, slope = cost(at)
    steps = deque[tuple[Numbers, Numbers]](maxlen=REMEMBERED)
    for _ in range(MOST_STEPS):
        if np.abs(slope).max() <= FLAT:
            break
        way = _way(slope, steps)
        promised, length = _times(way, slope), 1.0 if steps else 1 / np.sqrt(_times(slope, slope))
        beyond, (less, other) = at + length * way, cost(at + length * way)
        while less > value + _WORTH_IT * length * promised and length > _SHORTEST:
            length /= 2
            beyond = at + length * way
            less, other = cost(beyond)
        if less >= value:
            break  # as far as floating point can tell
        if _times(beyond - at, other - slope) > 0:
            steps.append((beyond - at, other - slope))
        at, value, slope = beyond, less, other
    return at, slope


def _way(slope: Numbers, steps: Sequence[tuple[Numbers, Numbers]]) -> Numbers:
    """The way down, by how the slope changed on the last steps (Nocedal and Wright 2006, algorithm 7.4)."""
    way, given = -slope, list[float]()
    for moved, changed in reversed(steps):
        given.append(_times(moved, way) / _times(moved, changed))
        way = way - given[-1] * changed
    if steps:
        moved, changed = steps[-1]
        way = way * (_times(moved, changed) / _times(changed, changed))
    for (moved, changed), share in zip(steps, reversed(given), strict=True):
        way = way + (share - _times(changed, way) / _times(moved, changed)) * moved
    return way


def _times(one: Numbers, other: Numbers) -> float:
    return float((one * other).sum())
