"""The layers of a decoder: which are trained, and how to enter it above those that are not."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import torch
from torch import Tensor, nn

from curate.errors import UsageError


class _Reached(Exception):
    """The states are there; what is above them need not be computed."""

    def __init__(self, states: Tensor) -> None:
        super().__init__()
        self.states = states


def layers_of(model: Any) -> nn.ModuleList:  # noqa: ANN401  of transformers
    """The layers of a decoder of any kind, from below.

    Raises:
        UsageError: it has none, or keeps them where they are not found.
    """
    count = model.config.get_text_config().num_hidden_layers
    for part in model.get_decoder().children():
        if isinstance(part, nn.ModuleList) and len(part) == count:
            return part
    raise UsageError(
        f"{type(model).__name__} keeps its layers where they are not looked for.",
        hint="Measure with a decoder such as Llama, Qwen, Gemma, Mistral or GPT-2.",
    )


def states_before(model: Any, tokens: Tensor, layer: int) -> Tensor:  # noqa: ANN401  of transformers
    """What goes into a layer, `(records, positions, width)`; nothing above it is computed."""

    def reach(_: nn.Module, given: tuple[Tensor, ...], named: dict[str, Tensor]) -> None:
        raise _Reached(given[0] if given else named["hidden_states"])

    handle = layers_of(model)[layer].register_forward_pre_hook(reach, with_kwargs=True)
    try:
        model.get_decoder()(input_ids=tokens, use_cache=False)
    except _Reached as reached:
        return reached.states
    finally:
        handle.remove()
    raise UsageError(f"{type(model).__name__} does not go through its layers one by one.")


def without_below(model: Any, layer: int) -> None:  # noqa: ANN401  of transformers
    """Empty what is below a layer: the weights go, and states pass through as they are."""
    model.set_input_embeddings(nn.Identity())
    for each in layers_of(model)[:layer]:
        each._modules.clear()
        each._parameters.clear()
        each.forward = _passed


def _passed(hidden_states: Tensor, *_: Any, **__: Any) -> Tensor:  # noqa: ANN401  whatever layers are given
    return hidden_states


@contextmanager
def entered(model: Any, layer: int, states: Tensor) -> Iterator[Tensor]:  # noqa: ANN401  of transformers
    """While these states go into a layer, whatever comes from below; gives what may come from below."""

    def enter(
        _: nn.Module, given: tuple[Tensor, ...], named: dict[str, Tensor]
    ) -> tuple[tuple[Tensor, ...], dict[str, Tensor]]:
        if given:
            return (states, *given[1:]), named
        return given, named | {"hidden_states": states}

    handle = layers_of(model)[layer].register_forward_pre_hook(enter, with_kwargs=True)
    try:
        yield states.new_zeros(states.shape)
    finally:
        handle.remove()


def copied(model: Any, layer: int) -> Any:  # noqa: ANN401  of transformers
    """The model with weights of its own from a layer on, which alone are trained; it shares all others."""
    own = {id(weight) for each in layers_of(model)[layer:] for weight in each.parameters()}
    shared = [*model.parameters(), *model.buffers()]
    with torch.no_grad():
        made = deepcopy(model, {id(weight): weight for weight in shared if id(weight) not in own})
    made.requires_grad_(requires_grad=False)
    for each in layers_of(made)[layer:]:
        each.requires_grad_(requires_grad=True)
    return made
