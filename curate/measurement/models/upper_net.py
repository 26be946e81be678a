"""The upper layers of a pretrained model over records, ready to train."""

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from curate.measurement.batches import Batch, batch_of
from curate.measurement.encoded import Encoded, Places
from curate.measurement.models.head import losses
from curate.measurement.models.layers import entered
from curate.measurement.models.memory import give_back
from curate.measurement.models.precision import Numbers, computing
from curate.measurement.models.states import AnyStates, States


class UpperNet:
    """A model of which some weights are trained, from the states below them or from tokens."""

    def __init__(
        self,
        model: Any,  # noqa: ANN401  of transformers
        examples: Encoded,
        numbers: Numbers,
        below: tuple[int, States | AnyStates] | None,
    ) -> None:
        """`below` is the first layer that is computed, and what goes into it; None if all are."""
        self.model = model
        self.examples = examples
        self.numbers = numbers
        self.below = below
        head = model.get_output_embeddings()
        kind = torch.bfloat16 if numbers == "bfloat16" else head.weight.dtype
        self._head = head.weight.detach().to(kind)
        self._bias = None if head.bias is None else head.bias.detach().to(kind)

    def weights(self) -> list[Tensor]:
        """Those of the upper layers, or of adapters on them."""
        return [weight for weight in self.model.parameters() if weight.requires_grad]

    def sums(self, rows: Places) -> Tensor:
        """The loss of each of these records over its response, summed."""
        give_back()  # what the batch before it took is freed, but in pieces that do not fit this one
        batch = batch_of(self.examples, rows)
        row, position, target = (self._here(each) for each in batch[1:])
        with computing(self.numbers, self._head.device.type):
            states = self._last(batch, rows)[row, position].float()
        told = losses(states, self._head, self._bias, target)
        return told.new_zeros(len(batch.tokens)).index_add(0, row, told)

    def _last(self, batch: Batch, rows: Places) -> Tensor:
        """The states that the head reads, of every token."""
        decoder = self.model.get_decoder()
        # Nothing is hidden from any token: what fills a record up stands behind it, where none looks.
        if self.below is None:
            told = decoder(input_ids=self._here(batch.tokens), use_cache=False)
        else:
            layer, below = self.below
            held = below.of(self.examples, rows).to(self._head.device, self.model.dtype)
            with entered(self.model, layer, held) as blank:
                told = decoder(inputs_embeds=blank, use_cache=False)
        states: Tensor = told.last_hidden_state
        return states

    def _here(self, numbers: npt.NDArray[np.integer]) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(numbers, np.int64)).to(self._head.device)
