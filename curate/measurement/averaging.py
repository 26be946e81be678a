"""Weights averaged over the last steps: what is scored then hangs less on which records came last."""

from collections.abc import Iterator
from contextlib import contextmanager

from curate.measurement.models.base import Tensor


class Averaged:
    """The average of weights as they go on, the latest counting most.

    Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992; with weights that fall
    exponentially, and a plain average as long as there are fewer steps than are averaged.
    """

    def __init__(self, weights: list[Tensor], over: float) -> None:
        """Of these weights, over about so many steps."""
        self._weights = weights
        self._over = max(1.0, over)
        self._average = [weight.detach().clone() for weight in weights]
        self._steps = 0

    def add(self) -> None:
        """Count the weights as they are now."""
        self._steps += 1
        share = 1 / min(self._steps, self._over)
        for average, weight in zip(self._average, self._weights, strict=True):
            average.lerp_(weight.detach(), share)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """While the average stands in place of the weights."""
        self._exchange()
        try:
            yield
        finally:
            self._exchange()

    def _exchange(self) -> None:
        import torch

        with torch.no_grad():
            for average, weight in zip(self._average, self._weights, strict=True):
                kept = weight.clone()
                weight.copy_(average)
                average.copy_(kept)
