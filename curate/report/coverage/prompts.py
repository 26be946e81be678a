"""The prompts of a set: of which type each is, of which family, and in which cells it counts."""

from itertools import chain
from typing import NamedTuple

import polars as pl

from curate.checks.duplicates import NearDuplicate
from curate.engine.compared import compared
from curate.errors import UnknownName
from curate.facts.language import languages_of
from curate.facts.opening_roots import opening_roots
from curate.findings import RELATED
from curate.langid.names import USUAL
from curate.progress import Tell
from curate.records import columns as c
from curate.records.parts import by_part
from curate.records.records import Records
from curate.report.results import files_of
from curate.taxonomy.assign import assign
from curate.taxonomy.head import Head
from curate.taxonomy.labels import types_of
from curate.taxonomy.model import Taxonomy
from curate.taxonomy.settle import settle
from curate.words.pattern import WORD

PROMPT_TYPE, GROUP, SCORE, HOW = "prompt_type", "group", "score", "how"
LANGUAGE, WORDS, TURNS = "language", "words", "turns"
OPENING, LEADER, WEIGHT = "opening", "leader", "weight"
SCHEMA = {
    c.RANK: pl.UInt32(),
    c.KEY: pl.String(),
    PROMPT_TYPE: pl.String(),
    GROUP: pl.String(),
    SCORE: pl.Float64(),
    HOW: pl.String(),
    LANGUAGE: pl.String(),
    WORDS: pl.UInt32(),
    TURNS: pl.UInt32(),
    OPENING: pl.String(),
}
"""One row for each record in which a user says something, by what is said first.

`prompt_type` is an id of the taxonomy, `other:unsure` or `other:none`, and `score` how sure that is; `how` is
`label`, `rules`, `head` or `unsure`; `turns` are those of the user.
"""
LABEL = "label"
STRATUM = "stratum"


def stratum() -> pl.Expr:
    """Of a prompt what is told the same in the same way: of each of these, labels are drawn by themselves."""
    return pl.concat_str(PROMPT_TYPE, HOW, separator=" ", ignore_nulls=True).alias(STRATUM)


_MEANT = "meant"


class Typing(NamedTuple):
    """How prompts get their types."""

    by: Taxonomy
    scheme: str = ""
    """Whose names the records' own labels are, if not those of the taxonomy."""
    own_labels: bool = True
    """Whether a record's own label tells its type."""
    head: Head | None = None
    """What people's labels taught, in place of patterns alone."""

    def told(self, prompts: pl.Series, languages: pl.Series) -> pl.Series:
        """What is told of prompts from their words."""
        return self.head.assign(prompts, languages) if self.head else assign(prompts, languages, self.by)

    def meant(self, records: Records) -> pl.DataFrame:
        """`rank` of each record, and the type or the group that its own label means; null where it has none.

        Raises:
            UnknownName: a label means none, with the nearest names.
        """
        labels = records.index[c.TYPE] if self.own_labels else pl.Series([None] * len(records), dtype=pl.String)
        try:
            return records.index.select(c.RANK, types_of(labels, self.by, self.scheme).alias(_MEANT))
        except UnknownName as error:
            own = records.index.filter(labels == error.name)
            if own.height:
                error.message = f"{files_of(records)[own[c.SOURCE][0]]}, row {own[c.ROW][0]}: {error.message}"
            raise


def prompts_of(records: Records, typing: Typing, tell: Tell) -> pl.DataFrame:
    """The prompts of a set, as `SCHEMA`, in the order of keys.

    Raises:
        UnknownName: the label of a record means no type.
    """
    meant, made, done = typing.meant(records), list[pl.DataFrame](), 0
    for part, own in zip(records.parts, by_part(records.index, records.parts), strict=True):
        tell("telling types of prompts", done, len(records))
        frame = part.frame(own)
        made.append(_typed(frame.join(meant, on=c.RANK, how="left"), typing, tell))
        done += frame.height
    return pl.concat(chain(made, [pl.DataFrame(schema=SCHEMA)])).sort(c.RANK)


def _typed(frame: pl.DataFrame, typing: Typing, tell: Tell) -> pl.DataFrame:
    asked = c.all_asked()
    texts = frame.select(c.RANK, c.KEY, _MEANT, asked.list.first().alias("asked"), asked.list.len().alias(TURNS))
    texts = texts.filter(pl.col("asked").is_not_null())
    languages = languages_of(texts["asked"], USUAL, tell).struct.field("lang")
    types = [each.id for each in typing.by.types]
    # What a label says need not be told by patterns, unless it says only the group.
    open_ones = pl.when(pl.col(_MEANT).is_in(types).fill_null(value=False)).then(None).otherwise(pl.col("asked"))
    told = typing.told(texts.select(open_ones.alias("asked")).to_series(), languages)
    settled = settle(texts[_MEANT], told, typing.by).struct
    columns = {
        PROMPT_TYPE: settled.field("type"),
        GROUP: settled.field("group"),
        SCORE: settled.field("score"),
        HOW: settled.field("source"),
        LANGUAGE: languages,
        WORDS: texts["asked"].str.count_matches(WORD),
        OPENING: opening_roots(texts["asked"], typing.by),
    }
    return texts.with_columns(**columns).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def with_families(prompts: pl.DataFrame, records: Records, check: NearDuplicate, tell: Tell) -> pl.DataFrame:
    """The same with the `leader` of each prompt's family, its own rank if it leads, and the `weight` it counts.

    Prompts of one family count as one: each by one divided by how many there are.
    """
    found = check.members(compared(records, check, tell)).select(c.RANK, pl.col(RELATED).alias(LEADER))
    led = prompts.join(found, on=c.RANK, how="left", maintain_order="left")
    led = led.with_columns(pl.coalesce(LEADER, c.RANK).alias(LEADER))
    return led.with_columns((1 / pl.len().over(LEADER)).alias(WEIGHT))
