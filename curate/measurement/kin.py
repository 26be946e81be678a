"""Which demonstrations hang together, and how like a held-out prompt is to what was trained on."""

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.facts.shingling import sets_of_texts
from curate.measurement.demonstrations import PROMPT, RESPONSE
from curate.minhash.components import components
from curate.minhash.nearest import Nearest, nearest_ones
from curate.minhash.sets import Sets

Positions = npt.NDArray[np.int64]
SIMILARITY = 0.8
"""From here on two texts are near-duplicates."""
_LEAST = 8
"""A response with fewer shingles says so little that two alike ones mean nothing."""


def clusters(shown: pl.DataFrame) -> Positions:
    """For each demonstration the first that it hangs together with, by any chain of alike prompts or responses."""
    prompts = components(sets_of_texts(shown[PROMPT]), SIMILARITY)
    responses = components(_telling(sets_of_texts(shown[RESPONSE])), SIMILARITY)
    return _joined(prompts, responses, _the_same(shown[PROMPT]))


def _the_same(texts: pl.Series) -> Positions:
    """For each text the first that is the same; those that are marks alone have no shingles."""
    first: dict[str, int] = {}
    return np.asarray([first.setdefault(text, at) for at, text in enumerate(texts)], np.int64)


def _telling(sets: Sets) -> Sets:
    """The same, but with nothing in those that are short."""
    sizes = np.diff(sets.starts)
    kept = np.where(sizes >= _LEAST, sizes, 0)
    return Sets(sets.values[np.repeat(sizes >= _LEAST, sizes)], np.concatenate([[0], np.cumsum(kept)]))


def _joined(*ways: Positions) -> Positions:
    """All ways of hanging together as one: roots are handed on until none changes."""
    root = np.arange(len(ways[0]))
    while True:
        before = root.copy()
        for groups in ways:
            least = np.full(len(root), len(root))
            np.minimum.at(least, groups, root)
            root = least[groups]
        if np.array_equal(root, before):
            return root


def nearness(prompts: pl.Series, others: pl.Series) -> Nearest:
    """Of each prompt, the most alike of the others, by their shingles."""
    return nearest_ones(sets_of_texts(prompts), sets_of_texts(others))
