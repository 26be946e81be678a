"""From the bytes of texts to their sets of shingles."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel

Bytes: TypeAlias = npt.NDArray[np.uint8]
Values: TypeAlias = npt.NDArray[np.uint64]
Starts: TypeAlias = npt.NDArray[np.int64]

_BETWEEN_WORDS = np.zeros(256, np.bool_)
for _character in b"\t\n\v\f\r .,;:!?'\"()[]{}\x1e\x1f":
    _BETWEEN_WORDS[_character] = True
_LOWER = np.arange(256, dtype=np.uint8)
_LOWER[ord("A") : ord("Z") + 1] += 32

_OFFSET, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
"""FNV-1a, 64 bits (Fowler, Noll and Vo; IETF draft-eastlake-fnv)."""
_HEAD, _CONTINUES = 0xC0, 0x80
"""The bits of a byte of UTF-8 that tell whether it continues a character, and how."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MOST_BITS = 16
"""By so many bits values are told apart at first, at most."""
_FEW = 32
"""Values that are sorted by letting each go down to its place."""


@compiled
def _scramble(value: np.uint64) -> np.uint64:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, figure 17)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@compiled
def _ends_token(text: Bytes, at: int, by_character: np.bool_) -> bool:
    """Whether a token that has begun is over before this byte."""
    return bool(_BETWEEN_WORDS[text[at]] or (by_character and text[at] & _HEAD != _CONTINUES))


@compiled
def _count(text: Bytes, by_character: np.bool_) -> int:
    """How many tokens a text has."""
    count, inside = 0, False
    for at in range(len(text)):
        if _BETWEEN_WORDS[text[at]]:
            inside = False
        elif not inside or _ends_token(text, at, by_character):
            inside = True
            count += 1
    return count


@compiled
def _runs(text: Bytes, by_character: np.bool_, size: int, into: Values) -> None:
    """Write a hash for each run of so many tokens, in which their order counts."""
    last = np.zeros(size, np.uint64)
    count, at = 0, 0
    while at < len(text):
        if _BETWEEN_WORDS[text[at]]:
            at += 1
            continue
        token, begin = _OFFSET, at
        while at < len(text) and (at == begin or not _ends_token(text, at, by_character)):
            token = (token ^ np.uint64(_LOWER[text[at]])) * _PRIME
            at += 1
        for place in range(size - 1):
            last[place] = last[place + 1]
        last[size - 1] = _scramble(token)
        count += 1
        if count >= size:
            state = np.uint64(0)
            for hashed in last:
                state = _scramble((state + hashed) * _MIX)
            into[count - size] = state


@compiled
def _in_heaps(values: Values, room: Values, ends: Starts) -> int:
    """Put values in heaps by their first bits, write where each heap ends, and tell how many heaps there are.

    There are as many heaps as values, or a few more, so that one holds one value, give or take a few.
    """
    bits = np.uint64(0)
    while (1 << bits) < len(values) and bits < _MOST_BITS:
        bits += np.uint64(1)
    shift = np.uint64(63) - bits
    ends[: (1 << bits) + 1] = 0
    for value in values:
        ends[((value >> np.uint64(1)) >> shift) + np.uint64(1)] += 1
    for heap in range(1 << bits):
        ends[heap + 1] += ends[heap]
    for value in values:
        heap = (value >> np.uint64(1)) >> shift
        room[ends[heap]] = value
        ends[heap] += 1
    return int(np.int64(1 << bits))


@compiled
def _sort(values: Values, room: Values, ends: Starts) -> None:
    """Sort values that are spread over all of 64 bits, which is quicker than to sort any values."""
    begin = 0
    for heap in range(_in_heaps(values, room, ends)):
        # One value can stand any number of times.
        if ends[heap] - begin > _FEW:
            room[begin : ends[heap]].sort()
        for at in range(begin, ends[heap]):
            value, place = room[at], at
            while place > begin and values[place - 1] > value:
                values[place] = values[place - 1]
                place -= 1
            values[place] = value
        begin = ends[heap]


@compiled
def _sort_once(values: Values, room: Values, ends: Starts) -> int:
    """Sort values, put each once in front, and tell how many those are."""
    _sort(values, room, ends)
    kept = min(1, len(values))
    for at in range(1, len(values)):
        if values[at] != values[kept - 1]:
            values[kept] = values[at]
            kept += 1
    return kept


@kernel
def shingle(
    text: Bytes, starts: Starts, by_character: npt.NDArray[np.bool_], words: int, characters: int
) -> tuple[Values, Starts]:
    """The values of all sets, and where each begins; texts are one behind the other."""
    sizes = np.zeros(len(by_character), np.int64)
    runs = np.zeros(len(by_character), np.int64)
    for number in range(len(by_character)):
        count = _count(text[starts[number] : starts[number + 1]], by_character[number])
        sizes[number] = min(characters if by_character[number] else words, count)
        runs[number] = count - sizes[number] + min(1, count)
    values = np.empty(runs.sum(), np.uint64)
    begins = np.zeros(len(starts), np.int64)
    most = runs.max() if len(runs) else 0
    room, ends = np.empty(most, np.uint64), np.empty(min(2 * most, 1 << _MOST_BITS) + 2, np.int64)
    for number in range(len(by_character)):
        begin = begins[number]
        own = values[begin : begin + runs[number]]
        if runs[number]:
            _runs(text[starts[number] : starts[number + 1]], by_character[number], sizes[number], own)
        begins[number + 1] = begin + _sort_once(own, room, ends)
    return values[: begins[-1]], begins
