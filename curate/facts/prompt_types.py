"""The kind of each prompt: by the record's own label where it is known, else by what the user says first."""

import polars as pl

from curate.facts.base import Fact
from curate.facts.language import languages_of
from curate.langid.names import USUAL
from curate.progress import Tell
from curate.records import columns as c
from curate.taxonomy.assign import assign
from curate.taxonomy.labels import known_types_of
from curate.taxonomy.read import taxonomy
from curate.taxonomy.settle import settle

TYPE, TURN_TYPES = "type", "turn-types"


def prompt_type() -> pl.Expr:
    """What is told of the type of a record's prompt: `type`, `group`, `score`, `margin`, `source`, `why`."""
    return c.fact(TYPE)


def turn_types() -> pl.Expr:
    """The types of what the user says later in a record, each told from its own words alone."""
    return c.fact(TURN_TYPES)


def _types(records: pl.DataFrame, tell: Tell) -> pl.Series:
    by = taxonomy()
    meant = known_types_of(records.select(c.record_type()).to_series(), by)
    asked = records.select(pl.when(meant.is_null()).then(c.all_asked().list.first())).to_series()
    return settle(meant, _told(asked, tell), by)


def _turn_types(records: pl.DataFrame, tell: Tell) -> pl.Series:
    later = records.select(pl.int_range(pl.len()).alias("row"), c.all_asked().list.slice(1).alias("asked"))
    asked = later.explode("asked", empty_as_null=False)
    told = asked.with_columns(_told(asked["asked"], tell).struct.field("type").alias("type"))
    by_row = told.group_by("row").agg("type")
    joined = later.join(by_row, on="row", how="left", maintain_order="left")
    return joined.select(pl.col("type").fill_null(pl.lit([], dtype=pl.List(pl.String)))).to_series()


def _told(prompts: pl.Series, tell: Tell) -> pl.Series:
    """What the patterns of the default taxonomy tell."""
    languages = languages_of(prompts, USUAL, tell).struct.field("lang")
    tell("telling the types of prompts", 0, prompts.len())
    return assign(prompts, languages, taxonomy())


PROMPT_TYPES = (Fact(TYPE, "record", _types), Fact(TURN_TYPES, "record", _turn_types))
