"""The profiles of the installed `langdetect` as arrays."""

import json
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.files.resources import langdetect_profiles

WEIGHT = 0.5 / 10_000
"""What langdetect adds to every frequency, so that one n-gram decides nothing (`ALPHA_DEFAULT`, `BASE_FREQ`)."""
PLANE = 1 << 16
"""Characters of the basic plane, to which all that the profiles know belongs."""
_BITS = 16
_MIX = 0x9E3779B97F4A7C15
Table: TypeAlias = tuple[
    npt.NDArray[np.uint64],
    npt.NDArray[np.int32],
    npt.NDArray[np.int32],
    npt.NDArray[np.uint8],
    npt.NDArray[np.float32],
]
Signs: TypeAlias = tuple[npt.NDArray[np.uint16], npt.NDArray[np.bool_]]
LONGEST = 3
"""Characters of the longest n-gram."""


@dataclass(frozen=True)
class Profiles:
    """How much each n-gram says for each language."""

    languages: tuple[str, ...]
    keys: npt.NDArray[np.uint64]
    """A table of n-grams, three characters in one number, by open addressing; 0 is a free place."""
    rows: npt.NDArray[np.int32]
    """Where what the n-gram in each place says begins."""
    ends: npt.NDArray[np.int32]
    told: npt.NDArray[np.uint8]
    """For which language."""
    says: npt.NDArray[np.float32]
    """How much: the logarithm of its frequency beside that of an n-gram that the language does not know."""
    normal: npt.NDArray[np.uint16]
    """What each character of the basic plane is taken for."""
    upper: npt.NDArray[np.bool_]
    """Whether that is a capital."""

    @property
    def table(self) -> Table:
        """What tells the kernel of n-grams."""
        return self.keys, self.rows, self.ends, self.told, self.says

    @property
    def signs(self) -> Signs:
        """What tells the kernel of characters."""
        return self.normal, self.upper


@cache
def profiles() -> Profiles:
    """The profiles, once for a process."""
    loaded = [json.loads(each) for each in langdetect_profiles()]
    said = dict[int, list[tuple[int, float]]]()
    for number, profile in enumerate(loaded):
        for gram, times in profile["freq"].items():
            if len(gram) <= LONGEST:
                share = times / profile["n_words"][len(gram) - 1]
                said.setdefault(packed(gram), []).append((number, np.log1p(share / WEIGHT)))
    slots = 1 << (2 * len(said) - 1).bit_length()
    keys, rows, ends = np.zeros(slots, np.uint64), np.zeros(slots, np.int32), np.zeros(slots, np.int32)
    filled = 0
    for key, told in said.items():
        slot = _first_slot(key, slots)
        while keys[slot]:
            slot = (slot + 1) % slots
        keys[slot], rows[slot], ends[slot] = key, filled, filled + len(told)
        filled += len(told)
    flat = [each for told in said.values() for each in told]
    return Profiles(
        tuple(profile["name"] for profile in loaded),
        *(keys, rows, ends),
        np.array([number for number, _ in flat], np.uint8),
        np.array([says for _, says in flat], np.float32),
        *_characters(),
    )


def packed(gram: str) -> int:
    """An n-gram as one number, its last character in the lowest bits."""
    number = 0
    for character in gram:
        number = number << _BITS | ord(character)
    return number


def _first_slot(key: int, slots: int) -> int:
    """Where the kernel begins to look for a key; a test finds each n-gram there."""
    return int((key * _MIX % (1 << 64)) >> 40) % slots


def _characters() -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.bool_]]:
    from langdetect.utils.ngram import NGram

    taken_for = [NGram.normalize(chr(each)) for each in range(PLANE)]
    return np.array([ord(each) for each in taken_for], np.uint16), np.array([each.isupper() for each in taken_for])
