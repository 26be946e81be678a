"""Text as a set of integers, one for each run of a few words."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Shingles = npt.NDArray[np.uint64]

WORDS = 3
"""Words in one shingle. A text with fewer is one shingle: it can only be like its equal."""
CHARACTERS = 5
"""Characters in one shingle, for scripts that put no spaces between words."""


def shingle_sets(texts: Sequence[str], by_character: Sequence[bool]) -> list[Shingles]:
    """The set of shingles of each text, as sorted 64-bit hashes, each once however often it occurs.

    The hashes are our own and fixed: the same for every platform, process and version of Python.

    Args:
        texts: Normalised text, words apart by single spaces.
        by_character: Whether a text is cut into runs of characters instead of words.

    Returns:
        One array for each text, empty for a text without words.
    """
    vocabulary: dict[str, int] = {}
    sets = []
    for text, characters in zip(texts, by_character, strict=True):
        tokens = list(text.replace(" ", "")) if characters else text.split()
        size = CHARACTERS if characters else WORDS
        hashes = np.fromiter((_of_token(token, vocabulary) for token in tokens), np.uint64, len(tokens))
        sets.append(np.unique(_runs(hashes, min(size, len(tokens)))))
    return sets


def _of_token(token: str, vocabulary: dict[str, int]) -> int:
    known = vocabulary.get(token)
    if known is None:
        digest = blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        known = vocabulary[token] = int.from_bytes(digest, "little")
    return known


_MIX = np.uint64(0x9E3779B97F4A7C15)


def _runs(tokens: Shingles, size: int) -> Shingles:
    """A hash for each run of `size` tokens, in which their order counts."""
    if size == 0:
        return tokens
    count = len(tokens) - size + 1
    state = np.zeros(count, np.uint64)
    for step in range(size):
        state = _scramble((state + tokens[step : step + count]) * _MIX)
    return state


def _scramble(values: Shingles) -> Shingles:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, figure 17)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def jaccard(one: Shingles, other: Shingles) -> float:
    """The exact share of shingles that two sets have in common; 0 where either is empty."""
    if not len(one) or not len(other):
        return 0.0
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)
