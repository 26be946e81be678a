"""How often the language of texts is told rightly, and how far one who tells it is above another."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.langid.texts import KINDS

DRAWS, SEED = 2000, 7
"""Of the bootstrap: texts are drawn anew within each language."""

Flags = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.str_]


class Difference(NamedTuple):
    """One mean over languages less another, with its 95 % interval."""

    difference: float
    low: float
    high: float


def macro(right: Flags, langs: Labels) -> float:
    """The mean over languages of the share of texts that are told rightly."""
    return float(np.mean([right[langs == lang].mean() for lang in np.unique(langs)]))


def difference(one: Flags, other: Flags, langs: Labels) -> Difference:
    """How far one mean is above the other, for the same texts.

    The interval is that of a paired bootstrap (Efron and Tibshirani 1993, chapter 13). Of a language with so many
    texts that only one tells rightly, or only the other, drawing texts anew is drawing these numbers.
    """
    rng, drawn = np.random.default_rng(SEED), np.zeros(DRAWS)
    every = np.unique(langs)
    for lang in every:
        own = langs == lang
        apart = one[own].astype(int) - other[own]
        counts = np.bincount(apart + 1, minlength=3)
        worse, _, better = rng.multinomial(own.sum(), counts / own.sum(), DRAWS).T
        drawn += (better - worse) / own.sum()
    low, high = np.percentile(drawn / len(every), [2.5, 97.5])
    return Difference(macro(one, langs) - macro(other, langs), float(low), float(high))


def by_kind(right: Flags, langs: Labels, kinds: Labels) -> dict[str, float]:
    """The mean over languages, for sentences, pairs and words."""
    return {kind: round(macro(right[kinds == kind], langs[kinds == kind]), 4) for kind in KINDS}


def differences(one: Flags, other: Flags, langs: Labels, kinds: Labels) -> dict[str, dict[str, float]]:
    """How far one is above another by kind."""
    found = {}
    for kind in KINDS:
        own = kinds == kind
        told = difference(one[own], other[own], langs[own])
        found[kind] = {name: round(value, 4) for name, value in told._asdict().items()}
    return found
