"""Between which bounds a mean effect lies that was measured on prompts and seeds, each prompt with each seed."""

from math import inf
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curate.statistics.intervals import LEVEL, deviations

Numbers = npt.NDArray[np.float64]
Groups = npt.NDArray[np.int64]

UNLIKELIEST = 1e-15
"""Chances below this are not told apart."""
CAP = 4.0
"""Seeds alone may make the interval no more than so many times as wide as Satterthwaite's."""
OFF = 0.5
"""How much of what prompts and seeds do together is taken off what seeds alone seem to do."""


class Spread(NamedTuple):
    """The variance of a mean over prompts and seeds, as far as each of them goes; numbers, or an array of each."""

    clusters: Numbers
    """As clusters of prompts differ on the mean of all seeds."""
    seeds: Numbers
    """As seeds differ on the mean of all prompts; 0 of a single one."""
    residual: Numbers
    """What of either is but a prompt that goes with a seed; 0 of a single seed."""
    freedom: float
    """Degrees of freedom of clusters: as many as there effectively are, less one."""
    number: int
    """Of seeds."""

    @property
    def total(self) -> Numbers:
        """The variance of the mean, without bias, but never below what clusters or seeds show alone."""
        return np.maximum(self._unbiased, np.maximum(self.clusters, self.seeds))

    @property
    def degrees(self) -> Numbers:
        """The degrees of freedom of that variance (Satterthwaite 1946), no more than clusters have."""
        if self.number == 1:
            return np.full_like(self.clusters, self.freedom)
        own, others = max(self.freedom, 1e-9), self.number - 1
        squares = self.clusters**2 / own + self.seeds**2 / others + self.residual**2 / (own * others)
        told = np.where(squares > 0, self._unbiased**2 / np.where(squares > 0, squares, 1.0), self.freedom)
        return np.clip(told, min(1.0, self.freedom), self.freedom)

    @property
    def _unbiased(self) -> Numbers:
        return self.clusters + self.seeds - self.residual


class Components(NamedTuple):
    """How much an effect varies from one cluster, one seed, and one of both to the next: standard deviations."""

    prompt: float
    seed: float
    residual: float


class Crossed(NamedTuple):
    """A mean effect, and what is known of it."""

    estimate: float
    low: float
    high: float
    freedom: float
    """Degrees of freedom of the variance."""
    chance: float
    """Of an effect at least so large if there is none (p-value): at this level the interval ends at 0."""
    spread: Spread
    clusters: int
    effective: float
    """As many clusters that weigh alike would tell as much (Kish)."""
    by_seed: tuple[float, ...]
    """The effect with each seed."""

    @property
    def variance(self) -> float:
        """Of the estimate; infinite of a single cluster."""
        return float(self.spread.total) if self.spread.freedom > 0 else inf

    @property
    def as_normal(self) -> float:
        """The variance with which a normal distribution would have this interval at 95 %, for what asks for one.

        Larger than `variance`, which does not count that it is itself estimated.
        """
        return float(half_width(self.spread) / deviations()) ** 2

    @property
    def seeds(self) -> int:
        """With how many it was measured: with one, the interval is about these two models, not the change."""
        return self.spread.number

    @property
    def components(self) -> Components:
        """What clusters, seeds and both together contribute; 0 where they show less than what is left explains."""
        clusters, seeds, residual = (float(each) for each in self.spread[:3])
        effective, number = self.effective, self.spread.number
        prompt, seed = max(0.0, clusters - residual) * effective, max(0.0, seeds - residual) * number
        return Components(prompt**0.5, seed**0.5, (residual * effective * number) ** 0.5)


def crossed(
    differences: Numbers, clusters: Groups, weights: Numbers | None = None, level: float = LEVEL
) -> Crossed:
    """The mean of differences, with an interval for other prompts and for other seeds.

    Two-way analysis of variance without replication, both ways random: Searle, Casella and McCulloch, "Variance
    components", 1992, chapter 4; degrees of freedom by Satterthwaite, "An approximate distribution of estimates of
    variance components", 1946. Clusters may be of unlike weight: deviations are weighted, and clusters count as so
    many as would tell as much if all weighed alike (Kish, "Survey sampling", 1965, section 11.7). Satterthwaite's
    interval is too narrow where seeds are few and differ much: see `half_width`.

    Args:
        differences: Of one prompt a row, of one seed a column.
        clusters: Which prompts hang together, by any number of each.
        weights: Of prompts; all alike by default.
        level: How often the interval holds what is true.

    Raises:
        ValueError: there is no prompt or no seed, or a difference is no number.
    """
    values = np.asarray(differences, np.float64)
    if len(values.shape[1:]) != 1 or not values.size or not np.isfinite(values).all():
        raise ValueError("differences must be finite numbers, a row for each prompt and a column for each seed")
    means, shares = cluster_means(values, clusters, weights)
    by_seed, spread = spread_of(means, shares)
    return _told(by_seed, spread, level)._replace(clusters=len(shares), effective=effective(shares))


def apart(one: Crossed, other: Crossed, level: float = LEVEL) -> Crossed:
    """By how much the effect on some prompts exceeds that on others, with the same seeds.

    No cluster should be in both. Seeds are paired; the degrees of freedom of clusters are those of Welch, "The
    generalization of Student's problem when several different population variances are involved", 1947.

    Args:
        one: On the one.
        other: On the others.
        level: How often the interval holds what is true.

    Raises:
        ValueError: they were measured with unlike numbers of seeds.
    """
    if one.seeds != other.seeds:
        raise ValueError(f"{one.seeds} and {other.seeds} seeds can not be compared")
    by_seed = np.subtract(one.by_seed, other.by_seed)
    first, second = float(one.spread.clusters), float(other.spread.clusters)
    freedoms, both = (one.spread.freedom, other.spread.freedom), first + second
    freedom = 0.0 if min(freedoms) <= 0 else sum(freedoms)
    if freedom and both > 0:
        freedom = both**2 / (first**2 / freedoms[0] + second**2 / freedoms[1])
    residual = one.spread.residual + other.spread.residual
    spread = Spread(np.asarray(both), _of_seeds(by_seed), residual, freedom, one.seeds)
    told = _told(by_seed, spread, level)
    return told._replace(clusters=one.clusters + other.clusters, effective=freedom + 1)


def effective(shares: Numbers) -> float:
    """As many clusters that weigh alike would tell as much as these (Kish): 1 over the sum of squared shares."""
    return float(1 / (shares**2).sum())


def cluster_means(values: Numbers, clusters: Groups, weights: Numbers | None = None) -> tuple[Numbers, Numbers]:
    """The mean of each cluster with each seed, and the share of all weight that it has."""
    own = np.ones(len(values)) if weights is None else np.asarray(weights, np.float64)
    of = np.unique(clusters, return_inverse=True)[1]
    sums = np.stack([np.bincount(of, own * column) for column in values.T], axis=1)
    heights = np.bincount(of, own)
    told = heights > 0
    return sums[told] / heights[told, None], heights[told] / heights.sum()


def spread_of(means: Numbers, shares: Numbers) -> tuple[Numbers, Spread]:
    """The effect by seed, and what is known of their mean.

    Args:
        means: Of each cluster with each seed, in the last two dimensions; any others before these.
        shares: Of all weight, by cluster.
    """
    by_seed = np.einsum("k,...ks->...s", shares, means)
    number, alike = means.shape[-1], float((shares**2).sum())
    off = means - by_seed[..., None, :]
    deviations = off.mean(axis=-1)
    # As `K / (K - 1)` of clusters that weigh alike.
    correction = 1 / (1 - alike) if alike < 1 - 1e-12 else 0.0
    between = correction * ((shares * deviations) ** 2).sum(axis=-1)
    left = (shares[:, None] * (off - deviations[..., None])) ** 2
    residual = correction * left.sum(axis=(-2, -1)) / (number * max(1, number - 1))
    freedom = 1 / alike - 1 if correction else 0.0
    return by_seed, Spread(between, _of_seeds(by_seed), residual, freedom, number)


def half_width(spread: Spread, chance: float = 1 - LEVEL) -> Numbers:
    """To either side of the mean, how far the interval goes that misses the truth so often.

    The widest of three, so that it holds whatever varies: Satterthwaite's; that of clusters alone; and that of
    seeds alone, which would be far too wide where there are two and they hardly differ. So the last goes no
    further than `CAP` times the first, nor than clusters do together with what seeds do beyond `OFF` of the
    residual, where squares of half-widths add up (Howe, "Approximate confidence limits on the mean of X + Y where
    X and Y are two tabled independent random variables", 1974). Both were chosen by simulation: see
    `benchmarks/README.md`.

    Args:
        spread: What is known of the mean.
        chance: Of an interval that does not hold the truth.
    """
    if spread.freedom <= 0:
        return np.full_like(spread.clusters, inf)
    of_clusters = _quantile(spread.freedom, chance) * np.sqrt(spread.clusters)
    if spread.number == 1:
        return of_clusters
    both = _quantile(spread.degrees, chance) * np.sqrt(spread.total)
    times = _quantile(spread.number - 1, chance)
    beyond = times**2 * np.maximum(spread.seeds - OFF * spread.residual, 0.0)
    of_seeds = np.minimum(times * np.sqrt(spread.seeds), np.sqrt(of_clusters**2 + beyond))
    widest: Numbers = np.maximum(np.maximum(both, of_clusters), np.minimum(of_seeds, CAP * both))
    return widest


def _told(by_seed: Numbers, spread: Spread, level: float) -> Crossed:
    estimate = float(by_seed.mean())
    reach = float(half_width(spread, 1 - level))
    return Crossed(
        estimate=estimate,
        low=estimate - reach,
        high=estimate + reach,
        freedom=float(spread.degrees),
        chance=_chance(estimate, spread),
        spread=spread,
        clusters=0,
        effective=0.0,
        by_seed=tuple(by_seed.tolist()),
    )


def _of_seeds(by_seed: Numbers) -> Numbers:
    """The variance of their mean."""
    number = by_seed.shape[-1]
    return by_seed.var(axis=-1, ddof=1) / number if number > 1 else np.zeros(by_seed.shape[:-1])


def _chance(estimate: float, spread: Spread) -> float:
    """At which chance the interval just ends at 0, by halving; it grows as the chance falls."""
    if estimate == 0 or spread.freedom <= 0:
        return 1.0
    low, high = float(np.log(UNLIKELIEST)), 0.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if half_width(spread, float(np.exp(middle))) > abs(estimate) else (low, middle)
    return float(np.exp(high))


def _quantile(freedom: float | Numbers, chance: float) -> Numbers:
    """How many standard errors to either side leave such a chance outside, by Student's t."""
    from scipy.special import stdtrit

    times: Numbers = -stdtrit(freedom, chance / 2)
    return times
