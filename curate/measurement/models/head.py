"""The loss of tokens from the states before them, through an output head that nothing trains."""

import torch
from torch import Tensor
from torch.nn import functional

_TOGETHER = 128
"""States whose scores are in memory at once: each has one for every word that the model knows."""


def losses(states: Tensor, weight: Tensor, bias: Tensor | None, targets: Tensor) -> Tensor:
    """The loss of each target, in nats; differentiable by the states.

    Since the head is not trained, the gradient is found together with the loss, a few states at a time, so that
    the scores of all of them are never kept.

    Args:
        states: `(tokens, width)`.
        weight: Of the head, in the numbers to compute in.
        bias: Of the head.
        targets: The token behind each state.
    """
    wanted = torch.is_grad_enabled() and states.requires_grad
    with torch.no_grad():
        parts = [
            _part(states[at : at + _TOGETHER], weight, bias, targets[at : at + _TOGETHER], wanted=wanted)
            for at in range(0, len(states), _TOGETHER)
        ]
    if not parts:
        return states.sum(-1)
    told = torch.cat([loss for loss, _ in parts])
    if not wanted:
        return told
    slopes = torch.cat([slope for _, slope in parts])
    # Nothing is added, but this has the gradient.
    return told + ((states - states.detach()) * slopes).sum(-1)


def _part(
    states: Tensor, weight: Tensor, bias: Tensor | None, targets: Tensor, *, wanted: bool
) -> tuple[Tensor, Tensor]:
    """The losses, and the gradient of each by its state if it is wanted."""
    scores = functional.linear(states.to(weight.dtype), weight, bias).float()
    total = scores.logsumexp(-1, keepdim=True)
    own = scores.gather(-1, targets[:, None])
    told = (total - own)[:, 0]
    if not wanted:
        return told, told
    likely = scores.sub_(total).exp_()
    likely.scatter_add_(-1, targets[:, None], torch.full_like(own, -1.0))
    return told, (likely.to(weight.dtype) @ weight).float()
