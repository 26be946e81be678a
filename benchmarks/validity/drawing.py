"""Effects of prompts and seeds where nothing changed: simulated, or drawn from real losses."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curate.statistics.crossed import Components, cluster_means, crossed

Numbers = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

OF_PROMPT, OF_CLUSTER, OF_BOTH = 0.10, 0.05, 0.06
"""Standard deviations, in nats: of prompts within a cluster, of clusters, and of a prompt with a seed."""
BATCH = 500


class Setting(NamedTuple):
    """Held-out prompts."""

    name: str
    sizes: Counts
    """Prompts of each cluster."""
    tail: int = 0
    """The degrees of freedom of Student's t by which prompts and clusters differ; 0 for a normal distribution."""

    @property
    def shares(self) -> Numbers:
        """Of all prompts, by cluster."""
        shares: Numbers = self.sizes / self.sizes.sum()
        return shares

    def components(self, of_seed: float) -> Components:
        """What varies, as clusters that all weigh alike would show it."""
        squares = self.shares**2
        own = (squares * (OF_CLUSTER**2 + OF_PROMPT**2 / self.sizes)).sum() / squares.sum()
        both = (squares * OF_BOTH**2 / self.sizes).sum() / squares.sum()
        return Components(float(own**0.5), of_seed, float(both**0.5))


def settings() -> list[Setting]:
    """Of clusters many and few, with tails and without, of one size and of many."""
    return [
        Setting("100 clusters of 3", np.full(100, 3)),
        Setting("30 clusters of 3", np.full(30, 3)),
        Setting("300 clusters of 3", np.full(300, 3)),
        Setting("20 prompts, as of one type", np.full(20, 1)),
        Setting("100 clusters of 3, heavy tails", np.full(100, 3), tail=3),
        Setting("100 clusters of 1 to 15", _uneven(100)),
        Setting("30 clusters of 1 to 15", _uneven(30)),
    ]


def _uneven(clusters: int) -> Counts:
    """Most clusters are of one prompt, and some of many: as near-duplicates hang together."""
    drawn = np.random.default_rng(5).pareto(1.2, clusters) + 1
    return np.minimum(drawn.astype(np.int64), 15)


def simulated(
    setting: Setting, of_seed: float, seeds: int, repeats: int, random: np.random.Generator
) -> Iterator[Numbers]:
    """Means of clusters with each seed, so many times, in batches: repeat, cluster, seed."""
    sizes, starts = setting.sizes, np.cumsum(setting.sizes) - setting.sizes
    for start in range(0, repeats, BATCH):
        count = min(BATCH, repeats - start)
        prompts = _of_prompts(setting.tail, (count, int(sizes.sum())), random) * OF_PROMPT
        own = np.add.reduceat(prompts, starts, axis=1) / sizes
        own += _of_prompts(setting.tail, (count, len(sizes)), random) * OF_CLUSTER
        both = random.standard_normal((count, len(sizes), seeds)) * (OF_BOTH / np.sqrt(sizes))[:, None]
        yield own[:, :, None] + both + random.standard_normal((count, 1, seeds)) * of_seed


def _of_prompts(tail: int, shape: tuple[int, int], random: np.random.Generator) -> Numbers:
    if not tail:
        return random.standard_normal(shape)
    heavy: Numbers = random.standard_t(tail, shape) * ((tail - 2) / tail) ** 0.5
    return heavy


class Real:
    """Real losses, as what others are drawn from in which nothing changed.

    Clusters are drawn with all that they are: how many prompts they have, how far they are off the mean, and how
    each goes with seeds. That mean is taken off, so nothing is left to be found, and skew and tails stay: signs of
    cluster effects are not changed at random, which would hide skew. What is left of a cluster with a seed is that
    of one of the seeds there are, with a sign at random. Seeds are too few to be drawn from: they are normal, with
    the deviation that they show, or another that is asked for.
    """

    def __init__(self, losses: Numbers, clusters: Counts) -> None:
        """Take the losses of each prompt (rows) with each seed (columns), and which prompts hang together."""
        self.means, self.shares = cluster_means(losses, clusters)
        told = crossed(losses, clusters)
        self.components, (own, seeds) = told.components, self.means.shape
        by_seed = np.asarray(told.by_seed)
        off = self.means - by_seed
        self.effects = off.mean(axis=1)
        self.left = off - self.effects[:, None]
        self.left *= (own * seeds / ((own - 1) * (seeds - 1))) ** 0.5

    def drawn(self, of_seed: float, seeds: int, random: np.random.Generator) -> tuple[Numbers, Numbers]:
        """Means of as many clusters with each seed, and their shares."""
        own = random.integers(0, len(self.effects), len(self.effects))
        columns = random.integers(0, self.left.shape[1], seeds)
        signs = random.choice((-1.0, 1.0), (len(own), seeds))
        both = self.left[own][:, columns] * signs
        shares = self.shares[own] / self.shares[own].sum()
        return self.effects[own][:, None] + both + random.standard_normal(seeds) * of_seed, shares
