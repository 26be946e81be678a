"""Keep at most so many records of each group."""

from collections.abc import Iterable, Sequence
from typing import Self

import polars as pl
from pydantic import ConfigDict, Field, model_validator

from curate.checks import Check
from curate.findings import RANK, RELATED
from curate.records import columns as c
from curate.steps.base import Entering, Outcome, Step
from curate.steps.drawing import drawn
from curate.steps.families import family_code

_GROUP = "_group"


class Cap(Step):
    """Keeps at most so many records of each writer, source, type or family, or of any other field's value.

    Which ones stay is drawn by the seed of the pipeline. A record that has no value there always stays.
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["per"]}, {"required": ["of"]}]})

    per: str | None = None
    """A field of the record (`writer`, `meta.source`), `file`, or `type` for the record's own label."""
    of: str | None = None
    """In place of `per`: a check of duplicates, by code or name; each of its families is a group."""
    most: int = Field(ge=1)
    """How many of a group stay."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.per is None) == (self.of is None):
            raise ValueError('set per = "writer" or of = "DUP002", one of them')
        return self

    def codes(self, checks: Iterable[Check]) -> Sequence[str]:
        """The code of the check of duplicates, if one makes the groups."""
        return (family_code(self.of, checks, self.use),) if self.of else ()

    def setting(self) -> str:
        """How many of what."""
        return f"{self.most:,} per {self.per or f'family of {self.of}'}"

    def reads(self) -> Sequence[pl.Expr]:
        """The field."""
        return () if self.per in (None, c.TYPE) else (c.field(str(self.per)),)

    def apply(self, entering: Entering) -> Outcome:
        """Of each group, those that come behind so many others in the order that the seed decides go."""
        grouped = self._grouped(entering).drop_nulls(_GROUP)
        place = pl.int_range(pl.len()).over(_GROUP)
        gone = drawn(grouped, entering.seed).filter(place >= self.most)
        return Outcome.without(entering.records, gone, "CAP001", f"behind {self.most:,} of the same group")

    def _grouped(self, entering: Entering) -> pl.DataFrame:
        if self.per:
            group = c.record_type() if self.per == c.TYPE else c.field(self.per)
            return entering.records.with_columns(group.alias(_GROUP))
        leaders = entering.findings.select(RANK, pl.col(RELATED).alias(_GROUP))
        joined = entering.records.join(leaders, on=RANK, how="left", maintain_order="left")
        return joined.with_columns(pl.coalesce(_GROUP, RANK).alias(_GROUP))
