"""Fine-tunes by what they are made of: none is done twice, and one that was ended goes on with the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from time import process_time
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curate.engine.hands import Hands
from curate.errors import UsageError
from curate.files.arrays import read_arrays, write_arrays
from curate.files.room import used
from curate.measurement.encoded import Encoded
from curate.measurement.kept_examples import examples_in, gone, keep_examples
from curate.measurement.laying_out import LayOut, laid_apart
from curate.measurement.models.base import Model
from curate.measurement.models.kept_as import kept_as
from curate.measurement.recipe import Recipe
from curate.measurement.train import Losses, Task
from curate.progress import Tell

_EXAMPLES, _SECONDS, _TRAINED = "examples", "seconds", "trained"
_VERSION = 2
"""Of how a fine-tune is done: raised where the same task comes to something else."""


class NotANumber(UsageError):
    """Training ran away."""


class Done(NamedTuple):
    """What a fine-tune came to."""

    losses: dict[int, Losses]
    """At each look, of each scored example: nats a response token."""
    seconds: float
    """Of a processor."""
    trained: int
    """How many weights were trained."""


@dataclass(frozen=True)
class FineTune:
    """One of them, which any process can do."""

    title: str
    model: Model
    recipe: Recipe
    task: Task
    folder: Path
    digest: str
    """Of all that its losses depend on."""
    examples: str
    """The name of the file of examples."""
    must_hold: bool = True
    """Whether it is an error that training runs away."""

    @property
    def size(self) -> int:
        """How many steps; scoring takes as long as one."""
        return self.task.steps + len(self.task.looks)

    @property
    def file(self) -> Path:
        """Where its losses lie."""
        return self.folder / f"losses-{self.digest}.npz"

    @property
    def is_done(self) -> bool:
        """Whether they lie there."""
        return self.done() is not None

    def get_ready(self) -> None:
        """Nothing: its examples are laid down before any is begun."""

    def made_of(self) -> Sequence[object]:
        """Nothing of the user's own."""
        return ()

    def do(self, tell: Tell) -> None:
        """Train and score.

        Raises:
            NotANumber: a loss is none.
        """
        from curate.measurement.train import train

        begun = process_time()
        examples = examples_in(self.folder / self.examples)
        net = self.model.net(examples, self.recipe, self.folder, self.task.seed)
        found = train(net, examples, self.recipe, self.task, lambda step: tell(self.title, step, self.task.steps))
        if self.must_hold and not all(np.isfinite(losses).all() for losses in found.values()):
            raise NotANumber(
                f"fine-tuning {self.title}: a loss is no number.",
                hint=f"The learning rate {self.recipe.learning_rate:g} may be too high: name a lower one.",
            )
        about = {
            _SECONDS: np.asarray([process_time() - begun]),
            _TRAINED: np.asarray([sum(weight.numel() for weight in net.weights())]),
        }
        write_arrays(self.file, {**about, **{str(step): losses for step, losses in found.items()}})

    def done(self) -> "Done | None":
        """What it came to; None where it is not done."""
        held = read_arrays(self.file)
        if held is None:
            return None
        took, trained = float(held.pop(_SECONDS)[0]), int(held.pop(_TRAINED)[0])
        return Done({int(step): losses.astype(np.float64) for step, losses in held.items()}, took, trained)


class FineTunes:
    """All that are made of the same examples with one model."""

    def __init__(self, model: Model, examples: Encoded, folder: Path) -> None:
        self.model = model
        self._model = kept_as(model.digest), model.numbers
        self.examples = examples
        self.folder = folder
        self._file = f"{_EXAMPLES}-{sha256(b''.join(self._digests)).hexdigest()[:16]}.npz"

    def of(self, tasks: Mapping[str, Task], recipe: Recipe, *, must_hold: bool = True) -> list[FineTune]:
        """A fine-tune for each task, which stands under its title."""
        return [
            FineTune(
                title, self.model, recipe, task, self.folder, self._digest(task, recipe), self._file, must_hold
            )
            for title, task in tasks.items()
        ]

    def missing(self, several: Iterable[FineTune]) -> list[FineTune]:
        """Those that are not done yet, each once."""
        return [each for each in _once(several) if not each.is_done]

    def done(self, several: Iterable[FineTune], hands: Hands, tell: Tell) -> list["Done"]:
        """What each came to, trained where that was not done before.

        Raises:
            NotANumber: a loss is none.
            OutputRefused: what comes of it can not be kept.
            ProcessLost: a process ended on its way.
        """
        several = list(several)
        once = _once(several)
        if not all(each.is_done for each in once):
            self._get_ready(once, hands, tell)
            hands.do(once, of=sum(each.size for each in once), what="fine-tuning", tell=tell)
        for each in once:
            used(each.file)
        found = {each.digest: _there(each) for each in once}
        return [found[each.digest] for each in several]

    def _get_ready(self, several: Iterable[FineTune], hands: Hands, tell: Tell) -> None:
        """Lay down what each of them needs."""
        file = self.folder / self._file
        keep_examples(file, self.examples)
        tasks = [LayOut(self.model, recipe, file) for recipe in laid_apart(each.recipe for each in several)]
        # One that trains takes long: whoever asks for it only waits, and needs no model.
        hands.get_ready(())
        hands.do(tasks, of=sum(task.size for task in tasks), what="getting ready", tell=tell)
        for task in tasks:
            task.do(tell)  # nothing but to mark it as used

    def _digest(self, task: Task, recipe: Recipe) -> str:
        """Of what is trained on, in which order, how, and what is scored when."""
        told = sha256(repr((_VERSION, self._model, recipe, task.seed, task.steps)).encode())
        told.update(self._of_rows(task.arm.rows) + task.arm.keys.tobytes())
        for step, rows in sorted(task.looks.items()):
            told.update(step.to_bytes(8) + self._of_rows(rows))
        return told.hexdigest()[:32]

    def _of_rows(self, rows: npt.NDArray[np.int64]) -> bytes:
        return sha256(b"".join(self._digests[row] for row in rows.tolist())).digest()

    @cached_property
    def _digests(self) -> list[bytes]:
        """Of each example: its tokens, and where its response begins."""
        return [sha256(response.to_bytes(8) + tokens.tobytes()).digest() for tokens, response in self.examples]


def _once(several: Iterable[FineTune]) -> list[FineTune]:
    """The first of those that come to the same."""
    first = dict[str, FineTune]()
    for each in several:
        first.setdefault(each.digest, each)
    return list(first.values())


def _there(each: FineTune) -> Done:
    done = each.done()
    if done is None:
        raise gone(each.file)
    return done
