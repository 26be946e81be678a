"""How a model is fine-tuned: the same for every arm."""

from dataclasses import dataclass


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
