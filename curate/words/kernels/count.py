"""How many words stand in texts, told by the kind of each character."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel

Bytes: TypeAlias = npt.NDArray[np.uint8]
Numbers: TypeAlias = npt.NDArray[np.int64]

OTHER, ALONE, BEGINS, GOES_ON = 0, 1, 2, 3
"""Kinds of characters: no part of a word, a word of its own, what words begin with, what else stands in them."""
PLANE = 1 << 16
"""The code points whose kinds are known, which take three bytes at most."""
UNTOLD = -1
"""In place of a number, where a text has another one."""
_TWO, _THREE, _FOUR = 0x80, 0xE0, 0xF0
"""The least first bytes of characters that take so many."""
_BITS = 6
"""Those of a code point in each byte that continues it."""


@compiled
def _words(text: Bytes, kinds: Bytes) -> int:
    words, before = 0, np.uint8(OTHER)
    # An index without a sign is not looked at for being one from the end.
    at, end, one, bits = np.uint64(0), np.uint64(len(text)), np.uint64(1), np.uint64(_BITS)
    while at < end:
        first, code = text[at], np.uint64(text[at])
        at += one
        if first >= _TWO:
            if first >= _FOUR:
                return UNTOLD
            code = np.uint64(first & 0x1F) << bits | np.uint64(text[at] & 0x3F)
            at += one
        if first >= _THREE:
            code = code << bits | np.uint64(text[at] & 0x3F)
            at += one
        kind = kinds[code]
        # By bits, since no processor foresees where words end.
        words += (kind == ALONE) | ((kind == BEGINS) & (before != BEGINS))
        before = before if kind == GOES_ON else kind
    return words


@kernel
def count(text: Bytes, starts: Numbers, kinds: Bytes) -> Numbers:
    """How many words stand in each text.

    Args:
        text: All texts as UTF-8, one behind the other.
        starts: Where each begins; one more than there are texts.
        kinds: Of each code point below `PLANE`.
    """
    counted = np.empty(len(starts) - 1, np.int64)
    for number in range(len(counted)):
        counted[number] = _words(text[starts[number] : starts[number + 1]], kinds)
    return counted
