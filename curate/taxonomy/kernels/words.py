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

_BETWEEN, _LETTER, _DIGIT, _ALONE, _APOSTROPHE, _LONGER = range(6)
_OFFSET, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
"""FNV-1a, 64 bits (Fowler, Noll and Vo; IETF draft-eastlake-fnv)."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_NUMBER = np.uint64(ord("0"))
"""What all digits in a row are read as."""
_KINDS = np.full(256, _LONGER, np.uint8)
"""What a byte is: a character of ASCII, or a part of another."""
for _byte in range(128):
    _KINDS[_byte] = _DIGIT if chr(_byte).isdigit() else _LETTER if chr(_byte).isalpha() else _BETWEEN
_KINDS[ord("'")] = _APOSTROPHE
_THREE, _FOUR = 0xE0, 0xF0
"""First bytes from which a character takes so many."""
_BEYOND = (
    *((0x80, _BETWEEN), (0xAA, _LETTER), (0xAB, _BETWEEN), (0xB5, _LETTER), (0xB6, _BETWEEN), (0xBA, _LETTER)),
    *((0xBB, _BETWEEN), (0xC0, _LETTER), (0xD7, _BETWEEN), (0xD8, _LETTER), (0xF7, _BETWEEN), (0xF8, _LETTER)),
    # Thai and Lao, Burmese, and Khmer put no spaces between words.
    *((0x0E00, _ALONE), (0x0F00, _LETTER), (0x1000, _ALONE), (0x10A0, _LETTER), (0x1780, _ALONE)),
    *((0x1800, _LETTER), (0x2000, _BETWEEN), (0x2C00, _LETTER), (0x2E00, _BETWEEN), (0x2E80, _ALONE)),
    *((0x3000, _BETWEEN), (0x3040, _ALONE), (0xAC00, _LETTER), (0xD7B0, _ALONE), (0xFB00, _LETTER)),
    *((0xFE10, _BETWEEN), (0xFE70, _LETTER), (0xFF00, _BETWEEN), (0xFF10, _LETTER), (0xFFFD, _BETWEEN)),
    (0x10000, _ALONE),
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
def _longer(text: Bytes, at: int) -> tuple[int, int, int]:
    """Of a character beyond ASCII what it is, its number, and where the next one begins."""
    first, second = int(text[at]), int(text[at + 1]) & 0x3F
    if first < _THREE:
        character, after = (first & 0x1F) << 6 | second, at + 2
    else:
        third = int(text[at + 2]) & 0x3F
        if first < _FOUR:
            character, after = (first & 0x0F) << 12 | second << 6 | third, at + 3
        else:
            character, after = (first & 0x07) << 18 | second << 12 | third << 6 | int(text[at + 3]) & 0x3F, at + 4
    return int(_SORTS[np.searchsorted(_EDGES, character, side="right") - 1]), character, after


@compiled
def _looked_up(text: Bytes, at: int, last: int) -> tuple[int, int, int]:
    """The same of a character that its byte alone does not tell; an apostrophe between two letters is one, too."""
    if _KINDS[text[at]] == _LONGER:
        return _longer(text, at)
    after, kind = at + 1, _BETWEEN
    if last == _LETTER and after < len(text):
        kind = int(_KINDS[text[after]])
        kind = _longer(text, after)[0] if kind == _LONGER else kind
    return _LETTER if kind == _LETTER else _BETWEEN, int(text[at]), after


@compiled
def _words(text: Bytes, most: int, into: Listed) -> int:
    """Write the first words of a text, and tell how many. How many digits are in a row does not matter."""
    # To hand arrays to a function for each character takes longer than all else that is done with it.
    values, _, begins, ends = into
    count, at, begin, last, value = 0, 0, -1, _BETWEEN, _OFFSET
    while at < len(text) and count < most:
        character, after = int(text[at]), at + 1
        kind = int(_KINDS[character])
        if kind >= _APOSTROPHE:
            kind, character, after = _looked_up(text, at, last)
        if begin >= 0 and (kind in (_BETWEEN, _ALONE) or last == _ALONE):
            values[count], begins[count], ends[count] = _scramble(value), begin, at
            count, begin, last, value = count + 1, -1, _BETWEEN, _OFFSET
        if kind != _BETWEEN:
            begin = at if begin < 0 else begin
            if kind != _DIGIT:
                value = (value ^ np.uint64(character)) * _PRIME
            elif last != _DIGIT:
                value = (value ^ _NUMBER) * _PRIME
            last = kind
        at = after
    if begin >= 0 and count < most:
        values[count], begins[count], ends[count] = _scramble(value), begin, at
        count += 1
    return count


@compiled
def _list(text: Bytes, opening: Bytes, into: Listed) -> int:
    """Write the words and pairs of a text and what an opening begins with, and tell how many."""
    values, kinds, begins, ends = into
    words = _words(text, len(text), into)
    kinds[:words] = WORD
    count = words
    for word in range(1, words):
        values[count], kinds[count] = _scramble(values[word - 1] * _MIX + values[word]), PAIR
        begins[count], ends[count] = begins[word - 1], ends[word]
        count += 1
    opens = _words(opening, OPENINGS, (values[count:], kinds[count:], begins[count:], ends[count:]))
    for place in range(opens):
        values[count] = _scramble(values[count] + np.uint64(OPENS + place) * _MIX)
        kinds[count] = OPENS + place
        count += 1
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
