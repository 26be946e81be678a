"""How varied a sample is, how much of what it was drawn from it has seen, and what a smaller sample would show.

Variety depends on size, so that samples are compared at the same completeness. Chao and Jost, "Coverage-based
rarefaction and extrapolation", Ecology 2012; Chao and others, "Rarefaction and extrapolation with Hill numbers",
Ecological Monographs 2014. A kind is whatever stands for variety: an opening of prompts, a family.
"""

from collections.abc import Sequence
from functools import cached_property
from math import ceil
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Order: TypeAlias = Literal[0, 1, 2]
"""How much rare kinds count: as much as any (0), by their share (1), hardly (2)."""
Numbers: TypeAlias = npt.NDArray[np.float64]
DRAWS = 50
"""Samples that an error is told by, as in the package iNEXT."""


class Sample:
    """How many of each kind were seen."""

    def __init__(self, counts: Sequence[int] | npt.NDArray[np.int64]) -> None:
        """Take counts, in any order; a kind that was not seen is none."""
        self.counts = np.sort(np.asarray(counts, np.int64))
        self.counts = self.counts[self.counts > 0]
        self.size = int(self.counts.sum())
        self.once, self.twice = (int((self.counts == times).sum()) for times in (1, 2))

    @property
    def coverage(self) -> float:
        """The share of what the sample was drawn from that is of a kind it has; 2012, equation 4a.

        What is left is the chance that the next one is of a new kind.
        """
        return 1 - self.once / self.size * self._again if self.size else 0.0

    @property
    def at_least(self) -> float:
        """How many kinds there are, at the least: Chao1, without bias where no kind was seen twice.

        Chao, "Nonparametric estimation of the number of classes in a population", 1984.
        """
        return len(self.counts) + self._unseen

    def hill(self, order: Order) -> float:
        """How many kinds, all as frequent, would be as varied as these; Hill, "Diversity and evenness", 1973."""
        return _hill(self.counts / self.size, order) if self.size else 0.0

    def coverage_at(self, size: int) -> float:
        """The coverage of a sample of this size, smaller or larger; 2012, equations 4b and 12."""
        if size >= self.size:
            return 1 - self.once / self.size * self._again ** (size - self.size + 1) if self.size else 0.0
        kinds, times = self._distinct
        # The next one is of a kind that is not among those drawn of all others.
        missed = np.exp(_log_chance_of_none(kinds - 1, size, self.size - 1))
        return float(1 - (times * kinds / self.size * missed).sum())

    def hill_at(self, size: int, order: Order) -> float:
        """What a sample of this size, not larger than this one, would show on average; 2014, table 1.

        Raises:
            ValueError: the size is larger.
        """
        if size > self.size:
            raise ValueError(f"{size} is more than the {self.size} that were seen")
        if size < 1:
            return 0.0
        kinds, times = self._distinct
        if order == 0:
            return float((times * (1 - np.exp(_log_chance_of_none(kinds, size, self.size)))).sum())
        if order == 1:
            return float(np.exp(self._entropy_at(size)))
        same = (times * kinds * (kinds - 1.0)).sum() / max(1.0, self.size * (self.size - 1.0))
        return float(1 / (1 / size + (size - 1) / size * same))

    def size_for(self, coverage: float) -> float:
        """How large a sample has this coverage, not more than that of this one; between two sizes, in proportion.

        Raises:
            ValueError: the coverage is higher.
        """
        if coverage > self.coverage:
            raise ValueError(f"{coverage} is more than the {self.coverage} that is covered")
        low, high = 0, self.size
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.coverage_at(middle) <= coverage else (low, middle)
        below, above = self.coverage_at(low), self.coverage_at(high)
        return low + (coverage - below) / (above - below) if above > below else float(high)

    def hill_for(self, coverage: float, order: Order) -> float:
        """What a sample of this coverage would show: samples of any size can be compared so."""
        size = self.size_for(coverage)
        low = int(size)
        return _between(size - low, *(self.hill_at(min(each, self.size), order) for each in (low, low + 1)))

    def error_for(self, coverage: float, order: Order, draws: int = DRAWS, seed: int = 0) -> float:
        """The standard error of `hill_for`, by samples drawn anew from what this one lets expect there is.

        Chao and others, "Rarefaction and extrapolation with Hill numbers", 2014, appendix G: kinds that were seen
        are a little rarer than they seem, since there are some that were not. A sample that covers less is taken
        as it is.

        Args:
            coverage: Of which the number is told.
            order: Of the number.
            draws: Samples.
            seed: Of the draws.
        """
        shares, random = self._expected_shares(), np.random.default_rng(seed)
        drawn = (Sample(random.multinomial(self.size, shares)) for _ in range(draws))
        return float(np.std([each.hill_for(min(coverage, each.coverage), order) for each in drawn], ddof=1))

    def _expected_shares(self) -> Numbers:
        """Of each kind that was seen, and of each that was not, the share it is likely to have."""
        shares = self.counts / self.size
        missed = self.once / self.size * self._again
        unseen = ceil(self._unseen)
        chance = shares * (1 - shares) ** self.size
        rarer = shares * (1 - (missed / chance.sum() if unseen else 0.0) * (1 - shares) ** self.size)
        every = np.concatenate([rarer, np.full(unseen, missed / max(unseen, 1))])
        told: Numbers = every / every.sum()
        return told

    def more_for(self, coverage: float) -> float:
        """How many more it takes until so much is covered, by 2012, equation 12; infinite where none is enough.

        It is not to be trusted for more than as many again (2014, p. 60).
        """
        if self.coverage >= coverage:
            return 0.0
        if not self.once or not 0 < self._again < 1 or coverage >= 1:
            return float("inf")
        return float(np.log((1 - coverage) * self.size / self.once) / np.log(self._again) - 1)

    @cached_property
    def _distinct(self) -> tuple[Numbers, Numbers]:
        """Each count that there is, and how many kinds have it."""
        kinds, times = np.unique(self.counts, return_counts=True)
        return kinds.astype(float), times.astype(float)

    @property
    def _unseen(self) -> float:
        """How many kinds were not seen, at the least."""
        if not self.size:
            return 0.0
        pairs = self.once**2 / (2 * self.twice) if self.twice else self.once * (self.once - 1) / 2
        return (self.size - 1) / self.size * pairs

    @property
    def _again(self) -> float:
        """`A` of the papers: the chance that one more, of what the kinds seen once stand for, is of a new kind."""
        unseen = self.size * self._unseen
        return unseen / (unseen + self.once) if unseen else 0.0

    def _entropy_at(self, size: int) -> float:
        """The entropy that a smaller sample has on average, by how many kinds it shows how often."""
        kinds, times = self._distinct
        entropy, log_whole = 0.0, _log_ways(self.size, size)
        for own, many in zip(kinds, times, strict=True):
            shown = np.arange(1, min(own, size) + 1)
            rest = size - shown
            able = rest <= self.size - own
            shown, rest = shown[able], rest[able]
            chance = np.exp(_log_ways(own, shown) + _log_ways(self.size - own, rest) - log_whole)
            entropy -= many * float((chance * shown / size * np.log(shown / size)).sum())
        return entropy


def _hill(shares: Numbers, order: Order) -> float:
    if order == 1:
        return float(np.exp(-(shares * np.log(shares)).sum()))
    return float((shares**order).sum() ** (1 / (1 - order)))


def _between(part: float, low: float, high: float) -> float:
    return low + part * (high - low)


def _log_ways(of: float | Numbers, chosen: float | Numbers) -> Numbers:
    """The logarithm of how many ways there are to choose some of so many."""
    from scipy.special import gammaln

    ways: Numbers = gammaln(np.add(of, 1)) - gammaln(np.add(chosen, 1)) - gammaln(np.subtract(of, chosen) + 1)
    return ways


def _log_chance_of_none(kinds: Numbers, drawn: int, of: int) -> Numbers:
    """The logarithm of the chance that none of a kind is among those drawn; minus infinity where one must be."""
    room = of - kinds
    able = room >= drawn
    return np.where(able, _log_ways(np.where(able, room, drawn), drawn) - _log_ways(of, drawn), -np.inf)
