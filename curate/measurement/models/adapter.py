"""Low-rank adapters (Hu and others, 2021), for models of which a few layers are too much to train."""

from typing import Any

import torch

from curate.extras import needed
from curate.measurement.models.layers import copied, layers_of

_RANK = 16
_FROM = 1_000_000_000
"""Parameters of a model from which on adapters are trained, where nothing else is asked for."""


def fitting_rank(parameters: int) -> int:
    """Of adapters, for a model of so many parameters; 0 where its layers can be trained themselves."""
    return _RANK if parameters > _FROM else 0


def must_be_there(name: str) -> Any:  # noqa: ANN401  of peft
    """What makes adapters.

    Raises:
        UsageError: it is not installed.
    """
    return needed("peft", extra="lora", purpose=f"training adapters of {name}")


def adapted(model: Any, layer: int, rank: int, seed: int) -> Any:  # noqa: ANN401  of transformers
    """The model with adapters on every product of the layers from one on; they alone are trained."""
    peft = must_be_there(type(model).__name__)
    made = copied(model, len(layers_of(model)))
    products = [
        f"{name}.{inner}"
        for name, part in made.named_modules()
        if any(part is each for each in layers_of(made)[layer:])
        for inner, module in part.named_modules()
        if isinstance(module, torch.nn.Linear)
    ]
    settings = peft.LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.0, target_modules=products)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return peft.inject_adapter_in_model(settings, made)
