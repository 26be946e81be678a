"""From the characters of texts to what their n-grams say for each language."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel
from curate.langid.profiles import Signs, Table

Characters: TypeAlias = npt.NDArray[np.uint32]
Starts: TypeAlias = npt.NDArray[np.int64]

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SPACE = np.uint64(32)
_PLANE = 1 << 16
_LONGEST = 3
_FIRST_LATIN, _LAST_LATIN = ord("A"), ord("z")
_BEYOND_LATIN = 0x300
"""Where marks and other scripts begin. langdetect means to except Latin letters of Vietnamese, and does not."""


@compiled
def _is_latin(character: np.uint32) -> bool:
    """What langdetect takes for one, with the six signs between the capitals and the others."""
    return bool(_FIRST_LATIN <= character <= _LAST_LATIN)


@compiled
def _is_foreign_to_latin(text: Characters) -> bool:
    """Whether Latin letters are a third of all letters at most, so that they say nothing of its language."""
    latin, other = 0, 0
    for character in text:
        if _is_latin(character):
            latin += 1
        elif character >= _BEYOND_LATIN:
            other += 1
    return latin * 2 < other


@compiled
def _add(key: np.uint64, table: Table, scores: npt.NDArray[np.float64]) -> int:
    """Add what an n-gram says for each language; 0 if no profile has it."""
    keys, rows, ends, told, says = table
    last = np.uint64(len(keys) - 1)
    slot = ((key * _MIX) >> np.uint64(40)) & last
    while keys[slot] != key:
        if keys[slot] == 0:
            return 0
        slot = (slot + np.uint64(1)) & last
    for at in range(rows[slot], ends[slot]):
        scores[told[at]] += says[at]
    return 1


@compiled
def _score(text: Characters, table: Table, signs: Signs, scores: npt.NDArray[np.float64]) -> int:
    """Add what all n-grams of a text say, and tell how many said anything; none does within a word in capitals."""
    normal, upper = signs
    foreign = _is_foreign_to_latin(text)
    grams, length, capitals, last_upper, found = _SPACE, 1, False, False, 0
    for character in text:
        if foreign and _is_latin(character):
            continue
        taken_for = np.uint64(normal[character]) if character < _PLANE else np.uint64(0xFFFF)
        is_upper = character < _PLANE and upper[character]
        if grams & np.uint64(0xFFFF) == _SPACE:
            grams, length, capitals = _SPACE, 1, False
            if taken_for == _SPACE:
                last_upper = False
                continue
        grams = ((grams << np.uint64(16)) | taken_for) & np.uint64(0xFFFFFFFFFFFF)
        length = min(length + 1, _LONGEST)
        capitals = is_upper and (capitals or last_upper)
        last_upper = is_upper
        if capitals:
            continue
        if taken_for != _SPACE:
            found += _add(taken_for, table, scores)
        found += _add(grams & np.uint64(0xFFFFFFFF), table, scores)
        if length == _LONGEST:
            found += _add(grams, table, scores)
    return found


@kernel
def score(
    text: Characters, starts: Starts, table: Table, signs: Signs, languages: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """A row of scores for each text, and how many n-grams they come of; texts are one behind the other."""
    scores = np.zeros((len(starts) - 1, languages), np.float64)
    found = np.zeros(len(starts) - 1, np.int64)
    for number in range(len(starts) - 1):
        found[number] = _score(text[starts[number] : starts[number + 1]], table, signs, scores[number])
    return scores, found
