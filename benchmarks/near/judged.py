"""How right an answer is, beside the truth."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.near.truth import Pairs, Positions

Flags = npt.NDArray[np.bool_]


class Told(NamedTuple):
    """Pairs that somebody reports, in any order and each any number of times."""

    one: Positions
    other: Positions

    def keys(self, size: int) -> Positions:
        """A number for each pair, once."""
        return np.unique(np.minimum(self.one, self.other) * size + np.maximum(self.one, self.other))


class Answer(NamedTuple):
    """What somebody found, as each tells it."""

    pairs: Told | None = None
    members: Told | None = None
    """Leaders and their members."""
    removed: Positions | None = None
    """What would be left out, where nobody tells why."""
    flagged: Positions | None = None
    """What is like something else, whatever that is."""


class Judged(NamedTuple):
    """How right pairs are, or flags where there are only flags."""

    told: int
    precision: float | None
    """The share of what is told that is true; nothing where nothing is told."""
    recall: float | None
    """The share of what is true that is told."""


class Removal(NamedTuple):
    """What became of the texts."""

    removed: int
    without_twin: int
    """Of those the ones that are like no text that was kept."""
    missed: int
    """Texts that were kept although one before them that is like them was, too."""


def judged(answer: Answer, truth: Pairs, size: int) -> dict[str, int | float | None]:
    """All that can be told of an answer by the pairs of texts that are alike."""
    told: dict[str, int | float | None] = {}
    if answer.pairs is not None:
        told |= shares(answer.pairs.keys(size), Told(truth.one, truth.other).keys(size))._asdict()
    elif answer.flagged is not None:
        told |= shares(answer.flagged, np.union1d(truth.one, truth.other))._asdict()
    gone = removed_by(answer, size)
    return told if gone is None else told | removal(gone, twins_of(answer, truth, size), truth)._asdict()


def shares(told: Positions, true: Positions) -> Judged:
    """How much is told, each once, and how right that is."""
    right = len(np.intersect1d(told, true, assume_unique=True))
    return Judged(len(told), _share(right, len(told)), _share(right, len(true)))


def _share(some: int, every: int) -> float | None:
    return some / every if every else None


def removed_by(answer: Answer, size: int) -> Flags | None:
    """Which texts go: members, or what is said to, or all but the first of each chain of pairs, as is usual."""
    if answer.members is None and answer.removed is None:
        return None if answer.pairs is None else first_of_each(answer.pairs, size)
    gone = np.zeros(size, np.bool_)
    gone[answer.removed if answer.members is None else answer.members.other] = True
    return gone


def twins_of(answer: Answer, truth: Pairs, size: int) -> Told:
    """Whom a removed text may be like: any text, or the leader alone, where one is named."""
    true = Told(truth.one, truth.other)
    if answer.members is None:
        return true
    named = np.intersect1d(answer.members.keys(size), true.keys(size), assume_unique=True)
    return Told(named // size, named % size)


def removal(gone: Flags, twins: Told, truth: Pairs) -> Removal:
    """How many texts were removed, how many of them in vain, and how many more should have been."""
    has_twin = np.zeros(len(gone), np.bool_)
    has_twin[twins.one[~gone[twins.other]]] = True
    has_twin[twins.other[~gone[twins.one]]] = True
    both_kept = ~gone[truth.one] & ~gone[truth.other]
    return Removal(int(gone.sum()), int((gone & ~has_twin).sum()), len(np.unique(truth.other[both_kept])))


def first_of_each(told: Told, size: int) -> Flags:
    """All but the first of what hangs together by pairs."""
    first = np.arange(size)
    while True:
        before = first.copy()
        np.minimum.at(first, told.other, first[told.one])
        np.minimum.at(first, told.one, first[told.other])
        first = first[first]
        if (first == before).all():
            return np.asarray(first != np.arange(size))
