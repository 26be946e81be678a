"""How large an effect must be to be seen, with so many clusters of prompts and so many seeds."""

from collections.abc import Callable
from functools import cache
from math import inf
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curate.statistics.crossed import Components, Crossed, Spread, half_width

Numbers = npt.NDArray[np.float64]

SEEN = 0.8
"""How often an effect must be seen."""
POINTS, DIMENSIONS = 2048, 6
FEWEST = 10
"""Clusters that a plan has at the least."""
FINER = 1.1
"""By how much the numbers of clusters differ that a plan tries."""


class Plan(NamedTuple):
    """What it takes to see an effect."""

    clusters: int
    """As many that weigh alike."""
    seeds: int
    detectable: float


class _Drawn(NamedTuple):
    """Variances between clusters, between seeds and of both together, as they may be."""

    clusters: Numbers
    seeds: Numbers
    both: Numbers


def detectable(told: Crossed, chance: float = 0.05) -> float:
    """The effect that would be seen four times of five if this were measured again.

    What varies is itself known only as well as so many clusters and seeds tell, and is drawn accordingly
    (Weerahandi, "Generalized confidence intervals", 1993): after two seeds hardly anything is known of what seeds
    do, and the effect is large.

    Args:
        told: What was measured.
        chance: Of an effect where there is none, below which it is seen.
    """
    return _least(_possible(told), told.effective, told.seeds, chance)


def planned(varies: Crossed | Components, clusters: float, seeds: int, chance: float = 0.05) -> float:
    """The effect that would be seen four times of five with other numbers of clusters and seeds.

    Infinite where it was measured with one seed and is to be with more: nothing is known of what seeds do.

    Args:
        varies: What was measured, or what is known for certain of how effects vary.
        clusters: How many, as if all weigh alike.
        seeds: How many.
        chance: Of an effect where there is none, below which it is seen.
    """
    if isinstance(varies, Crossed) and varies.seeds == 1 < seeds:
        return inf
    return _least(_possible(varies), clusters, seeds, chance)


def foreseen(varies: Components, clusters: float, seeds: int, chance: float = 0.05) -> float:
    """What a measurement will say of itself that it could have seen, where effects vary as they usually do.

    More than `planned`, which takes for certain what so few seeds hardly tell.

    Args:
        varies: How effects usually vary.
        clusters: How many, as if all weigh alike.
        seeds: How many.
        chance: Of an effect where there is none, below which it is seen.
    """
    both = varies.residual**2 / (clusters * seeds)
    of_seeds, residual = (varies.seed**2 / seeds + both, both) if seeds > 1 else (0.0, 0.0)
    between, of_seeds, residual = np.array([varies.prompt**2 / clusters + both, of_seeds, residual])
    spread = Spread(between, of_seeds, residual, clusters - 1, seeds)
    return _least(_told(spread, clusters), clusters, seeds, chance)


def power(effect: float, varies: Components, clusters: float, seeds: int, chance: float = 0.05) -> float:
    """How often an effect is seen, the share of all measurements of it.

    Args:
        effect: Its size.
        varies: What is known for certain of how effects vary.
        clusters: How many, as if all weigh alike.
        seeds: How many.
        chance: Of an effect where there is none, below which it is seen.
    """
    judged = _judged(_possible(varies), clusters, seeds, chance)
    return 0.0 if judged is None else judged.seen(abs(effect))


def cheapest(
    varies: Crossed | Components,
    wanted: float,
    cost: Callable[[int, int], float],
    most: tuple[int, int],
    chance: float = 0.05,
) -> Plan | None:
    """The least costly numbers of clusters and seeds with which an effect would be seen; None where none will do.

    Args:
        varies: What was measured, or what is known for certain of how effects vary.
        wanted: The effect that is to be seen.
        cost: Of so many clusters and so many seeds; more of either cost more.
        most: How many clusters and how many seeds there can be.
        chance: Of an effect where there is none, below which it is seen.
    """
    if isinstance(varies, Crossed) and varies.seeds == 1:
        return None
    possible, best, least = _possible(varies), None, inf
    sizes = _sizes(most[0])
    for seeds in range(2, most[1] + 1):
        # No more clusters are tried than would still be cheaper.
        able = [size for size in sizes if cost(size, seeds) < least]
        found = _first(possible, able, seeds, wanted, chance)
        if found is not None:
            best, least = found, cost(found.clusters, seeds)
    return best


def _first(possible: _Drawn, sizes: list[int], seeds: int, wanted: float, chance: float) -> Plan | None:
    """The fewest of these clusters that will do."""
    if not sizes or _least(possible, sizes[-1], seeds, chance) > wanted:
        return None
    low, high = 0, len(sizes) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (
            (low, middle) if _least(possible, sizes[middle], seeds, chance) <= wanted else (middle + 1, high)
        )
    return Plan(sizes[high], seeds, _least(possible, sizes[high], seeds, chance))


def _sizes(most: int) -> list[int]:
    steps = int(np.log(max(most, FEWEST) / FEWEST) / np.log(FINER)) + 1
    return sorted({min(most, round(FEWEST * FINER**step)) for step in range(steps)} | {most})


def _possible(varies: Crossed | Components) -> _Drawn:
    """What may vary how much, given what was measured."""
    if isinstance(varies, Components):
        return _Drawn(*(np.full(POINTS, each**2) for each in varies))
    return _told(varies.spread, varies.effective)


def _told(spread: Spread, effective: float) -> _Drawn:
    """What may vary how much, given the variance of a mean over so many clusters."""
    points = _points()
    own, others = spread.freedom, spread.number - 1
    if own <= 0:
        return _Drawn(*(np.full(POINTS, inf) for _ in range(3)))
    clusters = spread.clusters / _ratios(points[0], own)
    if not others:
        return _Drawn(clusters * effective, np.zeros(POINTS), np.zeros(POINTS))
    seeds = spread.seeds / _ratios(points[1], others)
    residual = spread.residual / _ratios(points[2], own * others)
    return _Drawn(
        np.maximum(clusters - residual, 0) * effective,
        np.maximum(seeds - residual, 0) * spread.number,
        residual * effective * spread.number,
    )


def _least(possible: _Drawn, clusters: float, seeds: int, chance: float = 0.05) -> float:
    """The effect that is seen so often on average, by halving."""
    judged = _judged(possible, clusters, seeds, chance)
    if judged is None:
        return inf
    if not judged.error.any():
        return 0.0
    low, high = 0.0, float(np.quantile(judged.reach + 4 * judged.error, 0.95))
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if judged.seen(middle) < SEEN else (low, middle)
    return high


class _Judged(NamedTuple):
    """How an effect comes out, as it may be: by how much it errs, and how far from nothing it must be."""

    error: Numbers
    reach: Numbers

    def seen(self, effect: float) -> float:
        """How often an effect is seen, on average."""
        from scipy.special import ndtr

        return float(ndtr((effect - self.reach) / np.maximum(self.error, 1e-300)).mean())


def _judged(possible: _Drawn, clusters: float, seeds: int, chance: float) -> _Judged | None:
    """None where nothing is known of what varies."""
    own, points = clusters - 1, _points()
    if own <= 0 or not np.isfinite(possible.clusters).all():
        return None
    both = possible.both / (clusters * seeds)
    between = possible.clusters / clusters + both
    # With one seed, what is seen is about these two models.
    of_seeds = possible.seeds / seeds + both if seeds > 1 else np.zeros(POINTS)
    error = np.sqrt(between + (of_seeds - both if seeds > 1 else 0.0))
    measured = Spread(
        between * _ratios(points[3], own),
        of_seeds * _ratios(points[4], max(1, seeds - 1)),
        both * _ratios(points[5], own * max(1, seeds - 1)),
        own,
        seeds,
    )
    return _Judged(error, half_width(measured, chance))


def _ratios(points: Numbers, freedom: float) -> Numbers:
    """A variance as it is measured, over what it is: chi-square over its degrees of freedom."""
    from scipy.special import gammaincinv

    ratios: Numbers = gammaincinv(freedom / 2, points) * 2 / freedom
    return ratios


@cache
def _points() -> Numbers:
    """Points that are spread evenly over a cube, one dimension a row.

    Multiples of the powers of the root of x^(d + 1) = x + 1: Roberts, "The unreasonable effectiveness of
    quasirandom sequences", 2018.
    """
    root = 2.0
    for _ in range(60):
        root = (1 + root) ** (1 / (DIMENSIONS + 1))
    steps = root ** -np.arange(1.0, DIMENSIONS + 1)
    points: Numbers = (0.5 + np.outer(steps, np.arange(1, POINTS + 1))) % 1
    return points
