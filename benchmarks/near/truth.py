"""Which texts are alike, found by counting what each has in common with every other: slow, plain, and sure.

It takes nothing from `curate`, so that it can tell whether `curate` is right.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]


class Pairs(NamedTuple):
    """Pairs of texts, the earlier one first, in three arrays of one length."""

    one: Positions
    other: Positions
    similarity: npt.NDArray[np.float64]

    def at_least(self, similarity: float) -> "Pairs":
        """Those that are so much alike."""
        return self._of(self.similarity >= similarity)

    def among(self, chosen: Positions, size: int) -> "Pairs":
        """Those within some texts, by their places among these."""
        place = np.full(size, -1)
        place[chosen] = np.arange(len(chosen))
        one, other, _ = within = self._of((place[self.one] >= 0) & (place[self.other] >= 0))
        return within._replace(one=place[one], other=place[other])

    def _of(self, mask: npt.NDArray[np.bool_]) -> "Pairs":
        return Pairs(self.one[mask], self.other[mask], self.similarity[mask])


def by_counting(texts: Sequence[str], least: float) -> Pairs:
    """Every pair of texts at least so much alike, by the Jaccard index of their runs of three words."""
    sets = _numbered(texts)
    sizes = np.array([len(each) for each in sets])
    holders, begins = _holders(sets)
    seen = np.zeros(len(begins), np.int64)
    found = [Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    for number, own in enumerate(sets):
        earlier = [holders[begins[value] : begins[value] + seen[value]] for value in own if seen[value]]
        seen[own] += 1
        if earlier:
            common = np.bincount(np.concatenate(earlier), minlength=number)
            similarity = common / (sizes[number] + sizes[: len(common)] - common)
            (alike,) = np.nonzero(similarity >= least)
            found.append(Pairs(alike, np.full(len(alike), number), similarity[alike]))
    return Pairs(*map(np.concatenate, zip(*found, strict=True)))


def _numbered(texts: Sequence[str]) -> list[Positions]:
    """The set of runs of each text, as numbers; a text without words has none."""
    numbers: dict[tuple[str, ...], int] = {}
    sets = []
    for text in texts:
        words = text.split()
        runs = set(zip(words, words[1:], words[2:], strict=False)) if len(words) > 2 else {tuple(words)} - {()}
        sets.append(np.array([numbers.setdefault(run, len(numbers)) for run in runs], np.int64))
    return sets


def _holders(sets: Sequence[Positions]) -> tuple[Positions, Positions]:
    """For each number the texts that hold it, in order and one number behind the other, and where each begins."""
    values = np.concatenate([np.zeros(0, np.int64), *sets])
    owners = np.repeat(np.arange(len(sets)), [len(each) for each in sets])
    counts = np.bincount(values)
    return owners[np.argsort(values, kind="stable")], np.cumsum(counts) - counts
