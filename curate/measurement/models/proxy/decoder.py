"""The network of the proxy: a small decoder with rotary positions that can repeat what it has read."""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

DEVIATION = 0.02
"""Of weights before any training, as in GPT-2."""


RECURRING = 0.5
"""How much likelier a word is that was seen before, to begin with."""


class Size(NamedTuple):
    """How large it is, apart from how many words it knows."""

    width: int = 96
    layers: int = 2
    heads: int = 4


class Block(nn.Module):
    """Attention, then two linear layers, each added to what came in."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads = size.heads
        self.before_attention = nn.RMSNorm(size.width)
        self.attention = nn.Linear(size.width, 3 * size.width, bias=False)
        self.joined = nn.Linear(size.width, size.width, bias=False)
        self.before_wide = nn.RMSNorm(size.width)
        self.wide = nn.Linear(size.width, 4 * size.width, bias=False)
        self.narrow = nn.Linear(4 * size.width, size.width, bias=False)

    def forward(self, states: Tensor, angles: tuple[Tensor, Tensor]) -> Tensor:
        """States of a batch, `(records, positions, width)`; each sees those before it."""
        records, positions, width = states.shape
        parts = self.attention(self.before_attention(states)).view(records, positions, 3, self.heads, -1)
        query, key, value = (each.transpose(1, 2) for each in parts.unbind(2))
        seen = functional.scaled_dot_product_attention(
            _turned(query, angles), _turned(key, angles), value, is_causal=True
        )
        states = states + self.joined(seen.transpose(1, 2).reshape(records, positions, width))
        return states + self.narrow(functional.gelu(self.wide(self.before_wide(states))))


class Decoder(nn.Module):
    """Words in, states out; the same table of words reads and writes."""

    def __init__(self, words: int, size: Size) -> None:
        super().__init__()
        self.size = size
        self.words = nn.Embedding(words, size.width)
        self.blocks = nn.ModuleList(Block(size) for _ in range(size.layers))
        self.last = nn.RMSNorm(size.width)
        self.copying = nn.Linear(size.width, size.width, bias=False)
        self.copied = nn.Embedding(words, size.width)
        self.recurring = nn.Parameter(torch.full((1,), RECURRING))
        for weight in self.parameters():
            if weight.dim() > 1:
                nn.init.normal_(weight, std=DEVIATION)

    def forward(self, tokens: Tensor) -> Tensor:
        """The state behind each token, `(records, positions, width)`."""
        states = self.words(tokens)
        angles = _angles(tokens.shape[1], self.size.width // self.size.heads, states)
        for block in self.blocks:
            states = block(states, angles)
        normed: Tensor = self.last(states)
        return normed

    def scores(self, tokens: Tensor, row: Tensor, position: Tensor) -> Tensor:
        """What each word scores as the next one, `(places, words)`, behind some places of a batch.

        By the table of words; and words that stood before in the record recur, each as far as its state and the
        one behind the place go together (a pointer, as in Gu and others, "Incorporating copying mechanism in
        sequence-to-sequence learning", 2016).
        """
        states = self(tokens)
        scores = functional.linear(states[row, position], self.words.weight)
        again = self.copying(states) @ self.copied(tokens).transpose(1, 2) / self.size.width**0.5 + self.recurring
        first = ~torch.tril(tokens[:, :, None] == tokens[:, None, :], diagonal=-1).any(dim=2)
        again = torch.tril(again) * first[:, None, :]
        return scores.scatter_add(1, tokens[row], again[row, position])


def _angles(positions: int, width: int, like: Tensor) -> tuple[Tensor, Tensor]:
    """Su and others, "RoFormer: enhanced transformer with rotary position embedding", 2021, with base 10,000."""
    steps = torch.arange(0, width, 2, device=like.device, dtype=torch.float32) / width
    turns = torch.arange(positions, device=like.device, dtype=torch.float32)[:, None] * 10_000.0**-steps
    return turns.cos().to(like.dtype), turns.sin().to(like.dtype)


def _turned(heads: Tensor, angles: tuple[Tensor, Tensor]) -> Tensor:
    cosine, sine = angles
    one, other = heads.chunk(2, dim=-1)
    return torch.cat([one * cosine - other * sine, one * sine + other * cosine], dim=-1)
