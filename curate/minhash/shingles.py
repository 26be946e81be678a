"""Text as a set of integers, one for each run of a few words."""

import numpy as np
import numpy.typing as npt

from curate.minhash.sets import Sets

WORDS = 3
"""Words in one shingle. A text with fewer is one shingle: it can only be like its equal."""
CHARACTERS = 5
"""Characters in one shingle, for scripts that put no spaces between words."""


def shingle_sets(
    text: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64], by_character: npt.NDArray[np.bool_]
) -> Sets:
    """The set of shingles of each text, as 64-bit hashes, each once however often it occurs.

    Words are what white space and the marks `.,;:!?'"()[]{}` leave; letters of ASCII are compared without case.
    What is beyond ASCII is compared as it stands. The hashes are our own and fixed: the same for every platform,
    process and version.

    Args:
        text: All texts as UTF-8, one behind the other.
        starts: Where each begins; one more than there are texts.
        by_character: Whether a text is cut into runs of characters instead of words.

    Returns:
        One set for each text, empty for a text without words.
    """
    from curate.minhash.kernels.shingle import shingle

    return Sets(*shingle(text, starts, by_character, WORDS, CHARACTERS))
