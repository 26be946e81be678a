"""The proxy's weights over records, ready to train."""

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from curate.files.arrays import Arrays
from curate.measurement.batches import Batch, batch_of
from curate.measurement.encoded import Encoded, Places
from curate.measurement.models.proxy.decoder import Decoder, Size


class ProxyNet:
    """A decoder that goes on from what it learned."""

    def __init__(self, weights: Arrays | None, words: int, size: Size, examples: Encoded) -> None:
        self.examples = examples
        self.decoder = Decoder(words, size)
        if weights is not None:
            self.decoder.load_state_dict({name: torch.from_numpy(each) for name, each in weights.items()})
        self.decoder.to(device())

    def weights(self) -> list[Tensor]:
        """All of them."""
        return list(self.decoder.parameters())

    def sums(self, rows: Places) -> Tensor:
        """The loss of each of these records over its response, summed."""
        return sums(self.decoder, batch_of(self.examples, rows))


def device() -> torch.device:
    """The graphics processor, where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def sums(decoder: Decoder, batch: Batch) -> Tensor:
    """The loss of each record of a batch over its scored tokens, summed, in nats."""
    where = decoder.words.weight.device
    row, position, target = (_at(each, where) for each in batch[1:])
    scores = decoder.scores(_at(batch.tokens, where), row, position)
    losses = functional.cross_entropy(scores, target, reduction="none")
    return losses.new_zeros(len(batch.tokens)).index_add(0, row, losses)


def _at(numbers: npt.NDArray[np.integer], where: torch.device) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(numbers, np.int64)).to(where)
