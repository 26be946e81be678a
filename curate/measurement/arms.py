"""The sets that are trained on: before, after, and those that tell what their difference means."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from curate.measurement.held_out import Positions
from curate.measurement.schedule import order

Keys = npt.NDArray[np.uint64]
SWAPPED = 0.02
"""The share of the set before that the null arm swaps for records of the same types that were set aside."""
DAMAGED = 0.1
"""The share of its responses that the arm of planted damage swaps within each type."""
_TRIES = 20
"""For each record left at random, how often an exchange is tried, so that tokens come to as many as wanted."""
_NEAR = 0.002
"""As many, but for this share."""


@dataclass(frozen=True)
class Arm:
    """Which examples one fine-tune sees, and which place each takes in an epoch."""

    rows: Positions
    """In what was encoded."""
    keys: Keys
    """The same key in two arms means the same place."""


@dataclass(frozen=True)
class Whole:
    """What arms are drawn from: for each example, the key of its record, its type and its response tokens."""

    keys: Keys
    types: Sequence[str]
    tokens: Positions

    def arm(self, rows: Positions) -> Arm:
        """These examples, in the order of their keys."""
        own = rows[np.argsort(self.keys[rows], kind="stable")]
        return Arm(own, self.keys[own])

    def by_type(self, rows: Positions) -> dict[str, Positions]:
        """The examples of each type, in their order."""
        found: dict[str, list[int]] = {}
        for row in rows.tolist():
            found.setdefault(self.types[row], []).append(row)
        return {name: np.asarray(found[name], np.int64) for name in sorted(found)}


def nothing_changed(whole: Whole, before: Arm, reserve: Positions, seed: int) -> Arm:
    """The set before, with some of its records swapped for others of the same type that were set aside."""
    left, swapped = before.rows.copy(), before.keys.copy()
    wanted = round(SWAPPED * len(left))
    aside = {name: _shuffled(whole, rows, seed) for name, rows in whole.by_type(reserve).items()}
    places: dict[str, list[int]] = {}
    for place in order(before.keys, seed, 1).tolist():
        places.setdefault(whole.types[left[place]], []).append(place)
    pairs = [
        (place, row)
        for name, rows in aside.items()
        for place, row in zip(places.get(name, ()), rows.tolist(), strict=False)
    ]
    for place, row in pairs[:wanted]:
        left[place], swapped[place] = row, whole.keys[row]
    return Arm(left, swapped)


def damaged_pairs(whole: Whole, before: Arm, seed: int) -> list[tuple[int, int]]:
    """For some places of the set before, the example of the same type whose response is to stand there."""
    pairs = list[tuple[int, int]]()
    places = {int(row): place for place, row in enumerate(before.rows)}
    for rows in whole.by_type(before.rows).values():
        chosen = _shuffled(whole, rows, seed)[: round(DAMAGED * len(rows))].tolist()
        if len(chosen) > 1:
            others = [*chosen[1:], chosen[0]]
            pairs += [(places[one], other) for one, other in zip(chosen, others, strict=True)]
    return pairs


def damaged(before: Arm, instead: Mapping[int, int]) -> Arm:
    """The set before, with another example at some of its places."""
    rows = before.rows.copy()
    for place, row in instead.items():
        rows[place] = row
    return replace(before, rows=rows)


def removed_at_random(whole: Whole, before: Arm, after: Arm, seed: int) -> Arm:
    """As many records of each type as the set after has, drawn from the set before, with about as many tokens."""
    wanted = Counter(whole.types[row] for row in after.rows.tolist())
    kept, spare = dict[str, list[int]](), dict[str, list[int]]()
    for name, rows in whole.by_type(before.rows).items():
        own = _shuffled(whole, rows, seed).tolist()
        kept[name], spare[name] = own[: wanted[name]], own[wanted[name] :]
    _make_as_long(whole, kept, spare, int(whole.tokens[after.rows].sum()), np.random.default_rng(seed))
    return whole.arm(np.asarray([row for rows in kept.values() for row in rows], np.int64))


def _make_as_long(
    whole: Whole,
    kept: dict[str, list[int]],
    spare: dict[str, list[int]],
    wanted: int,
    draw: np.random.Generator,
) -> None:
    """Exchange records for others of their types, as they come, where that brings tokens nearer to as many."""
    open_ones = [name for name in kept if kept[name] and spare[name]]
    missing = wanted - sum(int(whole.tokens[rows].sum()) for rows in kept.values())
    for _ in range(_TRIES * sum(map(len, kept.values())) if open_ones else 0):
        if abs(missing) <= _NEAR * wanted:
            return
        name = open_ones[draw.integers(len(open_ones))]
        own, others = kept[name], spare[name]
        at, beside = draw.integers(len(own)), draw.integers(len(others))
        gained = int(whole.tokens[others[beside]] - whole.tokens[own[at]])
        if abs(missing - gained) < abs(missing):
            own[at], others[beside] = others[beside], own[at]
            missing -= gained


def _shuffled(whole: Whole, rows: Positions, seed: int) -> Positions:
    """In an order that the keys and the seed decide, with no regard to how they stand."""
    return rows[order(whole.keys[rows], seed, 0)]
