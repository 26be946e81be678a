"""Text as a set of integers, one for each run of a few words."""

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from curate.minhash.sets import Sets

Texts: TypeAlias = tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]
WORDS = 3
"""Words in one shingle. A text with fewer is one shingle: it can only be like its equal."""
CHARACTERS = 5
"""Characters in one shingle, for scripts that put no spaces between words."""


class Tokens(NamedTuple):
    """What is done with the characters of ASCII; all others are parts of words, and compared as they stand."""

    between: bytes
    """Those that separate words and are not compared."""
    alone: bytes
    """Those each of which is a word of its own."""
    any_case: bool
    """Whether letters are compared without case."""

    def table(self) -> npt.NDArray[np.uint16]:
        """Of each byte what is compared, with 256 if it separates words, and twice that if it is one."""
        table = np.arange(256, dtype=np.uint16)
        if self.any_case:
            table[ord("A") : ord("Z") + 1] += ord("a") - ord("A")
        table[list(self.between)] += 256
        table[list(self.alone)] += 512
        return table


def shingle_sets(texts: Texts, by_character: npt.NDArray[np.bool_], tokens: Tokens) -> Sets:
    """The set of shingles of each text, as 64-bit hashes, each once however often it occurs.

    The hashes are our own and fixed: the same for every platform, process and version.

    Args:
        texts: All texts as UTF-8, one behind the other, and where each begins; one more than there are texts.
        by_character: Whether a text is cut into runs of characters instead of words.
        tokens: What words are.

    Returns:
        One set for each text, empty for a text without words.
    """
    from curate.minhash.kernels.shingle import shingle

    return Sets(*shingle(texts, by_character, tokens.table(), (WORDS, CHARACTERS)))


def shingle_sets_of_both(
    texts: Texts, by_character: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]], tokens: Tokens
) -> tuple[Sets, Sets]:
    """The sets of texts that come in two parts, and those of the second parts alone; no text is cut twice.

    Args:
        texts: All first parts, and all second parts behind them.
        by_character: Whether a whole text is cut into runs of characters, and whether its second part is.
        tokens: What words are.
    """
    from curate.minhash.kernels.shingle import shingle_both

    whole, second = shingle_both(texts, by_character, tokens.table(), (WORDS, CHARACTERS))
    return Sets(*whole), Sets(*second)
