"""Which records each step of training sees: the same for every arm, as far as they hold the same records.

Common random numbers: a record's place in an epoch depends on nothing but its key, the seed and the epoch, so that
two arms see what they have in common in the same order, and differ by their records alone.
"""

import itertools
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from curate.measurement.encoded import Places

Keys = npt.NDArray[np.uint64]


def order(keys: Keys, seed: int, epoch: int) -> Places:
    """Positions of records in the order of one epoch."""
    return np.lexsort((keys, _mixed(_mixed(keys ^ _mixed(_number(seed))) ^ _mixed(_number(epoch + 1)))))


def steps(keys: Keys, tokens: Places, seed: int, of_step: int, count: int) -> Iterator[Places]:
    """The positions of the records of each of `count` steps, epoch after epoch.

    Args:
        keys: Of each record.
        tokens: Its response tokens, one or more.
        seed: Of the order.
        of_step: Response tokens of one step. A record belongs to the step in which its middle lies, or to the one
            before, if that had none: so every step has some, however long a record is.
        count: How many steps.
    """
    begun, number, waiting = 0, 0, list[Places]()
    for epoch in itertools.count() if count and len(keys) else ():
        own = order(keys, seed, epoch)
        middles = begun + np.cumsum(tokens[own]) - tokens[own] / 2
        numbers = _without_gaps((middles // of_step).astype(np.int64), number if begun else -1)
        for each in range(int(numbers[0]), int(numbers[-1]) + 1):
            if each > number:
                yield np.concatenate(waiting)
                waiting, number = [], each
                if number == count:
                    return
            waiting.append(own[numbers == each])
        begun += int(tokens.sum())


def steps_of(tokens: int, epochs: float, of_step: int) -> int:
    """How many steps it takes to go so often through so many response tokens."""
    return max(1, round(tokens * epochs / of_step))


def _without_gaps(numbers: Places, last: int) -> Places:
    """Numbers that rise, but each by no more than one from that before it."""
    places = np.arange(len(numbers) + 1)
    rising: Places = np.minimum.accumulate(np.concatenate([[last], numbers]) - places) + places
    return rising[1:]


def _mixed(numbers: Keys) -> Keys:
    """Each number so that nothing is left of its order: the finaliser of SplitMix64 (Steele and others, 2014)."""
    with np.errstate(over="ignore"):
        mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))


def _number(value: int) -> Keys:
    return np.asarray([value % (1 << 64)], np.uint64)
