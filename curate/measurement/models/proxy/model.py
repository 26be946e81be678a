"""The proxy as a model that can be measured with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from curate.errors import InputError
from curate.files.arrays import read_arrays, write_arrays
from curate.files.room import used
from curate.measurement.encoded import Encoded, encoded
from curate.measurement.models.base import Message
from curate.measurement.models.kept_as import kept_as
from curate.measurement.models.proxy.vocabulary import END, SPEAKERS, Vocabulary
from curate.measurement.recipe import Recipe
from curate.measurement.train import steady
from curate.progress import Tell

if TYPE_CHECKING:
    from curate.measurement.models.proxy.net import ProxyNet
    from curate.measurement.models.proxy.pretraining import Pretraining

NAME, WIDE = "proxy", "proxy-wide"
PROXIES = {NAME: 1, WIDE: 2}
"""Each with how many times as wide it is as the first."""
_LEARNING_RATE = 2e-3
"""Of the first; as much less as a proxy is wider (roughly as Yang et al. 2021, section 3, of Adam and what lies
within a network; the first reading keeps its rate)."""
CONTEXT = 128
"""Tokens of a record."""
MOST_PROMPT = 48
"""Tokens of a prompt; of a longer one, the beginning and the end are read."""
_TEXT = 120
"""Tokens of a text that it learns the language from."""


@dataclass(frozen=True)
class Proxy:
    """A decoder of two layers that has read the texts of a set, but not which response is to which prompt.

    So what it knows of prompts and responses together, it knows from the arm that it is trained on.
    """

    vocabulary: Vocabulary
    texts: Encoded
    """What it reads before any arm."""
    digest: str
    layers: int
    parameters: int
    untrained: bool = False
    """Whether it reads nothing: enough to tell how long training takes."""
    name: str = NAME
    numbers: str = "float32"

    @classmethod
    def of(cls, texts: Sequence[str], name: str = NAME) -> "Proxy":
        """A proxy that is to read these texts."""
        from curate.measurement.models.proxy.pretraining import parameters

        how, vocabulary = _pretraining(name), Vocabulary.of(texts)
        read = encoded((([], [*vocabulary.tokens(text)[:_TEXT], END]) for text in texts), CONTEXT)
        told = sha256(repr((how, vocabulary.words)).encode() + read.tokens.tobytes() + read.starts.tobytes())
        count = parameters(len(vocabulary), how.size)
        return cls(vocabulary, read, told.hexdigest(), how.size.layers, count, name=name)

    def usual(self) -> Recipe:
        """The recipe where none is chosen."""
        return Recipe(
            learning_rate=_LEARNING_RATE / PROXIES[self.name], epochs=2, layers=0, tokens=2_000, context=CONTEXT
        )

    def for_timing(self) -> "Proxy":
        """The same in size, of which nothing has to be learned before."""
        return replace(self, untrained=True)

    def encode(self, records: Sequence[Sequence[Message]], context: int) -> Encoded:
        """Records as tokens: who speaks, what, and its end; the prompt's middle is left out where it is long."""
        return encoded((self._one(record) for record in records), context)

    def ahead(self, examples: Encoded, recipe: Recipe, folder: Path) -> float:  # noqa: ARG002
        """As many as read the texts, each as much longer as it has more tokens."""
        if read_arrays(self._file(folder)) is not None:
            return 0.0
        how = _pretraining(self.name)
        return how.steps(int(self.texts.trained.sum())) * how.tokens / recipe.tokens

    def lay_out(self, examples: Encoded, recipe: Recipe, folder: Path, tell: Tell) -> None:  # noqa: ARG002
        """Read the texts, once."""
        from curate.measurement.models.proxy.pretraining import learned

        how = _pretraining(self.name)
        if not self.untrained and read_arrays(self._file(folder)) is None:
            with steady(how.seed):
                weights = learned(self.texts, len(self.vocabulary), how, tell)
            write_arrays(self._file(folder), weights)
        used(self._file(folder))

    def net(self, examples: Encoded, recipe: Recipe, folder: Path, seed: int) -> "ProxyNet":  # noqa: ARG002
        """A fresh copy; nothing of it is drawn."""
        from curate.measurement.models.proxy.net import ProxyNet

        weights = None if self.untrained else read_arrays(self._file(folder))
        if weights is None and not self.untrained:
            raise InputError(f"{self._file(folder)} is gone or damaged.", hint="Run again: it is learned anew.")
        return ProxyNet(weights, len(self.vocabulary), _pretraining(self.name).size, examples)

    def _file(self, folder: Path) -> Path:
        return folder / f"proxy-{kept_as(self.digest)[:16]}.npz"

    def _one(self, record: Sequence[Message]) -> tuple[list[int], list[int]]:
        *before, last = record
        prompt = [token for message in before for token in self._said(message)]
        if len(prompt) > MOST_PROMPT:
            prompt = prompt[: MOST_PROMPT // 2] + prompt[-MOST_PROMPT // 2 :]
        speaker, *response = self._said(last)
        return [*prompt, speaker], response

    def _said(self, message: Message) -> list[int]:
        speaker = SPEAKERS.get(str(message["role"]), SPEAKERS["user"])
        return [speaker, *self.vocabulary.tokens(str(message["content"] or "")), END]


def _pretraining(name: str) -> "Pretraining":
    from curate.measurement.models.proxy.pretraining import Pretraining

    how = Pretraining()
    return replace(how, size=how.size._replace(width=PROXIES[name] * how.size.width))
