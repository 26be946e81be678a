"""Which sets may be alike: the keys of each set, and digests of whole sets."""

from math import ceil
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel

Values: TypeAlias = npt.NDArray[np.uint64]
Halves: TypeAlias = npt.NDArray[np.uint32]
Starts: TypeAlias = npt.NDArray[np.int64]
Counters: TypeAlias = npt.NDArray[np.uint8]

_MIX = np.uint64(0x9E3779B97F4A7C15)
_FURTHER = np.uint32(0x2C1B3C6D)
"""A multiplier of the 32-bit mixer that C. Wellons found by search ("Prospecting for hash functions", 2018)."""
_OFTEN = 255
_TINY = 1e-9
"""Less than the distance of any two products of a share and a count; what floating point adds is less still."""


@compiled
def _scramble(value: np.uint64) -> np.uint64:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, figure 17)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@kernel
def digests(values: Values, starts: Starts, side: Starts) -> Values:
    """64 bits of each set and its side, equal for equal ones; no two empty sets have the same."""
    made = np.empty(len(starts) - 1, np.uint64)
    for number in range(len(made)):
        state = _scramble(np.uint64(side[number]) + _MIX)
        if starts[number] == starts[number + 1]:
            state = ~_scramble(np.uint64(number) + _MIX)
        for value in values[starts[number] : starts[number + 1]]:
            state = _scramble((state + value) * _MIX)
        made[number] = state
    return made


@compiled
def _mixed(value: np.uint32, mask: np.uint32, factor: np.uint32) -> np.uint32:
    """One hash of a number, by the function that the mask and the factor stand for."""
    # numba takes the product of two small numbers for a large one, unless told.
    mixed = np.uint32((value ^ mask) * factor)
    return np.uint32((mixed ^ (mixed >> np.uint32(15))) * _FURTHER)


@compiled
def _sign(values: Values, masks: Halves, factors: Halves, signature: Halves) -> None:
    """The least hash of a set by each of several functions (Broder 1997)."""
    signature[:] = np.uint32(0xFFFFFFFF)
    last = len(values) - 1
    # Four values at once: what stands in memory of a function is read once for all. The last may stand twice.
    for at in range(0, len(values), 4):
        one, two = np.uint32(values[at]), np.uint32(values[min(at + 1, last)])
        three, four = np.uint32(values[min(at + 2, last)]), np.uint32(values[min(at + 3, last)])
        for number in range(len(masks)):
            mask, factor = masks[number], factors[number]
            some = min(_mixed(one, mask, factor), _mixed(two, mask, factor))
            others = min(_mixed(three, mask, factor), _mixed(four, mask, factor))
            signature[number] = min(signature[number], some, others)


@compiled
def _band_keys(signature: Halves | Values, rows: int, keys: Values) -> None:
    """Write a key for each so many values of a signature; the same values in another band have another key."""
    for band in range(len(keys)):
        state = np.uint64(band)
        for row in range(band * rows, (band + 1) * rows):
            state = _scramble((state + np.uint64(signature[row])) * _MIX)
        keys[band] = state


@compiled
def _ends(starts: Starts, each: int) -> Starts:
    """Where the keys of each set begin, if every one that is not empty has so many."""
    ends = np.zeros(len(starts), np.int64)
    for number in range(len(starts) - 1):
        ends[number + 1] = ends[number] + (each if starts[number + 1] > starts[number] else 0)
    return ends


@kernel
def bands_of(signatures: Values, starts: Starts, rows: int) -> tuple[Values, Starts]:
    """A key for each band of each signature that is made already; an empty set has none."""
    ends = _ends(starts, signatures.shape[1] // rows)
    keys = np.empty(ends[-1], np.uint64)
    for number in range(len(starts) - 1):
        _band_keys(signatures[number], rows, keys[ends[number] : ends[number + 1]])
    return keys, ends


@kernel
def bands(sets: tuple[Values, Starts], masks: Halves, factors: Halves, rows: int) -> tuple[Values, Starts]:
    """A key for each band of each set's signature, the same for sets that agree in it; an empty set has none."""
    values, starts = sets
    ends = _ends(starts, len(masks) // rows)
    keys = np.empty(ends[-1], np.uint64)
    signature = np.empty(len(masks), np.uint32)
    for number in range(len(starts) - 1):
        if starts[number] < starts[number + 1]:
            _sign(values[starts[number] : starts[number + 1]], masks, factors, signature)
            _band_keys(signature, rows, keys[ends[number] : ends[number + 1]])
    return keys, ends


@compiled
def _shift_of(counters: Counters) -> np.uint64:
    """How far a value is to be shifted to tell its place, of as many as are a power of two."""
    shift, places = np.uint64(64), 1
    while places < len(counters):
        places *= 2
        shift -= np.uint64(1)
    return shift


@kernel
def count(sets: tuple[Values, Starts], counters: Counters, places: tuple[int, int]) -> None:
    """Count in these places of a table how often values stand, up to 255; those that share one count together."""
    values, starts = sets
    shift, (begin, end) = _shift_of(counters), places
    counters[begin:end] = 0
    for number in range(len(starts) - 1):
        own = values[starts[number] : starts[number + 1]]
        first = np.searchsorted(own, np.uint64(begin) << shift) if begin else 0
        for value in own[first:]:
            place = value >> shift
            if place >= np.uint64(end):
                break
            counters[place] = min(counters[place] + 1, _OFTEN)


@compiled
def least_first(values: Values, count: int) -> None:
    """Bring so many of the least values to the front, in any order (Hoare, "Algorithm 65: Find", 1961)."""
    low, high = 0, len(values) - 1
    while low < high:
        pivot, left, right = values[(low + high) // 2], low, high
        while left <= right:
            while values[left] < pivot:
                left += 1
            while values[right] > pivot:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left, right = left + 1, right - 1
        if right < count - 1 < left:
            return
        low, high = (low, right) if count - 1 <= right else (left, high)


@kernel
def prefixes(sets: tuple[Values, Starts], counters: Counters, similarity: float) -> tuple[Values, Starts]:
    """A key for each value of a set of which one at least must be another's too, if the two are that similar.

    Of two sets with a Jaccard index of at least t each has t times its size in common with the other; so, in
    any order that holds for all, they share one of their first `size - ceil(t * size) + 1` values (Chaudhuri,
    Ganti and Kaushik, ICDE 2006; Bayardo, Ma and Srikant, WWW 2007). The rarest come first, by a count that may be
    too high where two values share a counter: the order is still the same for all.
    """
    values, starts = sets
    shift, most = _shift_of(counters), np.diff(starts).max() if len(starts) > 1 else 0
    keys, ends = np.empty(len(values), np.uint64), np.zeros(len(starts), np.int64)
    often, ordered = np.empty(most, np.uint8), np.empty(most, np.uint64)
    filled = 0
    for number in range(len(starts) - 1):
        own = values[starts[number] : starts[number + 1]]
        size, alone, several = len(own), 0, 0
        needed = size - ceil(similarity * size - _TINY) + 1 if size else 0
        for at in range(size):
            often[at] = counters[own[at] >> shift]
            alone += often[at] == 1
        # A value that stands nowhere else comes first, and is no key.
        if alone < needed:
            for at in range(size):
                ordered[several] = (np.uint64(often[at]) << np.uint64(56)) | (own[at] >> np.uint64(8))
                several += often[at] > 1
            wanted = min(needed, size) - alone
            least_first(ordered[:several], wanted)
            for value in ordered[:wanted]:
                keys[filled] = _scramble(value)
                filled += 1
        ends[number + 1] = filled
    return keys[:filled].copy(), ends
