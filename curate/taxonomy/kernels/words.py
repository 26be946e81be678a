"""From the bytes of prompts to the words they have, and to what these give each type."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel

Bytes: TypeAlias = npt.NDArray[np.uint8]
Values: TypeAlias = npt.NDArray[np.uint64]
Starts: TypeAlias = npt.NDArray[np.int64]
Weights: TypeAlias = npt.NDArray[np.int32]
Flags: TypeAlias = npt.NDArray[np.bool_]
Texts: TypeAlias = tuple[Bytes, Starts]
"""Texts one behind the other, and where each begins."""
Listed: TypeAlias = tuple[Values, Bytes, Starts, Starts]
"""Of each word, pair or opening its hash, its kind, and where it begins and ends in its text."""

WORD, PAIR, OPENS = 0, 1, 2
"""A word, and two in a row, of all that is read; and the words that a prompt opens with, three of them."""
OPENINGS, REASONS = 3, 3

_BETWEEN, _LETTER, _DIGIT, _APOSTROPHE, _ALONE = range(5)
_OFFSET, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
"""FNV-1a, 64 bits (Fowler, Noll and Vo; IETF draft-eastlake-fnv)."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_NUMBER = np.uint64(ord("0"))
"""What all digits in a row are read as."""
_KINDS = np.zeros(128, np.uint8)
for _byte in range(128):
    _KINDS[_byte] = _DIGIT if chr(_byte).isdigit() else _LETTER if chr(_byte).isalpha() else _BETWEEN
_KINDS[ord("'")] = _APOSTROPHE
_TWO, _THREE, _FOUR = 0x80, 0xE0, 0xF0
"""First bytes from which a character takes so many."""
_BEYOND = (
    *((0x80, _BETWEEN), (0xAA, _LETTER), (0xAB, _BETWEEN), (0xB5, _LETTER), (0xB6, _BETWEEN), (0xBA, _LETTER)),
    *((0xBB, _BETWEEN), (0xC0, _LETTER), (0xD7, _BETWEEN), (0xD8, _LETTER), (0xF7, _BETWEEN), (0xF8, _LETTER)),
    # Thai and Lao, Burmese, and Khmer put no spaces between words.
    *((0x0E00, _ALONE), (0x0F00, _LETTER), (0x1000, _ALONE), (0x10A0, _LETTER), (0x1780, _ALONE)),
    *((0x1800, _LETTER), (0x2000, _BETWEEN), (0x2C00, _LETTER), (0x2E00, _BETWEEN), (0x2E80, _ALONE)),
    *((0x3000, _BETWEEN), (0x3040, _ALONE), (0xAC00, _LETTER), (0xD7B0, _ALONE), (0xFB00, _LETTER)),
    *((0xFE10, _BETWEEN), (0xFE70, _LETTER), (0xFF00, _BETWEEN), (0xFF10, _LETTER), (0xFFFD, _BETWEEN)),
)
"""From which characters on they stand between words, are parts of one, or are each one alone, as in Chinese."""
_EDGES = np.array([edge for edge, _ in _BEYOND], np.int64)
_SORTS = np.array([kind for _, kind in _BEYOND], np.uint8)
_EMPTY = -1


@compiled
def _scramble(value: np.uint64) -> np.uint64:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, figure 17)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@compiled
def _kind(text: Bytes, at: int) -> tuple[int, int]:
    """What the character that begins at a byte is, and where the next one begins."""
    first = int(text[at])
    if first < _TWO:
        return int(_KINDS[first]), at + 1
    second = int(text[at + 1]) & 0x3F
    if first < _THREE:
        character, after = (first & 0x1F) << 6 | second, at + 2
    elif first < _FOUR:
        character, after = (first & 0x0F) << 12 | second << 6 | int(text[at + 2]) & 0x3F, at + 3
    else:
        return _ALONE, at + 4
    return int(_SORTS[np.searchsorted(_EDGES, character, side="right") - 1]), after


@compiled
def _goes_on(text: Bytes, at: int) -> tuple[int, int]:
    """What the next character is within a word that ends in a letter: an apostrophe before another is one, too."""
    kind, after = _kind(text, at)
    if kind == _APOSTROPHE and after < len(text) and _kind(text, after)[0] == _LETTER:
        return _LETTER, after
    return kind, after


@compiled
def _word_ahead(text: Bytes, at: int) -> tuple[np.uint64, int, int]:
    """The hash of the next word, where it begins and where it ends; it begins at its end if there is none.

    How many digits are in a row does not matter, nor which they are.
    """
    value, kind, after = _OFFSET, _BETWEEN, at
    while at < len(text):
        kind, after = _kind(text, at)
        if kind not in (_BETWEEN, _APOSTROPHE):
            break
        at = after
    begin, last = at, _BETWEEN
    while at < len(text) and (kind in (_LETTER, _DIGIT) or last == _BETWEEN):
        if kind != _DIGIT:
            for place in range(at, after):
                value = (value ^ np.uint64(text[place])) * _PRIME
        elif last != _DIGIT:
            value = (value ^ _NUMBER) * _PRIME
        last, at = kind, after
        if kind == _ALONE or at == len(text):
            break
        kind, after = _goes_on(text, at) if last == _LETTER else _kind(text, at)
    return _scramble(value), begin, at


@compiled
def _list(text: Bytes, opening: Bytes, into: Listed) -> int:
    """Write the words and pairs of a text and what an opening begins with, and tell how many."""
    values, kinds, begins, ends = into
    count, at, before, began = 0, 0, np.uint64(0), -1
    while True:
        value, begin, end = _word_ahead(text, at)
        if begin == end:
            break
        values[count], kinds[count], begins[count], ends[count] = value, WORD, begin, end
        count += 1
        if began >= 0:
            pair = _scramble(before * _MIX + value)
            values[count], kinds[count], begins[count], ends[count] = pair, PAIR, began, end
            count += 1
        before, began, at = value, begin, end
    at = 0
    for place in range(OPENINGS):
        value, begin, end = _word_ahead(opening, at)
        if begin == end:
            break
        opens = _scramble(value + np.uint64(OPENS + place) * _MIX)
        values[count], kinds[count], begins[count], ends[count] = opens, OPENS + place, begin, end
        count, at = count + 1, end
    return count


@compiled
def _room(texts: Texts) -> int:
    """How many words, pairs and openings a text has at most."""
    most = 0
    for number in range(len(texts[1]) - 1):
        most = max(most, texts[1][number + 1] - texts[1][number])
    return int(2 * most + OPENINGS)


@kernel
def listed(texts: Texts, openings: Texts) -> tuple[Starts, Listed]:
    """The words, pairs and openings of all texts, one behind the other, and where those of each text begin."""
    starts = np.zeros(len(texts[1]), np.int64)
    room = 2 * len(texts[0]) + OPENINGS * len(texts[1])
    values, kinds = np.empty(room, np.uint64), np.empty(room, np.uint8)
    begins, ends = np.empty(room, np.int64), np.empty(room, np.int64)
    at = 0
    for number in range(len(starts) - 1):
        text = texts[0][texts[1][number] : texts[1][number + 1]]
        opening = openings[0][openings[1][number] : openings[1][number + 1]]
        at += _list(text, opening, (values[at:], kinds[at:], begins[at:], ends[at:]))
        starts[number + 1] = at
    return starts, (values[:at].copy(), kinds[:at].copy(), begins[:at].copy(), ends[:at].copy())


@compiled
def _table(known: Values) -> Starts:
    """Places of values, each at or behind where its last bits say; at least half of the table is empty."""
    size = 4
    while size < 2 * len(known):
        size *= 2
    table = np.full(size, _EMPTY, np.int64)
    for number in range(len(known)):
        at = int(np.int64(known[number] & np.uint64(size - 1)))
        while table[at] != _EMPTY:
            at = (at + 1) & (size - 1)
        table[at] = number
    return table


@compiled
def _place(value: np.uint64, known: Values, table: Starts) -> int:
    """Where a value stands among those that are known; -1 if it does not."""
    at = int(np.int64(value & np.uint64(len(table) - 1)))
    while table[at] != _EMPTY and known[table[at]] != value:
        at = (at + 1) & (len(table) - 1)
    return int(table[at])


@compiled
def _weightiest(own: Starts, weights: Weights, kind: int, into: Weights) -> None:
    """Write which of these give a type most, at most three; ties to the first."""
    into[:] = _EMPTY
    for feature in own:
        given, place = weights[feature, kind], len(into)
        while given > 0 and place and (into[place - 1] == _EMPTY or weights[into[place - 1], kind] < given):
            place -= 1
            if place + 1 < len(into):
                into[place + 1] = into[place]
            into[place] = feature


@kernel
def weigh(texts: Texts, openings: Texts, found: Flags, known: Values, weights: Weights) -> tuple[Weights, Weights]:
    """What each text gives each type, and which of its features give most to the type that has most.

    The first rows of `weights` are for the columns of `found`, those behind them for the values that are known,
    and the last one is what each type has in any case.
    """
    size, columns, kinds = len(found), found.shape[1], weights.shape[1]
    points, reasons = np.empty((size, kinds), np.int32), np.full((size, REASONS), _EMPTY, np.int32)
    table, room = _table(known), _room(texts)
    into = np.empty(room, np.uint64), np.empty(room, np.uint8), np.empty(room, np.int64), np.empty(room, np.int64)
    own, met = np.empty(room + columns, np.int64), np.full(len(known), _EMPTY, np.int64)
    for number in range(size):
        count = 0
        for column in range(columns):
            if found[number, column]:
                own[count] = column
                count += 1
        text = texts[0][texts[1][number] : texts[1][number + 1]]
        opening = openings[0][openings[1][number] : openings[1][number + 1]]
        for value in into[0][: _list(text, opening, into)]:
            place = _place(value, known, table)
            if place != _EMPTY and met[place] != number:
                met[place] = number
                own[count] = columns + place
                count += 1
        points[number] = weights[-1]
        for feature in own[:count]:
            for kind in range(kinds):
                points[number, kind] += weights[feature, kind]
        _weightiest(own[:count], weights, int(np.argmax(points[number])), reasons[number])
    return points, reasons
