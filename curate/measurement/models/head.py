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
    # What stays is laid down beforehand: small pieces between the scores would leave gaps that no others fit into.
    told = torch.empty(len(states), device=states.device)
    slopes = torch.empty(states.shape, device=states.device)
    with torch.no_grad():
        for at in range(0, len(states), _TOGETHER):
            few = slice(at, at + _TOGETHER)
            scores = functional.linear(states[few].to(weight.dtype), weight, bias).float()
            total = scores.logsumexp(-1, keepdim=True)
            own = scores.gather(-1, targets[few, None])
            told[few] = (total - own)[:, 0]
            if wanted:
                slopes[few] = _slope(scores, total, targets[few]).to(weight.dtype) @ weight
    # Nothing is added, but this has the gradient.
    return told + ((states - states.detach()) * slopes).sum(-1) if wanted else told


def _slope(scores: Tensor, total: Tensor, targets: Tensor) -> Tensor:
    """The gradient of each loss by its scores, in the place of these."""
    likely = scores.sub_(total).exp_()
    return likely.scatter_add_(-1, targets[:, None], torch.full_like(total, -1.0))
