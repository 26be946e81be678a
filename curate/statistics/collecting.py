"""How many more of which kind a set needs, if nothing is taken out of it."""

from collections.abc import Sequence
from math import ceil, inf
from typing import NamedTuple

WANTED = 0.8
"""The ratio of share and target from which on no more is asked for: four fifths, as in rules of selection."""
_TINY = 1e-9


class Need(NamedTuple):
    """What is to be added."""

    more: tuple[int, ...]
    """Of each kind."""
    is_feasible: bool
    """Whether additions alone can do; where not, there are only fewer of other kinds left to ask for."""


def needed(counts: Sequence[float], targets: Sequence[float], wanted: float = WANTED) -> Need:
    """The fewest additions after which no kind has less than so large a part of its target share.

    To add to one kind lowers the shares of all others, so all short kinds are solved for at once, until none is
    short: with `U` the short ones, the set has `(M - sum of m in U) / (1 - wanted * sum of t in U)` in the end.

    Args:
        counts: How many there are of each kind.
        targets: The share that each is to have; they add up to 1.
        wanted: Which part of its target each kind is to reach.
    """
    short = set[int]()
    total = sum(counts)
    while True:
        own = sum(targets[at] for at in short) * wanted
        if own > 1 - _TINY:
            return Need(tuple(0 for _ in counts), is_feasible=False)
        end = (total - sum(counts[at] for at in short)) / (1 - own)
        further = {at for at, count in enumerate(counts) if count < wanted * targets[at] * end - _TINY} - short
        if not further:
            break
        short |= further
    more = [
        max(0, ceil(wanted * target * end - counts[at] - _TINY)) if at in short else 0
        for at, target in enumerate(targets)
    ]
    return Need(tuple(_rounded(counts, targets, wanted, more)), is_feasible=True)


def _rounded(counts: Sequence[float], targets: Sequence[float], wanted: float, more: list[int]) -> list[int]:
    """Whole numbers lower the shares of others once more; so a few are added until that is made good."""
    while True:
        end = sum(counts) + sum(more)
        short = [at for at, count in enumerate(counts) if count + more[at] < wanted * targets[at] * end - _TINY]
        if not short:
            return more
        more = [each + (at in short) for at, each in enumerate(more)]


def parted(number: int, weights: Sequence[float]) -> list[int]:
    """A whole number in whole parts that are as near to these weights as can be, by their largest remainders.

    Args:
        number: What is parted.
        weights: What only counts by how large each is beside the others; where all are 0, nothing is given.
    """
    total = sum(weights)
    if total <= 0:
        return [0] * len(weights)
    exact = [number * each / total for each in weights]
    parts = [int(each) for each in exact]
    rest = sorted(range(len(weights)), key=lambda at: (parts[at] - exact[at], at))
    for at in rest[: number - sum(parts)]:
        parts[at] += 1
    return parts


def spread(
    counts: Sequence[float],
    targets: Sequence[float],
    budget: int,
    worth: Sequence[float] = (),
    reach: float = inf,
) -> tuple[int, ...]:
    """The best use of so many additions, or of fewer: each goes to the kind that is farthest below its target.

    What is smallest rises first, as water does, so the lowest ratio of share and target is as high as can be.

    Args:
        counts: How many there are of each kind.
        targets: The share that each is to have; a kind that is to have none gets none.
        budget: How many can be added.
        worth: By how much an addition of each kind raises its count; 1 unless given.
        reach: Nothing is added once every kind has this part of its target share.
    """
    given, ends = [0] * len(counts), list(map(float, counts))
    able = [at for at, target in enumerate(targets) if target > 0]
    for _ in range(budget if able else 0):
        lowest = min(able, key=lambda at: (ends[at] / targets[at], at))
        if ends[lowest] >= reach * targets[lowest] * sum(ends) - _TINY:
            break
        given[lowest] += 1
        ends[lowest] += worth[lowest] if worth else 1.0
    return tuple(given)
