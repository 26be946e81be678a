"""A head: the user's own labels put right what patterns tell of types.

What patterns say is where it begins. Labels move the weight of each pattern, and give weights to words, as far as
there are enough of them to speak against the patterns: with no label a head would be the patterns themselves.
What few labels say is partly chance: n of them weigh as n among n + 20, and patterns as the rest (`drawn_back`).
"""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.errors import UsageError
from curate.statistics.logistic import Fitted, Prior, multinomial
from curate.taxonomy.assign import (
    ASSIGNED,
    POINTS,
    SCALE,
    TOGETHER,
    by_patterns,
    described,
    judge,
    points_of,
    reasons,
    weights_of,
)
from curate.taxonomy.features import (
    Features,
    Places,
    Values,
    Words,
    columns_of,
    features_of,
    kept_of,
    matrix_of,
    words_of,
)
from curate.taxonomy.hits import Flags, patterns_of
from curate.taxonomy.model import Taxonomy

SOURCE = "head"
LEAST, LEAST_EACH = 30, 5
"""Labels that a head is made from, and labels of each of two types, at least."""
PRIOR = Prior(weights=3.0, level=1.0, strength=30.0, about=0.5)
AS_MANY = 20
"""Labels that patterns count as. Both are chosen on the halves of sources that no figure is told of
(`benchmarks/prompt_types.py`)."""
_WIDEST = 127
"""What a word gives a type is a whole number of hundredths that a byte holds."""

Weights = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Head:
    """What patterns, signs and words give each type, as labels have it."""

    by: Taxonomy
    """The types, and the patterns."""
    names: tuple[str, ...]
    """Of each word that has weights."""
    values: Values
    """Of each word its hash."""
    weights: Weights
    """In hundredths: a row for each pattern, each sign, each word, and at last what each type has in any case."""
    labels: int
    """How many it was fitted to."""

    def assign(self, prompts: pl.Series, languages: pl.Series | None = None) -> pl.Series:
        """What is told of each prompt, as `ASSIGNED`; null for null. No prompt changes what is told of another.

        The user's own patterns outrank a head, and where nothing that it knows speaks, patterns are left to tell.

        Args:
            prompts: What the user says first.
            languages: The language of each, as `curate.langid` tells it; None where nothing is known of it.
        """
        known = pl.Series([None] * len(prompts), dtype=pl.String) if languages is None else languages
        parts = [
            self._told(prompts[at : at + TOGETHER], known[at : at + TOGETHER])
            for at in range(0, len(prompts), TOGETHER)
        ]
        told = pl.concat(parts) if parts else pl.Series([], dtype=ASSIGNED)
        return pl.select(pl.when(prompts.is_not_null()).then(told).alias(prompts.name)).to_series()

    def _told(self, prompts: pl.Series, languages: pl.Series) -> pl.Series:
        from curate.taxonomy.kernels.words import weigh

        features = features_of(prompts, languages, self.by)
        points, places = weigh(features.texts, features.openings, features.found, self.values, self.weights)
        names = [*columns_of(self.by), *self.names, None]
        why = reasons(names, places)
        told = described(judge(points.astype(np.int64), self.by, 1.0), why, self.by, self.by.least, SOURCE)
        silent = (places < 0).all(axis=1)
        left = np.flatnonzero(outranked(features.found, self.by) | silent)
        if not len(left):
            return told
        rest = by_patterns(_of_patterns(features.found[left], self.by), self.by, self.by.least)
        where = np.arange(len(told))
        where[left] = len(told) + np.arange(len(left))
        return pl.concat([told, rest]).gather(where)


def fit(
    prompts: pl.Series,
    languages: pl.Series | None,
    labels: pl.Series,
    by: Taxonomy,
    stand_for: pl.Series | None = None,
) -> Head:
    """The head that some labels make. The order of the prompts changes nothing, and no chance is in it.

    Args:
        prompts: What users say first.
        languages: The language of each, as `curate.langid` tells it.
        labels: The id of the type of each. Prompts without a label of a type are left aside.
        by: The types, and the patterns that are believed as far as labels do not speak against them.
        stand_for: How many prompts of the set each one stands for, where of some kinds more were drawn than of
            others.

    Raises:
        UsageError: there are too few labels; it says how many more.
    """
    if said := refusal(labels, by):
        raise UsageError(said, hint="Label more prompts.")
    sample = sample_of(Labelled(prompts, languages, labels, stand_for), by)
    return head_of(sample, np.arange(len(sample.meant)), by)


def refusal(labels: pl.Series, by: Taxonomy) -> str:
    """Why no head can be made from these labels, with how many more there must be; empty if one can."""
    ids = [each.id for each in by.types]
    counts = Counter(label for label in labels.to_list() if label in ids)
    many = sum(counts.values())
    if many < LEAST:
        return f"{many} labels of types are too few to learn from: {LEAST - many} more are needed."
    short = [max(0, LEAST_EACH - count) for _, count in counts.most_common(2)]
    more = sum(short) + LEAST_EACH * (2 - len(short))
    if more:
        return f"no two types have {LEAST_EACH} labels each: {more} more are needed."
    return ""


class Labelled(NamedTuple):
    """What somebody labelled; see `fit`."""

    prompts: pl.Series
    languages: pl.Series | None
    labels: pl.Series
    stand_for: pl.Series | None = None


class Sample(NamedTuple):
    """Labelled prompts, in an order of their own."""

    prompts: pl.Series
    languages: pl.Series
    meant: Places
    """The place of the type of each."""
    counts: Numbers
    """How many prompts each stands for."""
    features: Features
    words: Words
    guessed: Numbers
    """What patterns give each type, as a logarithm."""


def sample_of(given: Labelled, by: Taxonomy) -> Sample:
    """The prompts whose label is a type, and which no pattern of the user's own tells."""
    ids, many = [each.id for each in by.types], len(given.prompts)
    unknown, alike = pl.Series([None] * many, dtype=pl.String), pl.Series([1.0] * many, dtype=pl.Float64)
    columns = {
        "prompt": given.prompts,
        "language": unknown if given.languages is None else given.languages.cast(pl.String),
        "label": given.labels.cast(pl.String),
        "counts": alike if given.stand_for is None else given.stand_for.cast(pl.Float64),
    }
    usable = pl.col("label").is_in(ids) & pl.col("prompt").is_not_null() & (pl.col("counts") > 0)
    rows = pl.DataFrame(columns).filter(usable).sort(pl.all())
    if by.own:
        rows = rows.filter(~outranked(features_of(rows["prompt"], rows["language"], by).found, by))
    features = features_of(rows["prompt"], rows["language"], by)
    return Sample(
        rows["prompt"],
        rows["language"],
        rows["label"].replace_strict(ids, range(len(ids)), return_dtype=pl.Int64).to_numpy(),
        rows["counts"].to_numpy(),
        features,
        words_of(features),
        points_of(_of_patterns(features.found, by), plain(by)).astype(np.float64) * (SCALE / POINTS),
    )


def as_good_as(counts: Numbers) -> float:
    """As many labels that stand for equally many tell as much as these (Kish, "Survey sampling", 1965, 11.7)."""
    return float(counts.sum() ** 2 / max(1e-300, (counts * counts).sum()))


def head_of(sample: Sample, among: Places, by: Taxonomy) -> Head:
    """The head that some of the labels make."""
    kept, counts = kept_of(sample.words, among), sample.counts[among]
    matrix = matrix_of(sample.features, sample.words, kept)[among]
    counts = counts / counts.sum() * as_good_as(counts)
    fitted = drawn_back(
        multinomial(matrix, sample.guessed[among], sample.meant[among], counts, PRIOR), counts.sum()
    )
    names = tuple(sample.words.names[at] for at in kept.tolist())
    return Head(by, names, sample.words.values[kept], _in_hundredths(fitted, by), len(among))


def drawn_back(fitted: Fitted, labels: float) -> Fitted:
    """What so many labels say, and what patterns say as if they were `AS_MANY`, pooled by how many each are.

    The weight n / (n + k) is that of credibility theory (Bühlmann, "Experience rating and credibility", ASTIN
    Bulletin 4, 1967). Scores are logarithms, so that their mean is the logarithmic pool of what both find likely
    (Genest and Zidek, "Combining probability distributions", Statistical Science 1, 1986), and a head again.
    """
    share = labels / (labels + AS_MANY)
    strength = share * fitted.strength + (1 - share) * PRIOR.about
    return fitted._replace(weights=share * fitted.weights, level=share * fitted.level, strength=strength)


def _in_hundredths(fitted: Fitted, by: Taxonomy) -> Weights:
    """Weights as those of patterns are: patterns with what they had before, each word's in a byte."""
    given = np.vstack([fitted.weights, fitted.level]) * (POINTS / SCALE)
    patterns, columns = len(patterns_of(by)), len(columns_of(by))
    given[:patterns] += fitted.strength * weights_of(by)
    given[columns:-1] = np.clip(given[columns:-1], -_WIDEST, _WIDEST)
    return np.rint(given).astype(np.int32)


def plain(by: Taxonomy) -> Taxonomy:
    """The same patterns, of which none outranks another."""
    return by.model_copy(update={"own": (), "patterns": (*by.own, *by.patterns)})


def outranked(found: Flags, by: Taxonomy) -> npt.NDArray[np.bool_]:
    """Of which prompts a pattern of the user's own tells the type."""
    if not by.own:
        return np.zeros(len(found), np.bool_)
    hit = _of_patterns(found, by)
    differ: npt.NDArray[np.bool_] = (points_of(hit, by) != points_of(hit, plain(by))).any(axis=1)
    return differ


def _of_patterns(found: Flags, by: Taxonomy) -> Flags:
    return found[:, : len(patterns_of(by))]
