"""What the labels of a sample teach: a head of the user's own, where it is better than patterns."""

from typing import NamedTuple

import polars as pl

from curate.errors import UsageError
from curate.findings import RANK
from curate.records import columns as c
from curate.records.records import Records
from curate.report.coverage.labelled import Labelled
from curate.report.coverage.prompts import LANGUAGE, PROMPT_TYPE, STRATUM, WEIGHT, stratum
from curate.report.coverage.sheet import prompts_in
from curate.taxonomy.gain import Gain, learned
from curate.taxonomy.head import Head
from curate.taxonomy.model import Taxonomy


class Lesson(NamedTuple):
    """What was learned, and what that is worth."""

    head: Head | None
    """None where it is not better enough than patterns alone (`Gain.is_enough`)."""
    gain: Gain | None
    """None where there are too few labels."""
    refusal: str = ""
    """Why there are too few, and how many more it takes."""


def lesson_of(records: Records, prompts: pl.DataFrame, labels: Labelled, by: Taxonomy) -> Lesson:
    """A head of the labels that are settled, and cross-validated what it gains.

    Each label stands for as many families as were told the same, for each that is labelled: of some types more are
    drawn than of others.

    Args:
        records: The set.
        prompts: Its prompts, typed by patterns, with families.
        labels: What people say of some.
        by: The types.
    """
    meant = labels.types(records, by).select(RANK, pl.col(PROMPT_TYPE).alias("meant"))
    told = prompts.with_columns(stratum())
    own = told.join(meant, on=RANK, how="inner", maintain_order="left")
    sizes = told.group_by(STRATUM).agg(pl.col(WEIGHT).sum().alias("size"))
    own = own.join(sizes, on=STRATUM, how="left", maintain_order="left")
    stands_for = own.select(pl.col("size") / pl.len().over(STRATUM)).to_series()
    said = prompts_in(records, own[c.KEY])
    texts = pl.Series([said[key] for key in own[c.KEY]], dtype=pl.String)
    try:
        return Lesson(*learned(texts, own[LANGUAGE], own["meant"], by, stands_for))
    except UsageError as error:
        return Lesson(None, None, error.message)
