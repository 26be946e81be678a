"""What a head tells types by, each with a name: patterns, signs, words, two words in a row, and openings."""

import re
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.taxonomy.hits import Flags, hits_in, patterns_of, signs_of, what_is_read
from curate.taxonomy.model import Taxonomy
from curate.taxonomy.signs import sign_column
from curate.taxonomy.window import ALL, OPENING

Values: TypeAlias = npt.NDArray[np.uint64]
Places: TypeAlias = npt.NDArray[np.int64]
Texts: TypeAlias = tuple[npt.NDArray[np.uint8], Places]

LEAST = 2
"""Prompts that a word must stand in, so that it is no name of one of them."""
MOST = 30_000
"""Words that are kept, those of most prompts."""
_SHOWN = 40
_DIGITS = re.compile("[0-9]+")
_OPENS = ("opens with", "second word", "third word")


class Features(NamedTuple):
    """What prompts show."""

    found: Flags
    """Which patterns, and behind them which signs; see `columns_of`."""
    texts: Texts
    """What is read of them, as UTF-8 one behind the other, and where each begins."""
    openings: Texts


def features_of(prompts: pl.Series, languages: pl.Series, by: Taxonomy) -> Features:
    """What these prompts show."""
    read = what_is_read(prompts, languages, by)
    shown = read.select(map(sign_column, signs_of(by))).to_numpy()
    found = np.hstack([hits_in(read, by), shown.astype(np.bool_)])
    return Features(found, _texts(read[ALL]), _texts(read[OPENING]))


def columns_of(by: Taxonomy) -> list[str]:
    """The names of the columns of what is found."""
    return [*(each.name for each in patterns_of(by)), *(f"sign: {each}" for each in signs_of(by))]


def _texts(texts: pl.Series) -> Texts:
    joined = texts.str.join("").item() if len(texts) else ""
    starts = np.concatenate([np.zeros(1, np.int64), texts.str.len_bytes().cum_sum().to_numpy().astype(np.int64)])
    return np.frombuffer(joined.encode(), np.uint8), starts


class Words(NamedTuple):
    """All words, pairs and openings of some prompts."""

    values: Values
    """Each different one, as a hash, in order; our own and fixed, the same for every platform and version."""
    names: list[str]
    rows: Places
    """The prompt of each word that stands in one, which counts once for it, and the place of the word."""
    places: Places


def words_of(features: Features) -> Words:
    """The words of prompts."""
    from curate.taxonomy.kernels.words import listed

    starts, (values, kinds, begins, ends) = listed(features.texts, features.openings)
    each, first, places = np.unique(values, return_index=True, return_inverse=True)
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    once = np.unique(np.stack([rows, places], axis=1), axis=0)
    whose = rows[first]
    opens = kinds[first] >= _opens()
    names = []
    for at, place in enumerate(first.tolist()):
        text, begin = features.openings if opens[at] else features.texts, int(whose[at])
        start = int(text[1][begin])
        told = bytes(text[0][start + int(begins[place]) : start + int(ends[place])]).decode()
        names.append(_name(int(kinds[place]), told))
    return Words(each, names, once[:, 0], once[:, 1])


def _opens() -> int:
    from curate.taxonomy.kernels.words import OPENS

    return OPENS


def _name(kind: int, told: str) -> str:
    from curate.taxonomy.kernels.words import PAIR, WORD

    what = {WORD: "word", PAIR: "words"}.get(kind) or _OPENS[kind - _opens()]
    return f'{what} "{_DIGITS.sub("0", " ".join(told.split()))[:_SHOWN]}"'


def kept_of(words: Words, among: Places) -> Places:
    """The places of words that stand in enough of some prompts, in order; of too many those of most prompts."""
    own = np.isin(words.rows, among)
    counts = np.bincount(words.places[own], minlength=len(words.values))
    often = np.flatnonzero(counts >= LEAST)
    return np.sort(often[np.argsort(-counts[often], kind="stable")][:MOST])


def matrix_of(features: Features, words: Words, kept: Places) -> Any:  # noqa: ANN401  scipy has no types
    """A row for each prompt, a column for what is found and for each word that is kept: 1 or 0, sparse."""
    from scipy.sparse import csr_matrix, hstack

    where = np.full(len(words.values), -1)
    where[kept] = np.arange(len(kept))
    columns = where[words.places]
    there = columns >= 0
    entries = np.ones(int(there.sum())), (words.rows[there], columns[there])
    told = csr_matrix(entries, shape=(len(features.found), len(kept)))
    return hstack([csr_matrix(features.found.astype(np.float64)), told], format="csr")
