"""What a check found: one record, one code, the evidence."""

from typing import Literal

import polars as pl
from pydantic import ConfigDict

from curate.params import Documented
from curate.records import columns as c

Severity = Literal["error", "warning", "info"]
Status = Literal["found", "clean", "not-applicable", "not-selected"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the worst: cannot be trained on as meant; probably bad; style."""

CODE = "code"
RANK = "rank"
SCORE = "score"
RELATED = "related"
PLACES = "places"
MESSAGE = "message"
EXCERPT = "excerpt"
"""A few words around the first place, for a person to look at; never written to a file."""
IGNORED = "ignored"
"""Why a finding does not count; null where it does."""

PLACE = pl.Struct({"path": pl.String(), "start": pl.UInt32(), "end": pl.UInt32()})

SCHEMA: dict[str, pl.DataType] = {
    CODE: pl.String(),
    RANK: pl.UInt32(),
    SCORE: pl.Float64(),
    RELATED: pl.UInt32(),
    PLACES: pl.List(PLACE),
    MESSAGE: pl.String(),
    EXCERPT: pl.String(),
    IGNORED: pl.String(),
}
"""Findings inside a run. A record goes by its rank; `related` is the rank of the other record, if any."""


def none() -> pl.DataFrame:
    """No findings."""
    return pl.DataFrame(schema=SCHEMA)


def worst_first(severity: str) -> int:
    """0 for error, 1 for warning, 2 for info."""
    return SEVERITIES.index(severity)


def located(findings: pl.DataFrame, records: pl.DataFrame, files: list[str], at: str) -> pl.DataFrame:
    """Findings with the key and place of each record, in the order of the input."""
    told = [c.RANK, c.KEY, c.ID, c.SOURCE, c.LINE, c.ROW, c.OFFSET]
    others = records.select(pl.col(c.RANK).alias(RELATED), pl.col(c.KEY).alias("_related_key"))
    named = pl.DataFrame(
        {c.SOURCE: range(len(files)), "file": files}, schema={c.SOURCE: pl.UInt32, "file": pl.String}
    )
    return (
        findings.join(records.select(told), on=RANK, how="inner")
        .join(others, on=RELATED, how="left")
        .join(named, on=c.SOURCE, how="left")
        .sort(c.SOURCE, c.ROW, CODE)
        .with_columns(pl.col("_related_key").alias(RELATED), pl.lit(at).alias("at"))
        .select(LOCATED)
    )


LOCATED = (
    CODE,
    c.KEY,
    c.ID,
    "file",
    c.LINE,
    c.ROW,
    c.OFFSET,
    PLACES,
    MESSAGE,
    SCORE,
    RELATED,
    "at",
    IGNORED,
    EXCERPT,
)
"""The columns of findings as users see them."""


class Exact(Documented):
    """A part of an output file: these fields and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class PlaceModel(Exact):
    """A stretch of text in the user's own record."""

    path: str
    """`messages[3].content`; empty for the whole record."""
    start: int
    """The first code point, from 0."""
    end: int
    """One behind the last."""


class Finding(Exact):
    """One record, one code, the evidence."""

    code: str
    name: str
    severity: Severity
    key: str | None
    """The record; null where it could not be read."""
    id: str | None
    """The record's own name, if it has one."""
    file: str
    line: int | None
    """Null in a table, which has rows only."""
    row: int
    offset: int | None
    """In bytes from 0, of the uncompressed stream; null in a table."""
    places: list[PlaceModel]
    message: str
    score: float | None
    """What the check measured; `curate explain CODE` says in which direction and unit."""
    related: str | None
    """The key of the record it was compared with."""
    at: str
    """`read`, or the number of the step at which it was found."""
    ignored: str | None = None
    """Why it does not count: the record's own `curate_ignore`, or a person's decision. Null where it counts."""
    fix: str | None = None
    """The step that mends it, `repair` or `redact`; null where none does."""
