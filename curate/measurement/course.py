"""Which arms are compared, how long each is trained, and when each is looked at."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from curate.measurement.arms import SWAPPED_RESPONSES, Arm
from curate.measurement.change import AFTER, Change
from curate.measurement.encoded import Encoded
from curate.measurement.held_out import Positions
from curate.measurement.recipe import Recipe
from curate.measurement.schedule import steps_of
from curate.measurement.study import BEFORE, NULL, PLANTED, RANDOM, Fold
from curate.measurement.train import Task

TOTAL, CHOICE = "total", "choice"


@dataclass(frozen=True)
class Comparison:
    """Two arms, of which the first has what the second has not."""

    id: str
    title: str
    arm: str
    against: str


def comparisons(change: Change, arms: dict[str, list[Arm]]) -> list[Comparison]:
    """Those of arms that there are, in the order in which they are told."""
    told = [
        Comparison(TOTAL, change.title, AFTER, BEFORE),
        Comparison(CHOICE, "against random removal of as many", AFTER, RANDOM),
        Comparison(RANDOM, "random removal of as many", RANDOM, BEFORE),
        *(Comparison(f"step-{name}", title, AFTER, name) for name, title in change.steps.items()),
        Comparison(NULL, "nothing changed (null)", NULL, BEFORE),
        Comparison(PLANTED, f"{SWAPPED_RESPONSES} (planted)", PLANTED, BEFORE),
    ]
    return [each for each in told if each.arm in arms and each.against in arms]


@dataclass(frozen=True)
class Course:
    """How the arms of one fold are trained: as many steps each as the set before takes for its epochs."""

    examples: Encoded
    fold: Fold
    recipe: Recipe

    @property
    def steps(self) -> int:
        """Of each arm."""
        return steps_of(self._tokens(self.fold.arms[BEFORE][0]), self.recipe.epochs, self.recipe.tokens)

    def epochs(self, arm: Arm) -> float:
        """How often an arm goes through its own records in all its steps."""
        return self.steps * self.recipe.tokens / max(1, self._tokens(arm))

    def after_epochs(self, arm: Arm, epochs: float) -> int:
        """The step after which an arm has gone so often through its own records; no step is beyond the last."""
        return min(self.steps, steps_of(self._tokens(arm), epochs, self.recipe.tokens))

    def equal(self, one: Arm, other: Arm) -> tuple[int, int]:
        """The steps after which two arms have seen their own records equally often."""
        epochs = min(self.recipe.epochs, self.epochs(one), self.epochs(other))
        return self.after_epochs(one, epochs), self.after_epochs(other, epochs)

    def marks(self, arm: Arm) -> list[tuple[float, int]]:
        """Each whole epoch of an arm, and its step; and the last step. Of several in one step, the last counts."""
        last = self.epochs(arm)
        epochs = {self.after_epochs(arm, epoch): float(epoch) for epoch in range(1, int(last) + 1)}
        epochs.setdefault(self.steps, last)
        return [(epoch, step) for step, epoch in epochs.items()]

    def tasks(self, told: list[Comparison], number: int, seed: int) -> Iterator[tuple[str, Task]]:
        """A fine-tune for each arm, with the looks that its comparisons need; one for arms that hold the same.

        Args:
            told: All comparisons.
            number: Of the seed, among those that arms were drawn for.
            seed: The seed itself.
        """
        judged = self.fold.judged
        early = np.concatenate([judged.own, self.fold.seen])
        arms = {name: several[number] for name, several in self.fold.arms.items()}
        looks = defaultdict[bytes, set[int]](set)
        for name, arm in arms.items():
            looks[_held(arm)].update(self._looks(told, name, number))
        for name, arm in arms.items():
            scored = dict.fromkeys(sorted(looks[_held(arm)] - {self.steps}), early)
            scored[self.steps] = self.last_look
            yield name, Task(arm, seed, self.steps, scored)

    @property
    def last_look(self) -> Positions:
        """What is scored in the end, and before training: held-out records, both ways, and some that are seen."""
        judged = self.fold.judged
        return np.concatenate([judged.own, self.fold.seen, judged.crossed])

    def untrained(self, seed: int) -> Task:
        """The model as it begins, scored."""
        return Task(self.fold.arms[BEFORE][0], seed, 0, {0: self.last_look})

    def _looks(self, told: list[Comparison], name: str, number: int) -> Iterator[int]:
        """The steps after which the comparisons and the curve of one arm need its losses."""
        for each in told:
            yield from self._equal_of(each, name, number)
        if name in (BEFORE, AFTER):
            yield from (step for _, step in self.marks(self.fold.arms[name][number]))

    def _equal_of(self, comparison: Comparison, name: str, number: int) -> Iterator[int]:
        sides = (comparison.arm, comparison.against)
        if name in sides:
            arms = [self.fold.arms[side][number] for side in sides]
            yield self.equal(arms[0], arms[1])[sides.index(name)]

    def _tokens(self, arm: Arm) -> int:
        return int(self.examples.trained[arm.rows].sum())


def _held(arm: Arm) -> bytes:
    """The same of arms that hold the same records in the same places, and of no others."""
    return sha256(arm.rows.tobytes() + arm.keys.tobytes()).digest()
