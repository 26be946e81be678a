"""Many sets of integers in two arrays, so that kernels walk over them without an object for each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Shingles = npt.NDArray[np.uint64]
"""One set: its values sorted, each once."""


def evenly(starts: npt.NDArray[np.int64], number: int) -> list[tuple[int, int]]:
    """From where to where so many stretches go, about as long, of things that begin there; some may be empty."""
    edges = np.searchsorted(starts, np.linspace(0, starts[-1], number + 1)).tolist()
    return list(pairwise([0, *edges[1:-1], len(starts) - 1]))


@dataclass(frozen=True)
class Sets:
    """Sets one behind the other: number `i` is `values[starts[i]:starts[i + 1]]`."""

    values: Shingles
    starts: npt.NDArray[np.int64]
    """One more than there are sets; the last is the number of values."""

    @classmethod
    def of(cls, sets: Sequence[Shingles]) -> "Sets":
        """The same sets in two arrays."""
        starts = np.zeros(len(sets) + 1, np.int64)
        np.cumsum([len(each) for each in sets], out=starts[1:])
        return cls(np.concatenate([np.zeros(0, np.uint64), *sets]), starts)

    @classmethod
    def joined(cls, several: Iterable["Sets"], about: int = 0) -> "Sets":
        """All of these sets, one behind the other; of `about` so many values, if that is known."""
        joining = Joining(about)
        for each in several:
            joining.add(each)
        return joining.sets()

    @property
    def arrays(self) -> tuple[Shingles, npt.NDArray[np.int64]]:
        """What a kernel takes."""
        return self.values, self.starts

    def pieces(self, number: int) -> list["Sets"]:
        """The sets in so many stretches that have about as many values each, as views."""
        return [
            Sets(
                self.values[self.starts[begin] : self.starts[end]],
                self.starts[begin : end + 1] - self.starts[begin],
            )
            for begin, end in evenly(self.starts, number)
        ]

    def only(self, chosen: npt.NDArray[np.int64]) -> "Sets":
        """The sets at these positions, in this order."""
        places, starts = self._places(chosen)
        return Sets(self.values[places], starts)

    def _places(self, chosen: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Where the values of the sets at these positions stand, and where those of each begin among these."""
        sizes = np.diff(self.starts)[chosen]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        within = np.arange(starts[-1]) - np.repeat(starts[:-1], sizes)
        return np.repeat(self.starts[:-1][chosen], sizes) + within, starts

    def without(self, others: "Sets", which: npt.NDArray[np.int64]) -> "Sets":
        """Each set without the values of another one, whose position stands in `which`; -1 leaves it as it is."""
        stays = np.ones(len(self.values), np.bool_)
        for number, other in enumerate(others):
            places, _ = self._places(np.flatnonzero(which == number))
            stays[places] = ~np.isin(self.values[places], other)
        kept = np.concatenate([np.zeros(1, np.int64), np.cumsum(stays)])
        return Sets(self.values[stays], kept[self.starts])

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __iter__(self) -> Iterator[Shingles]:
        return (self[at] for at in range(len(self)))

    def __getitem__(self, at: int) -> Shingles:
        return self.values[self.starts[at] : self.starts[at + 1]]


class Joining:
    """Sets that are put one behind the other as they come; each can be let go at once, since it is copied.

    It helps to know about how many values there will be; memory that nothing is written to takes no room.
    """

    def __init__(self, about: int = 0) -> None:
        self._values = np.empty(about, np.uint64)
        self._filled = 0
        self._starts = [np.zeros(1, np.int64)]

    def add(self, sets: Sets) -> None:
        """Put some behind those that came before."""
        end = self._filled + len(sets.values)
        if end > len(self._values):
            larger = np.empty(max(end, 2 * self._filled), np.uint64)
            larger[: self._filled] = self._values[: self._filled]
            self._values = larger
        self._values[self._filled : end] = sets.values
        self._starts.append(sets.starts[1:] + self._filled)
        self._filled = end

    def sets(self) -> Sets:
        """All that came."""
        return Sets(self._values[: self._filled], np.concatenate(self._starts))


def jaccard(one: Shingles, other: Shingles) -> float:
    """The exact share of values that two sets have in common; 0 where either is empty."""
    if not len(one) or not len(other):
        return 0.0
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)
