"""Things that lie close together, and whether they would again if others of the same kind had been drawn."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

ROUNDS, STARTS = 50, 4
DRAWS, STARTS_OF_DRAW = 20, 2
STABLE = 0.6
"""From here on a cluster is a pattern that is there (Hennig 2007, section 4, on the mean Jaccard similarity)."""


class Clusters(NamedTuple):
    """Which cluster each point is in, and where those lie."""

    of: Places
    centres: Numbers

    def distances(self, points: Numbers) -> Numbers:
        """The squared distance of each point to the centre of its cluster."""
        apart: Numbers = ((points - self.centres[self.of]) ** 2).sum(axis=1)
        return apart


def clusters(points: Numbers, number: int, seed: int = 0, starts: int = STARTS) -> Clusters:
    """So many clusters of points by k-means, the best of some starts (Arthur and Vassilvitskii 2007, k-means++).

    Args:
        points: A row for each.
        number: Clusters, no more than there are points.
        seed: Of the starts.
        starts: How many.
    """
    random = np.random.default_rng(seed)
    best, least = None, np.inf
    for _ in range(starts):
        found = _settled(points, _start(points, number, random))
        spread = float(found.distances(points).sum())
        if best is None or spread < least - 1e-12:
            best, least = found, spread
    assert best is not None
    return best


def _start(points: Numbers, number: int, random: np.random.Generator) -> Numbers:
    """Points far from each other, at random."""
    chosen = [int(random.integers(len(points)))]
    nearest = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < number:
        total = nearest.sum()
        weights = nearest / total if total > 0 else np.full(len(points), 1 / len(points))
        chosen.append(int(random.choice(len(points), p=weights)))
        nearest = np.minimum(nearest, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return points[chosen].copy()


def _settled(points: Numbers, centres: Numbers) -> Clusters:
    """Points go to the nearest centre, and centres to the middle of their points, until nothing moves."""
    of = np.full(len(points), -1)
    for _ in range(ROUNDS):
        now = _nearest(points, centres)
        if (now == of).all():
            break
        of = now
        for at in range(len(centres)):
            own = points[of == at]
            if len(own):
                centres[at] = own.mean(axis=0)
    return Clusters(of, centres)


def _nearest(points: Numbers, centres: Numbers) -> Places:
    apart = (centres**2).sum(axis=1)[None, :] - 2 * points @ centres.T
    nearest: Places = apart.argmin(axis=1)
    return nearest


def stability(points: Numbers, found: Clusters, seed: int = 0) -> Numbers:
    """How well each cluster is found again where points are drawn anew: the mean of its best Jaccard similarities.

    Hennig, "Cluster-wise assessment of cluster stability", Computational Statistics and Data Analysis 2007: the
    bootstrap. 1 is always and exactly; below 0.6 a cluster is not to be trusted.
    """
    random = np.random.default_rng(seed)
    number, sums = len(found.centres), np.zeros(len(found.centres))
    for draw in range(DRAWS):
        drawn = np.unique(random.integers(0, len(points), len(points)))
        again = clusters(points[drawn], min(number, len(drawn)), seed + draw + 1, STARTS_OF_DRAW)
        sums += _alike(found.of[drawn], again.of, number)
    return sums / DRAWS


def _alike(before: Places, after: Places, number: int) -> Numbers:
    """Of each cluster before, the highest Jaccard similarity to one after; 0 of one that was not drawn."""
    table = np.zeros((number, int(after.max()) + 1))
    np.add.at(table, (before, after), 1)
    either = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
    alike: Numbers = (table / np.maximum(either, 1)).max(axis=1)
    return alike
