"""From the bytes of texts to their sets of shingles."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel

Bytes: TypeAlias = npt.NDArray[np.uint8]
Values: TypeAlias = npt.NDArray[np.uint64]
Starts: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Texts: TypeAlias = tuple[Bytes, Starts]
"""Texts one behind the other, and where each begins."""

Packed: TypeAlias = tuple[Values, Starts]
"""Sets one behind the other, and where each begins."""
Table: TypeAlias = npt.NDArray[np.uint16]
"""Of each byte the one that is compared in its place, and its kind in the bits above."""
_BETWEEN, _ALONE = 1, 2
"""A byte that separates words, and one that is a word; all others are parts of words."""
_ABOVE = 8
_ANY_KIND = 1 << _ABOVE
"""From here on it is no part of a word."""
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
def _begin(rolling: Values) -> None:
    """Forget all tokens.

    The last ones are held, as many as a run has, and behind them how often one came, and the sum of a run: tokens
    are as the digits of a number, so that of the next run is made by one step, however long runs are.
    """
    rolling[:] = 0


@compiled
def _runs(text: Bytes, by_character: np.bool_, table: Table, rolling: Values, into: Values) -> None:
    """Write a hash for each run of tokens that ends in a text, behind those that ended before it."""
    # To hand arrays to a function for each token takes longer than all else that is done with it.
    size, gone = len(rolling) - 2, _MIX
    count, state = int(np.int64(rolling[size])), rolling[size + 1]
    place = count % size
    for _ in range(size):
        gone *= _MIX
    # An index without a sign is not looked at for being one from the end.
    at, end, one = np.uint64(0), np.uint64(len(text)), np.uint64(1)
    while at < end:
        looked_up = table[text[at]]
        at += one
        if looked_up >> _ABOVE == _BETWEEN:
            continue
        token = (_OFFSET ^ np.uint64(looked_up & 0xFF)) * _PRIME
        while looked_up < _ANY_KIND and at < end:
            looked_up = table[text[at]]
            if looked_up >= _ANY_KIND or (by_character and text[at] & _HEAD != _CONTINUES):
                break
            token = (token ^ np.uint64(looked_up)) * _PRIME
            at += one
        token = _scramble(token)
        state = (state + token) * _MIX - rolling[place] * gone
        rolling[place], place = token, place + 1 if place + 1 < size else 0
        count += 1
        if count >= size:
            into[count - size] = _scramble(state)
    rolling[size], rolling[size + 1] = np.uint64(count), state


@compiled
def _runs_within(tokens: int, rolling: Values, into: Values) -> int:
    """How many runs there are within so many tokens; where there are too few for one, all of them are one."""
    size, state = len(rolling) - 2, np.uint64(0)
    if 0 < tokens < size:
        count = int(np.int64(rolling[size]))
        for token in range(count - tokens, count):
            state = (state + rolling[token % size]) * _MIX
        into[0] = _scramble(state)
    return max(tokens - size + 1, min(1, tokens))


@compiled
def _in_heaps(values: Values, room: Values, ends: Starts) -> tuple[int, int]:
    """Put values in heaps by their first bits, write where each heap ends, and tell how many heaps there are.

    There are as many heaps as values, or a few more, so that one holds one value, give or take a few. The second
    number tells how many the fullest holds.
    """
    bits = np.uint64(0)
    while (1 << bits) < len(values) and bits < _MOST_BITS:
        bits += np.uint64(1)
    shift, heaps = np.uint64(63) - bits, int(np.int64(1 << bits))
    ends[: heaps + 1] = 0
    for value in values:
        ends[((value >> np.uint64(1)) >> shift) + np.uint64(1)] += 1
    fullest = 0
    for heap in range(heaps):
        fullest = max(fullest, ends[heap + 1])
        ends[heap + 1] += ends[heap]
    for value in values:
        heap = (value >> np.uint64(1)) >> shift
        room[ends[heap]] = value
        ends[heap] += 1
    return heaps, fullest


@compiled
def _sort(values: Values, room: Values, ends: Starts) -> None:
    """Sort values into `room`: those spread over all of 64 bits, which is quicker than to sort any values."""
    heaps, fullest = _in_heaps(values, room, ends)
    if fullest > _FEW:
        # One value can stand any number of times.
        begin = 0
        for heap in range(heaps):
            room[begin : ends[heap]].sort()
            begin = ends[heap]
        return
    for at in range(1, len(values)):
        value, place = room[at], at
        while place > 0 and room[place - 1] > value:
            room[place] = room[place - 1]
            place -= 1
        room[place] = value


@compiled
def _sort_once(values: Values, room: Values, ends: Starts) -> int:
    """Sort values, put each once in front, and tell how many those are."""
    _sort(values, room, ends)
    kept = 0
    for at in range(len(values)):
        # Written in any case, and kept by a sum: which values stand twice can not be foreseen.
        values[kept] = room[at]
        kept += at + 1 == len(values) or room[at] != room[at + 1]
    return kept


@compiled
def _most_runs(starts: Starts, by_character: Flags, table: Table) -> Starts:
    """Of each text how many runs it has at most: between two words there is a byte, unless some are one alone."""
    most = np.diff(starts)
    crowded = (table >> _ABOVE == _ALONE).any()
    for number in range(len(most)):
        if not (crowded or by_character[number]):
            most[number] = (most[number] + 1) // 2
    return most


@compiled
def _rooms(most: int, lengths: tuple[int, int]) -> tuple[Values, Values, Values, Starts]:
    """For tokens of words, and of characters; and for what is sorted, of texts that have at most so many runs."""
    ends = np.empty(min(2 * most, 1 << _MOST_BITS) + 2, np.int64)
    return (
        np.empty(lengths[0] + 2, np.uint64),
        np.empty(lengths[1] + 2, np.uint64),
        np.empty(most, np.uint64),
        ends,
    )


@kernel
def shingle(texts: Texts, by_character: Flags, table: Table, lengths: tuple[int, int]) -> Packed:
    """The values of all sets, and where each begins; texts are one behind the other.

    Runs have so many words, or so many characters.
    """
    text, starts = texts
    most = _most_runs(starts, by_character, table)
    words, characters, room, ends = _rooms(most.max() if len(most) else 0, lengths)
    # Memory that nothing is written to takes no room.
    values, begins = np.empty(most.sum(), np.uint64), np.zeros(len(starts), np.int64)
    for number in range(len(by_character)):
        own, rolling = values[begins[number] :], characters if by_character[number] else words
        _begin(rolling)
        _runs(text[starts[number] : starts[number + 1]], by_character[number], table, rolling, own)
        runs = _runs_within(int(np.int64(rolling[-2])), rolling, own)
        begins[number + 1] = begins[number] + _sort_once(own[:runs], room, ends)
    return values[: begins[-1]], begins


@kernel
def shingle_both(
    texts: Texts, by_character: tuple[Flags, Flags], table: Table, lengths: tuple[int, int]
) -> tuple[Packed, Packed]:
    """The sets of texts in two parts, and those of their second parts, which stand behind all the first ones.

    It is told apart of the whole text and of the second part whether it is cut by characters.
    """
    (text, starts), (by_whole, by_second) = texts, by_character
    count = len(by_whole)
    most = _most_runs(starts, np.concatenate((by_whole, by_whole)), table)
    most_others = _most_runs(starts[count:], by_second, table)
    largest = max((most[:count] + most[count:]).max(), most_others.max()) if count else 0
    words, characters, room, ends = _rooms(largest, lengths)
    values, begins = np.empty(most.sum(), np.uint64), np.zeros(count + 1, np.int64)
    others, begins_of_others = np.empty(most_others.sum(), np.uint64), np.zeros(count + 1, np.int64)
    for number in range(count):
        own, other = values[begins[number] :], others[begins_of_others[number] :]
        second = text[starts[count + number] : starts[count + number + 1]]
        rolling = characters if by_whole[number] else words
        _begin(rolling)
        _runs(text[starts[number] : starts[number + 1]], by_whole[number], table, rolling, own)
        before = int(np.int64(rolling[-2]))
        _runs(second, by_whole[number], table, rolling, own)
        runs, within = _runs_within(int(np.int64(rolling[-2])), rolling, own), int(np.int64(rolling[-2])) - before
        if by_second[number] == by_whole[number]:
            runs_of_other = _runs_within(within, rolling, other)
            # The last runs of all are those of the second part, unless it is shorter than one.
            if within >= len(rolling) - 2:
                other[:runs_of_other] = own[runs - runs_of_other : runs]
        begins[number + 1] = begins[number] + _sort_once(own[:runs], room, ends)
        if by_second[number] != by_whole[number]:
            rolling = words if by_whole[number] else characters
            _begin(rolling)
            _runs(second, by_second[number], table, rolling, other)
            runs_of_other = _runs_within(int(np.int64(rolling[-2])), rolling, other)
        begins_of_others[number + 1] = begins_of_others[number] + _sort_once(other[:runs_of_other], room, ends)
    return (values[: begins[-1]], begins), (others[: begins_of_others[-1]], begins_of_others)
