"""How a model is fine-tuned: the same for every arm."""

from dataclasses import dataclass, replace

FEWEST_STEPS = 30
"""Of a set for which the usual ones would be fewer, each step is smaller,"""
LEAST_TOKENS = 100
"""but of so many response tokens at least: of fewer, gradients are mostly chance."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What training does, apart from which records it sees."""

    learning_rate: float
    epochs: float
    """Of the set before; other arms get as many steps of as many response tokens."""
    layers: int
    """How many of the uppermost layers are trained; 0 for all."""
    tokens: int
    """Response tokens of one optimizer step."""
    context: int
    """Tokens of a record beyond which it is cut."""
    warm_up: float = 0.1
    """The part of all steps in which the learning rate rises from nothing."""
    clip: float = 1.0
    """The norm that gradients are cut to."""
    averaged: float = 0.2
    """The part of all steps over which weights are averaged before they are scored."""
    decay: float = 0.01
    """AdamW's weight decay."""

    def fitted(self, tokens: int) -> "Recipe":
        """The same for a set of so many response tokens: of a small one steps are smaller, and so are enough."""
        enough = round(tokens * self.epochs / FEWEST_STEPS)
        return replace(self, tokens=min(self.tokens, max(LEAST_TOKENS, enough)))
