"""How a signature is cut into bands so that hardly a pair at the threshold is missed."""

from math import ceil, log, log1p
from typing import NamedTuple

LONGEST_SIGNATURE = 128
TINY = 1e-9
"""Pairs that agree in a band more rarely than this would need more bands than any signature has."""
RECALL = 0.9999
"""The least share of pairs at the threshold that become candidates."""


class Bands(NamedTuple):
    """So many bands of so many rows; a pair that agrees in one whole band is a candidate."""

    bands: int
    rows: int

    @property
    def length(self) -> int:
        """Values in one signature."""
        return self.bands * self.rows

    def recall(self, similarity: float) -> float:
        """The chance that a pair of this similarity is a candidate (Leskovec et al., MMDS, section 3.4.2)."""
        return float(1 - (1 - similarity**self.rows) ** self.bands)


def bands_for(similarity: float, recall: float = RECALL) -> Bands:
    """The longest bands, so the fewest false candidates, that still reach the recall at the threshold.

    Libraries choose bands that balance misses against false candidates. Candidates are verified exactly here,
    so only misses count.
    """
    if similarity >= 1:
        return Bands(2, LONGEST_SIGNATURE // 2)
    fitting = []
    for rows in range(1, LONGEST_SIGNATURE + 1):
        agree = similarity**rows
        if agree < TINY:
            break
        bands = max(2, ceil(log(1 - recall) / log1p(-agree)))
        if bands * rows <= LONGEST_SIGNATURE:
            fitting.append(Bands(bands, rows))
    # Very low thresholds need more bands than a long signature has: one row each, as many as it takes.
    return fitting[-1] if fitting else Bands(ceil(log(1 - recall) / log(1 - similarity)), 1)
