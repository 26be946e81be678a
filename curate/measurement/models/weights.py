"""The weights of a pretrained model, read and shown to be computed as the model itself does."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import torch

from curate.errors import UsageError
from curate.extras import needed
from curate.measurement.models.head import losses
from curate.measurement.models.layers import entered, layers_of, states_before, without_below
from curate.measurement.models.precision import Numbers
from curate.pretrained.quiet import EXTRA, quiet

_TRIED = 12
"""Tokens on which both ways are compared."""
_CLOSE = 1e-3
"""Nats between them that come from the order of sums."""


def whole(folder: Path, name: str, kind: str) -> Any:  # noqa: ANN401  of transformers
    """All of a model, as it lies in a folder, on the processor.

    Raises:
        UsageError: its weights can not be read, or it is not computed layer by layer.
    """
    purpose = f"reading {name}"
    transformers = needed("transformers", extra=EXTRA, purpose=purpose)
    with quiet(purpose):
        try:
            model = transformers.AutoModelForCausalLM.from_pretrained(
                str(folder), dtype=kind, use_safetensors=True, local_files_only=True, trust_remote_code=False
            )
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            reason = str(error).strip().partition("\n")[0]
            raise UsageError(f"the model {name} can not be read: {reason}") from None
    model.eval().requires_grad_(requires_grad=False)
    _must_be_plain(model, name)
    return model


def upper(folder: Path, name: str, kind: str, layer: int, numbers: Numbers) -> Any:  # noqa: ANN401  of transformers
    """The model without what is below a layer, if anything is; its head is held in the numbers it computes in."""
    model = whole(folder, name, kind)
    if layer:
        without_below(model, layer)
        if numbers == "bfloat16":
            model.get_output_embeddings().to(torch.bfloat16)
    for weight in model.parameters():
        weight.data = weight.data.clone()  # else all of the file stays in memory
    return model


kept_upper = lru_cache(maxsize=1)(upper)
"""The same, read once for a process, and not to be changed."""


def _must_be_plain(model: Any, name: str) -> None:  # noqa: ANN401  of transformers
    """Some models do more than go from layer to layer, or change the scores behind the head."""
    vocabulary = model.get_output_embeddings().weight.shape[0]
    tokens = (torch.arange(_TRIED) * 7919 % vocabulary)[None]
    layer = len(layers_of(model)) // 2
    with torch.no_grad():
        scores = model(input_ids=tokens, use_cache=False).logits[0, :-1].float()
        own = torch.nn.functional.cross_entropy(scores, tokens[0, 1:])
        with entered(model, layer, states_before(model, tokens, layer)) as blank:
            states = model.get_decoder()(inputs_embeds=blank, use_cache=False).last_hidden_state
        head = model.get_output_embeddings()
        apart = losses(states[0, :-1], head.weight, head.bias, tokens[0, 1:]).mean()
    allowed = _CLOSE if model.dtype == torch.float32 else 50 * _CLOSE
    if not torch.allclose(own, apart, atol=allowed, rtol=0):
        raise UsageError(
            f"{name} ({type(model).__name__}) does more than go from layer to layer and score words: "
            f"its loss is {own:.4f}, and {apart:.4f} so.",
            hint="Measure with a decoder such as Llama, Qwen, Gemma 3, Mistral or GPT-2.",
        )
