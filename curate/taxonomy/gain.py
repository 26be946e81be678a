"""What a head tells more than patterns do, on labels that it was not made from."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from xxhash import xxh3_64_intdigest

from curate.errors import UsageError
from curate.statistics.calibration import calibration_error
from curate.statistics.intervals import Interval, wilson
from curate.statistics.paired import Paired, difference_within
from curate.taxonomy.assign import assign
from curate.taxonomy.features import Places
from curate.taxonomy.head import Head, Labelled, Numbers, Sample, as_good_as, head_of, refusal, sample_of
from curate.taxonomy.model import Taxonomy

FOLDS = 5
AHEAD = 2.0
"""Labels that a head must tell rightly beyond those that patterns do. One wrong label moves that by two at most,
where all stand for equally many: it alone makes no head. Chosen as `head.AS_MANY` is."""

Flags = npt.NDArray[np.bool_]


class Gain(NamedTuple):
    """How often patterns and heads tell the labels of a sample, each label told by a head that never saw it."""

    labels: int
    as_good_as: float
    """As many labels that stand for equally many prompts tell as much: intervals are by these."""
    rules: float
    """How often the type that leads by patterns is the label."""
    rules_within: Interval
    head: float
    """How often the one is that leads by heads that the other labels made."""
    head_within: Interval
    difference: Interval
    """The bounds of what the second is above the first."""
    error: float
    """How far the sureness of these heads is from how often they are right."""

    @property
    def is_sure(self) -> bool:
        """Whether the head is better, whatever chance there is in the labels."""
        return self.difference.low > 0

    @property
    def is_enough(self) -> bool:
        """Whether the head is to be used: it is more often right, and no single label makes it so.

        What tells best what it has not seen is chosen (Stone, "Cross-validatory choice and assessment of
        statistical predictions", Journal of the Royal Statistical Society B 36, 1974). To wait until that is sure
        takes some 1,000 labels, and leaves out heads of 300, nearly all of which are better.
        """
        return (self.head - self.rules) * self.as_good_as > AHEAD


def gained(
    prompts: pl.Series,
    languages: pl.Series | None,
    labels: pl.Series,
    by: Taxonomy,
    stand_for: pl.Series | None = None,
) -> Gain:
    """What a head of these labels gains, cross-validated in five parts. The order of the prompts changes nothing.

    The same prompt is in one part, and each part has labels of each type alike.

    Args:
        prompts: What users say first.
        languages: The language of each, as `curate.langid` tells it.
        labels: The id of the type of each. Prompts without a label of a type are left aside.
        by: The types, and the patterns.
        stand_for: How many prompts of the set each one stands for. It is needed where of some kinds more were
            drawn than of others, or what is told is of the labels, and not of the set.

    Raises:
        UsageError: there are too few labels; it says how many more.
    """
    return learned(prompts, languages, labels, by, stand_for)[1]


def learned(
    prompts: pl.Series,
    languages: pl.Series | None,
    labels: pl.Series,
    by: Taxonomy,
    stand_for: pl.Series | None = None,
) -> tuple[Head | None, Gain]:
    """The head of these labels, where it is better enough than patterns alone, and what it gains; see `gained`."""
    if said := refusal(labels, by):
        raise UsageError(said, hint="Label more prompts.")
    sample = sample_of(Labelled(prompts, languages, labels, stand_for), by)
    gain = _gain(sample, _parts(sample), by)
    return head_of(sample, np.arange(len(sample.meant)), by) if gain.is_enough else None, gain


def _gain(sample: Sample, parts: Places, by: Taxonomy) -> Gain:
    every = by.model_copy(update={"least": 0.0})
    right, sure = np.zeros(len(parts), np.bool_), np.zeros(len(parts))
    for part in range(FOLDS):
        held = np.flatnonzero(parts == part)
        if not len(held):
            continue
        head = head_of(sample, np.flatnonzero(parts != part), every)
        told = head.assign(sample.prompts.gather(held), sample.languages.gather(held))
        right[held], sure[held] = _right(told, sample.meant[held], by), told.struct.field("score").to_numpy()
    by_rules = _right(assign(sample.prompts, sample.languages, every), sample.meant, by)
    return _counted(right, by_rules, sure, sample.counts)


def _right(told: pl.Series, meant: Places, by: Taxonomy) -> Flags:
    wanted = pl.Series([each.id for each in by.types]).gather(meant)
    right: Flags = (told.struct.field("type") == wanted).to_numpy()
    return right


def _counted(by_head: Flags, by_rules: Flags, sure: Numbers, counts: Numbers) -> Gain:
    many = as_good_as(counts)
    share = counts / counts.sum() * many
    both, head, rules = (float(share[each].sum()) for each in (by_head & by_rules, by_head, by_rules))
    return Gain(
        len(counts),
        many,
        rules / many,
        wilson(rules, many),
        head / many,
        wilson(head, many),
        difference_within(Paired(both, head - both, rules - both, max(0.0, many - head - rules + both))),
        calibration_error(sure, by_head, counts),
    )


def _parts(sample: Sample) -> Places:
    """The part of each label. Those of one type are dealt out one by one, in an order that no text gives away."""
    order = pl.Series([xxh3_64_intdigest(each.encode()) for each in sample.prompts.to_list()], dtype=pl.UInt64)
    given = pl.DataFrame({"meant": sample.meant, "order": order})
    dealt = (pl.col("order").rank("dense").over("meant").cast(pl.Int64) + pl.col("meant")) % FOLDS
    return given.select(dealt).to_series().to_numpy()
