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
SWAPPED_RESPONSES = f"{100 * DAMAGED:g} % of responses swapped"
"""What that arm is called."""
_TRIES = 20
"""For each record left at random, how often an exchange is tried, so that tokens come to as many as wanted."""
_NEAR = 0.002
"""As many, but for this share."""
_OF_NULL, _OF_DAMAGE, _OF_RANDOM = -1, -2, -3
"""Epochs that no training has: what is drawn in their order has no place of its own in any that it has."""
_PAIR = 2
"""The fewest responses that can be swapped."""


@dataclass(frozen=True)
class Arm:
    """Which examples one fine-tune sees, and which place each takes in an epoch."""

    rows: Positions
    """In what was encoded."""
    keys: Keys
    """The same key in two arms means the same place."""


@dataclass(frozen=True)
class Whole:
    """What arms are drawn from: of each example the key of its record, its type, its response and its tokens."""

    keys: Keys
    types: Sequence[str]
    responses: Sequence[str]
    tokens: Positions
    """Those of the response."""

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
    rows, keys = before.rows.copy(), before.keys.copy()
    places: dict[str, list[int]] = {}
    for place in order(keys, seed, _OF_NULL).tolist():
        places.setdefault(whole.types[rows[place]], []).append(place)
    wanted = max(1, round(SWAPPED * len(rows)))
    for row in _shuffled(whole, reserve, seed, _OF_NULL).tolist():
        if wanted and (alike := places.get(whole.types[row])):
            place = alike.pop()
            rows[place], keys[place] = row, whole.keys[row]
            wanted -= 1
    return Arm(rows, keys)


def damaged_pairs(whole: Whole, before: Arm, seed: int) -> list[tuple[int, int]]:
    """For some places of the set before, the example of the same type whose response is to stand there.

    It is never the one that stands there already. What is wanted of a type that has too few is taken of the next.
    """
    pairs, owed = list[tuple[int, int]](), 0.0
    places = {row: place for place, row in enumerate(before.rows.tolist())}
    for rows in whole.by_type(before.rows).values():
        owed += DAMAGED * len(rows)
        shuffled = _shuffled(whole, rows, seed, _OF_DAMAGE).tolist()
        chosen, further = _swappable(whole.responses, shuffled, round(owed))
        owed = min(owed - len(chosen), _PAIR)
        pairs += [(places[row], chosen[at - further]) for at, row in enumerate(chosen)]
    return pairs


def _swappable(responses: Sequence[str], rows: list[int], wanted: int) -> tuple[list[int], int]:
    """The first rows that can swap responses, so many if it can be, and how far one must go to another response.

    No response is that of more than half of them, and the same ones stand together.
    """
    while True:
        chosen, counts = list[int](), Counter[str]()
        for row in rows:
            if len(chosen) < wanted and counts[responses[row]] < wanted // 2:
                chosen.append(row)
                counts[responses[row]] += 1
        if len(chosen) == wanted or not chosen:
            return sorted(chosen, key=lambda row: responses[row]), max(counts.values(), default=0)
        wanted = len(chosen)


def damaged(before: Arm, instead: Mapping[int, int]) -> Arm:
    """The set before, with another example at some of its places."""
    rows = before.rows.copy()
    for place, row in instead.items():
        rows[place] = row
    return replace(before, rows=rows)


def removed_at_random(whole: Whole, before: Arm, after: Arm, seed: int) -> Arm:
    """As many records of each type as the set after has, drawn from the set before, with about as many tokens.

    Of types of which the set before has too few, others take the place.
    """
    wanted = Counter(whole.types[row] for row in after.rows.tolist())
    kept, spare = dict[str, list[int]](), dict[str, list[int]]()
    for row in _shuffled(whole, before.rows, seed, _OF_RANDOM).tolist():
        name = whole.types[row]
        own = kept.setdefault(name, [])
        (own if len(own) < wanted[name] else spare.setdefault(name, [])).append(row)
    missing = len(after.rows) - sum(map(len, kept.values()))
    for row in [row for rows in spare.values() for row in rows][:missing]:
        kept[whole.types[row]].append(row)
        spare[whole.types[row]].remove(row)
    draw = np.random.default_rng(seed % (1 << 64))
    _make_as_long(whole, kept, spare, int(whole.tokens[after.rows].sum()), draw)
    return whole.arm(np.asarray([row for rows in kept.values() for row in rows], np.int64))


def _make_as_long(
    whole: Whole,
    kept: dict[str, list[int]],
    spare: dict[str, list[int]],
    wanted: int,
    draw: np.random.Generator,
) -> None:
    """Exchange records for others of their types, as they come, where that brings tokens nearer to as many."""
    open_ones = [name for name in kept if kept[name] and spare.get(name)]
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


def _shuffled(whole: Whole, rows: Positions, seed: int, what_for: int) -> Positions:
    """In an order that the keys, the seed and the use decide, with no regard to how they stand."""
    return rows[order(whole.keys[rows], seed, what_for)]
