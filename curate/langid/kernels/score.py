"""From the prose of texts to what the n-grams of its words say for each language."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel
from curate.langid.profiles import Table

# Compiled code is kept by the time of this file alone, so that it says itself what others say, too.
UNKNOWN, SPACE, TAKEN_FOR, UPPER, CAPITAL, LETTER = 0, 1, (1 << 12) - 1, 1 << 12, 1 << 13, 1 << 14
WIDTH, UNIT, BITS, ROW, SHIFT, MIX, LONGEST = 56, 4096, 12, 28, 64 - 17, 0x9E3779B97F4A7C15, 3

Bytes: TypeAlias = npt.NDArray[np.uint8]
Numbers: TypeAlias = npt.NDArray[np.int64]
Signs: TypeAlias = npt.NDArray[np.uint32]
Number: TypeAlias = int | np.int64
Words: TypeAlias = npt.NDArray[np.uint16]
Sums: TypeAlias = npt.NDArray[np.int32] | npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Keys: TypeAlias = npt.NDArray[np.uint64]
"""N-grams, each as one number, or hashes of words."""
Gate: TypeAlias = tuple[Numbers, Flags, Flags]
"""The script of each text; for each script which characters are read, and which languages are written in it."""
Told: TypeAlias = tuple[Numbers, npt.NDArray[np.float64], Numbers, Numbers]
"""The best language of each text or -1, its chance, how many characters told it, and how many parts were read."""

PARTS = 16
"""Parts of a long text, at most."""
PART = 64
"""Bytes of a part, at least, where there are several."""
LIMIT = 56
"""Characters that are read of each part where there are that many parts."""
LONGEST_WORD = 40
"""Characters of a word, at most; a longer run of letters is none."""
FIRST = 3
"""Parts that are read in any case: the first, the middle and the last."""
LEAST = 40
"""Characters of words that tell, at least, before the reading ends."""
COOLED_BY = 12
"""N-grams that say as much as one would alone: they overlap. Fitted by benchmarks/language.py."""
AHEAD = 80
"""How far the leader must be ahead of each other language, in the sum of logarithms, to read no further part.

This is the bound of a sequential test (Wald, "Sequential Tests of Statistical Hypotheses", 1945): with so many
n-grams taken for one as say as much, another language is less likely by a factor of exp(80 / 12), nearly 800.
"""

_TWO, _THREE, _FOUR = 0x80, 0xE0, 0xF0
"""First bytes of UTF-8 from which a character takes so many."""
_HEAD, _CONTINUES = 0xC0, 0x80
"""The bits of a byte that tell whether it continues a character, and how."""
_OFFSET, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
"""FNV-1a, 64 bits (Fowler, Noll and Vo; IETF draft-eastlake-fnv), over what characters are taken for."""
_REMEMBERED = np.uint64(1 << 11)
"""Places for words that were read; few words share one, and the earlier is forgotten."""
_MIX, _SHIFT, _ROW, _BITS = np.uint64(MIX), np.uint64(SHIFT), np.uint64(ROW), np.uint64(BITS)
_ROW_BITS = np.uint64((1 << ROW) - 1)
_TAKEN_FOR, _UPPER = np.uint64(TAKEN_FOR), np.uint64(UPPER)
_SPACE, _UNKNOWN = np.uint64(SPACE), np.uint64(UNKNOWN)


def order_of(parts: int) -> list[int]:
    """The parts of a text as they are read: first, middle, last, then each time one far from those before.

    After van der Corput (1935): numbers by their bits, the lowest first.
    """
    middle = [0, parts // 2, parts - 1]
    others = sorted(range(parts), key=lambda part: f"{part:04b}"[::-1])
    return list(dict.fromkeys([*middle, *others])) if parts else []


_ORDER = np.array([order_of(parts) + [0] * (PARTS - parts) for parts in range(PARTS + 1)])


@compiled
def _decoded(text: Bytes, at: int) -> tuple[np.int64, int]:
    """The character that begins at a byte of UTF-8, and where the next one begins."""
    first = np.int64(text[at])
    if first < _TWO:
        return first, at + 1
    second = np.int64(text[at + 1]) & 0x3F
    if first < _THREE:
        return (first & 0x1F) << 6 | second, at + 2
    third = np.int64(text[at + 2]) & 0x3F
    if first < _FOUR:
        return (first & 0x0F) << 12 | second << 6 | third, at + 3
    return (first & 0x07) << 18 | second << 12 | third << 6 | np.int64(text[at + 3]) & 0x3F, at + 4


@compiled
def _write_all(text: Bytes, signs: Signs, words: Words) -> int:
    """Write the words of a text, with a space where any number stand between, and tell how much is written."""
    at, filled, last = 0, 0, np.int64(SPACE)
    while at < len(text):
        character, at = _decoded(text, at)
        sign = np.int64(signs[character])
        if last != SPACE or sign & TAKEN_FOR != SPACE:
            words[filled] = sign & (TAKEN_FOR | UPPER)
            filled += 1
        last = sign & TAKEN_FOR
    return filled


@compiled
def _first_word(text: Bytes, signs: Signs, begin: int) -> int:
    """Where the first word of a part begins; within a word that is very long, wherever that is."""
    at = max(0, begin - 1)
    while at > 0 and text[at] & _HEAD == _CONTINUES:
        at -= 1
    taken = 0
    while begin and at < len(text) and taken < LIMIT:
        character, following = _decoded(text, at)
        if signs[character] & TAKEN_FOR == SPACE:
            return at
        at = following
        taken += 1
    return at


@compiled
def _is_new(word: np.uint64, number: np.uint64, seen: Keys) -> bool:
    """Whether a word was not read before in the text of this number."""
    place = (word ^ (word >> np.uint64(32))) & (_REMEMBERED - np.uint64(1))
    new = seen[place] != word or seen[place + _REMEMBERED] != number
    seen[place], seen[place + _REMEMBERED] = word, number
    return bool(new)


@compiled
def _write(
    text: Bytes, span: tuple[int, int, int, int], known: tuple[Signs, Flags], words: Words, seen: Keys
) -> tuple[int, int]:
    """Write those words of a part that tell its language, and tell how much is written, with spaces and without.

    Names do not tell it, nor what was said before: a word is not kept if it starts with a capital, or was read.
    Neither is one with a letter of another script, which may only look like it, or one that is too long to be one.

    Args:
        text: The prose.
        span: Where the part begins and ends, how many characters may be read, and the number of the text.
        known: What is known of each character, and which belong to the script.
        words: Where they are written.
        seen: The words that were read before.
    """
    (begin, end, limit, number), (signs, own) = span, known
    at, kept, filled, read, word, first = _first_word(text, signs, begin), 0, 0, 0, _OFFSET, np.int64(0)
    ended, is_own, without = False, True, 0
    while not ended:
        sign = np.int64(SPACE)
        if at < len(text) and read < limit:
            character, at = _decoded(text, at)
            sign = np.int64(signs[character])
        else:
            ended = True
        taken_for = sign & (TAKEN_FOR | UPPER)
        words[filled] = taken_for
        read += 1
        if taken_for != SPACE:
            filled += 1
            is_own &= own[sign & TAKEN_FOR]
            word = (word ^ np.uint64(taken_for)) * _PRIME
            if not first and sign & LETTER:
                first = sign
            continue
        is_one = is_own and 0 < filled - kept <= LONGEST_WORD and not first & CAPITAL
        if is_one and _is_new(word, np.uint64(number), seen):
            without += filled - kept
            kept = filled + 1
        filled, word, first, is_own = kept, _OFFSET, np.int64(0), True
        ended |= at >= end
    return kept, without


@compiled
def _n_grams(words: Words, kept: Flags, keys: Keys) -> int:
    """Write the n-grams of words as numbers, and tell how many they are; there are none within words in capitals.

    Args:
        words: The characters, with a space between two words.
        kept: Whether each character is read as it is, or as a space.
        keys: Where they are written.
    """
    last, before, capitals, last_upper, filled = _SPACE, _UNKNOWN, False, False, 0
    for each in words:
        character = np.uint64(each) & _TAKEN_FOR
        if not kept[character]:
            character = _SPACE
        if last == _SPACE:
            before, capitals = _UNKNOWN, False
            if character == _SPACE:
                last_upper = False
                continue
        is_upper = np.uint64(each) & _UPPER != 0
        capitals = is_upper and (capitals or last_upper)
        last_upper = is_upper
        if not capitals and character != _UNKNOWN:
            pair = last << _BITS | character
            keys[filled] = character
            keys[filled + 1] = pair if last != _UNKNOWN else _UNKNOWN
            keys[filled + 2] = before << (_BITS + _BITS) | pair if last and before else _UNKNOWN
            filled += LONGEST
        before, last = last, character
    return filled


@compiled
def _add(keys: Keys, table: Table, sums: Sums) -> int:
    """Add what each n-gram says for each language, and tell how many said anything."""
    places, alone, rows = table
    last, found = np.uint64(len(places) - 1), 0
    for key in keys:
        if key <= _TAKEN_FOR:
            row = np.uint64(alone[key])
        else:
            place = (key * _MIX) >> _SHIFT
            while places[place] and places[place] >> _ROW != key:
                place = (place + np.uint64(1)) & last
            row = places[place] & _ROW_BITS
        if row:
            found += 1
            for language in range(WIDTH):
                # numba takes the sum of two small numbers for a large one, unless told.
                sums[language] += np.int32(rows[row, language])
    return found


@kernel
def score(
    text: Bytes, starts: Numbers, signs: Signs, gate: Gate, table: Table
) -> tuple[npt.NDArray[np.float64], Numbers]:
    """A row of what all words of each text say for each language, and how many n-grams say it.

    Args:
        text: All texts as UTF-8, one behind the other.
        starts: Where each begins; one more than there are texts.
        signs: What is known of each character.
        gate: What the scripts of the texts say.
        table: The n-grams.
    """
    scripts, kept, _ = gate
    longest = 0
    for number in range(len(scripts)):
        longest = max(longest, starts[number + 1] - starts[number])
    words, keys = np.empty(longest, np.uint16), np.empty(LONGEST * longest, np.uint64)
    scores = np.zeros((len(starts) - 1, WIDTH), np.float64)
    found, sums = np.zeros(len(starts) - 1, np.int64), np.zeros(WIDTH, np.int64)
    for number in range(len(starts) - 1):
        sums[:] = 0
        filled = _write_all(text[starts[number] : starts[number + 1]], signs, words)
        count = _n_grams(words[:filled], kept[scripts[number]], keys)
        found[number] = _add(keys[:count], table, sums)
        scores[number] = sums / UNIT
    return scores, found


@compiled
def _first_and_margin(sums: Sums, asked: Flags) -> tuple[int, Number]:
    """The language of which most is said, among some, and how much more than of the next."""
    best, most, next_most = -1, np.int64(-1), np.int64(-1)
    for language in range(WIDTH):
        said = np.int64(sums[language] if asked[language] else -1)
        if said > most:
            best, most, next_most = language, said, most
        elif said > next_most:
            next_most = said
    return best, most - next_most


@compiled
def _chance(sums: Sums, asked: Flags, best: int, found: int) -> float:
    """The chance of the best among some languages, after n-grams are cooled by their number."""
    cooled = UNIT * max(1.0, found / COOLED_BY)
    every = 0.0
    for language in range(WIDTH):
        if asked[language]:
            every += np.exp((sums[language] - sums[best]) / cooled)
    return 1 / every


@compiled
def _tell(
    text: Bytes, number: int, signs: Signs, room: tuple[Words, Keys, Keys, Sums], told: tuple[Flags, Flags, Table]
) -> tuple[int, float, int, int]:
    """The language of one text, its chance, the characters of words that told it, and how many parts were read."""
    words, keys, seen, sums = room
    kept, asked, table = told
    parts = min(PARTS, max(1, len(text) // PART))
    limit = LIMIT if parts == PARTS else len(text)
    found, taken, best = 0, 0, -1
    for turn in range(parts):
        part = _ORDER[parts, turn]
        span = part * len(text) // parts, (part + 1) * len(text) // parts, limit, number
        filled, without = _write(text, span, (signs, kept), words, seen)
        found += _add(keys[: _n_grams(words[:filled], kept, keys)], table, sums)
        taken += without
        if turn + 1 >= FIRST and taken >= LEAST and _first_and_margin(sums, asked)[1] >= AHEAD * UNIT:
            break
    best, _ = _first_and_margin(sums, asked)
    return best, _chance(sums, asked, best, found) if best >= 0 else 0.0, taken, turn + 1


@kernel
def tell(text: Bytes, starts: Numbers, signs: Signs, gate: Gate, table: Table) -> Told:
    """What is told of each text that a script is given of; 0 is no script.

    A text is read no further when the leader is so far ahead that it can not plausibly be overtaken.

    Args:
        text: The prose of all texts as UTF-8, one behind the other.
        starts: Where each begins; one more than there are texts.
        signs: What is known of each character.
        gate: What the scripts of the texts say.
        table: The n-grams.
    """
    scripts, kept, languages = gate
    texts = len(scripts)
    best, taken, read = np.full(texts, -1, np.int64), np.zeros(texts, np.int64), np.zeros(texts, np.int64)
    chance, sums = np.zeros(texts, np.float64), np.zeros(WIDTH, np.int32)
    longest = max(LIMIT, PARTS * PART) + 2
    seen, keys = np.zeros(2 * _REMEMBERED, np.uint64), np.empty(LONGEST * longest, np.uint64)
    room = np.empty(longest, np.uint16), keys, seen, sums
    for number in range(texts):
        script = scripts[number]
        if script:
            sums[:] = 0
            own = text[starts[number] : starts[number + 1]]
            told = kept[script], languages[script], table
            best[number], chance[number], taken[number], read[number] = _tell(own, number + 1, signs, room, told)
    return best, chance, taken, read
