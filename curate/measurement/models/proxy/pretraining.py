"""How the proxy learns the language of a set, before any arm."""

from dataclasses import dataclass

import numpy as np
import torch

from curate.files.arrays import Arrays
from curate.measurement.batches import alike_in_length, batch_of
from curate.measurement.encoded import Encoded
from curate.measurement.models.proxy.decoder import Decoder, Size
from curate.measurement.models.proxy.net import device, sums
from curate.measurement.schedule import steps
from curate.measurement.train import TOGETHER
from curate.progress import Tell

SIZE = Size()


@dataclass(frozen=True, slots=True)
class Pretraining:
    """What is done, and of what size the decoder is."""

    version: int = 3
    """Of the network, raised where the same weights come to something else."""
    size: Size = SIZE
    passes: float = 3.0
    """How often all texts are read,"""
    most: int = 150
    """in no more steps than this."""
    tokens: int = 4_000
    """Of one step."""
    learning_rate: float = 3e-3
    warm_up: float = 0.05
    """The part of all steps in which the learning rate rises from nothing; then it falls to a tenth."""
    decay: float = 0.01
    seed: int = 0

    def steps(self, tokens: int) -> int:
        """How many, for texts of so many tokens."""
        return max(1, min(self.most, round(self.passes * tokens / self.tokens)))


def parameters(words: int, size: Size) -> int:
    """How many weights a decoder has."""
    return sum(weight.numel() for weight in Decoder(words, size).parameters())


def learned(texts: Encoded, words: int, how: Pretraining, tell: Tell) -> Arrays:
    """The weights of a decoder that has read texts, each from its first token on."""
    torch.manual_seed(how.seed)
    torch.set_num_threads(1)  # another number of threads would give other digits
    decoder = Decoder(words, how.size).to(device())
    optimizer = torch.optim.AdamW(decoder.parameters(), lr=how.learning_rate, weight_decay=how.decay)
    keys, count = np.arange(len(texts), dtype=np.uint64), how.steps(int(texts.trained.sum()))
    for step, rows in enumerate(steps(keys, texts.trained, how.seed, how.tokens, count)):
        tell("the proxy learns the language of the set", step, count)
        rate = min(1.0, (step + 1) / (how.warm_up * count)) * (1 - 0.9 * step / count)
        optimizer.param_groups[0]["lr"] = how.learning_rate * rate
        for group in alike_in_length(texts, rows, TOGETHER):
            (sums(decoder, batch_of(texts, group)).sum() / how.tokens).backward()
        torch.nn.utils.clip_grad_norm_(decoder.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    return {name: weight.cpu().numpy() for name, weight in decoder.state_dict().items()}
