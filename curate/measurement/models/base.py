"""What a model must do to be measured with."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from curate.measurement.encoded import Encoded, Places
from curate.measurement.recipe import Recipe
from curate.progress import Tell

Message = Mapping[str, Any]
"""At least `role` and `content`, as chat templates take them."""
Tensor = Any
"""Of torch, which is imported late."""


class Net(Protocol):
    """Weights that training changes, over records that were laid out."""

    def weights(self) -> list[Tensor]:
        """The parameters that are trained."""

    def sums(self, rows: Places) -> Tensor:
        """The loss of each of these records: over its response tokens, summed; in nats. Differentiable.

        Padding and prompts count for nothing. With `torch.no_grad()` it scores.
        """


class Model(Protocol):
    """A model with its tokenizer and its template, and one fixed beginning. It can be sent to another process."""

    @property
    def name(self) -> str:
        """As a person gives it."""

    @property
    def digest(self) -> str:
        """Of all that decides what it does: weights, tokenizer, template."""

    @property
    def layers(self) -> int:
        """How many there are."""

    @property
    def parameters(self) -> int:
        """How many there are."""

    @property
    def numbers(self) -> str:
        """In which it computes: `float32` or `bfloat16`."""

    def usual(self) -> Recipe:
        """The recipe where none is chosen."""

    def encode(self, records: Sequence[Sequence[Message]], context: int) -> Encoded:
        """Records as tokens; the last message of each is the response.

        Raises:
            UsageError: the tokenizer has no template, or the template refuses a record.
        """

    def for_timing(self) -> "Model":
        """One of the same size that takes as long to train, and least to lay out."""

    def ahead(self, examples: Encoded, recipe: Recipe, folder: Path) -> float:
        """About as many steps of training as `lay_out` takes; none where all of it lies there."""

    def lay_out(self, examples: Encoded, recipe: Recipe, folder: Path, tell: Tell) -> None:
        """Compute once what no training changes, and keep it in a folder. Does nothing where it lies there."""

    def net(self, examples: Encoded, recipe: Recipe, folder: Path, seed: int) -> Net:
        """A fresh copy of the beginning, ready to train; `seed` decides whatever is drawn, such as an adapter."""
