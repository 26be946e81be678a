"""The weights by which features tell kinds, from what is known already and from labels."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

MOST_STEPS = 1_000


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
    that there is one best answer, whatever the order; it is found by L-BFGS (Liu and Nocedal, Mathematical
    Programming 45, 1989).

    Args:
        features: A row for each sample, a column for each feature; sparse, as of `scipy.sparse`.
        offsets: The first guess: a logarithm for each sample and kind.
        kinds: The place of the kind of each sample.
        counts: As how many each sample counts.
        prior: What is believed of the weights.
    """
    from scipy.optimize import minimize

    cost = _Cost(features, offsets, kinds, counts, prior)
    options = {"maxiter": MOST_STEPS, "ftol": 1e-10, "gtol": 1e-3}
    found = minimize(cost, cost.start(), jac=True, method="L-BFGS-B", options=options)
    weights, level, strength = cost.parts(found.x)
    return Fitted(weights, level, strength, float(np.abs(cost(found.x)[1]).max(initial=0.0)))


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
