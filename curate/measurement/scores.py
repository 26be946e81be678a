"""What all arms came to, over the folds: losses of the held-out records, one column for each seed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from curate.measurement.course import Comparison, Course
from curate.measurement.fine_tunes import Done
from curate.measurement.held_out import Positions
from curate.measurement.train import Losses

Results = Sequence[dict[str, list[Done]]]
"""For each fold: by arm, what it came to with each seed."""


@dataclass(frozen=True)
class Scores:
    """Losses of one measurement. Rows are the held-out records of all folds, one fold behind the other."""

    courses: Sequence[Course]
    results: Results
    untrained: Sequence[Done]
    """The model as it begins, for each fold."""

    @property
    def clusters(self) -> Positions:
        """What each record hangs together with."""
        return np.concatenate([course.fold.judged.clusters for course in self.courses])

    @property
    def seen(self) -> Positions:
        """Which record each of those is that were trained on; one may have been seen in several folds."""
        return np.concatenate([course.fold.seen for course in self.courses])

    @property
    def types(self) -> list[str]:
        """The prompt type of each."""
        return [kind for course in self.courses for kind in course.fold.judged.types]

    @property
    def similarity(self) -> Losses:
        """Of the prompt of each to the nearest that is trained on."""
        return np.concatenate([course.fold.judged.similarity for course in self.courses])

    def own(self, arm: str) -> Losses:
        """The response loss of each, `(records, seeds)`."""
        return self._table(arm, lambda course, _: (course.steps, _own))

    def dependence(self, arm: str) -> Losses:
        """By how much each response is likelier under its own prompt than under another of its type."""
        return self._table(arm, lambda course, _: (course.steps, _dependence))

    def gained(self, arm: str) -> Losses:
        """By how much training made the response loss of each less than it was before any."""
        return self._begun(_own) - self.own(arm)

    def equal(self, comparison: Comparison) -> Losses:
        """The effect on the response loss of each, where both arms have seen their own records equally often."""

        def side(number: int) -> Callable[[Course, int], tuple[int, "_Part"]]:
            def look(course: Course, seed: int) -> tuple[int, _Part]:
                arms = [course.fold.arms[name][seed] for name in (comparison.arm, comparison.against)]
                return course.equal(arms[0], arms[1])[number], _own

            return look

        return self._table(comparison.arm, side(0)) - self._table(comparison.against, side(1))

    def curve(self, arm: str) -> list[tuple[float, float, float]]:
        """After each epoch that every fold has: its number, the loss of held-out records, and of seen ones."""
        marks = [course.marks(course.fold.arms[arm][0]) for course in self.courses]
        rows = []
        for at in range(min(map(len, marks))):
            looks = [
                [self._of(number, arm, seed, marks[number][at][1], part) for part in (_own, _seen)]
                for number in range(len(self.courses))
                for seed in range(self.seeds)
            ]
            held, seen = (np.concatenate([look[side] for look in looks]).mean() for side in (0, 1))
            rows.append((float(np.mean([each[at][0] for each in marks])), float(held), float(seen)))
        return rows

    def after(self, arm: str, at: int) -> Losses:
        """The response loss of each at one point of that curve, counted from 0."""
        return self._table(arm, lambda course, _: (course.marks(course.fold.arms[arm][0])[at][1], _own))

    def memorised(self, arm: str) -> tuple[Losses, Losses]:
        """What training did to the losses of held-out and of seen records, each `(records, seeds)`."""
        held = self.own(arm) - self._begun(_own)
        seen = self._table(arm, lambda course, _: (course.steps, _seen)) - self._begun(_seen)
        return held, seen

    @property
    def seeds(self) -> int:
        """How many."""
        return len(next(iter(self.results[0].values())))

    @property
    def base(self) -> float:
        """The mean loss of held-out records before any training."""
        return float(self._begun(_own).mean())

    @property
    def seconds(self) -> float:
        """Of a processor, that all fine-tunes took."""
        return sum(done.seconds for done in self._once)

    @property
    def runs(self) -> int:
        """How many fine-tunes there were: one for all arms that hold the same."""
        return len(self._once)

    @property
    def _once(self) -> list[Done]:
        """What each fine-tune came to; arms that hold the same share one."""
        each = [done for fold in self.results for several in fold.values() for done in several]
        return list({id(done): done for done in each}.values())

    def _table(self, arm: str, look: Callable[[Course, int], tuple[int, "_Part"]]) -> Losses:
        columns = [
            np.concatenate(
                [self._of(number, arm, seed, *look(course, seed)) for number, course in enumerate(self.courses)]
            )
            for seed in range(self.seeds)
        ]
        return np.stack(columns, axis=1)

    def _of(self, number: int, arm: str, seed: int, step: int, part: "_Part") -> Losses:
        return part(self.courses[number], self.results[number][arm][seed].losses[step])

    def _begun(self, part: "_Part") -> Losses:
        folds = zip(self.courses, self.untrained, strict=True)
        return np.concatenate([part(course, done.losses[0]) for course, done in folds])[:, None]


_Part = Callable[[Course, Losses], Losses]
"""Takes from all that was scored at one look what is asked for."""


def _own(course: Course, losses: Losses) -> Losses:
    return losses[: len(course.fold.judged.own)]


def _seen(course: Course, losses: Losses) -> Losses:
    begin = len(course.fold.judged.own)
    return losses[begin : begin + len(course.fold.seen)]


def _dependence(course: Course, losses: Losses) -> Losses:
    begin = len(course.fold.judged.own) + len(course.fold.seen)
    return losses[begin:] - _own(course, losses)
