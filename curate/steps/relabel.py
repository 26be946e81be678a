"""Set a field of records."""

import json
from collections.abc import Sequence

import polars as pl
from pydantic import Field, field_validator

from curate.records import columns as c
from curate.records.edits import Edit
from curate.steps.base import Entering, Outcome, Step
from curate.where import Where


class Relabel(Step):
    """Sets a field of every record, or of those that a condition holds for.

    Each change is written to `edited.jsonl`. A record that says so already is not changed, nor one in which
    something else stands on the way to the field: `meta.score` where `meta` is a text.
    """

    field: str = Field(min_length=1)
    """The field to set: `type`, `source`, `quality`."""
    to: str | bool | int | float
    """What to set it to."""
    where: str = ""
    """A condition in SQL over the fields of the record: `source = 'legal-desk' and score < 3`. All, if empty."""

    @field_validator("where")
    @classmethod
    def _can_be_read(cls, where: str) -> str:
        if where:
            Where(where)
        return where

    def setting(self) -> str:
        """The field and its new value."""
        return f"{self.field} = {json.dumps(self.to, ensure_ascii=False)}" + (
            f" where {self.where}" if self.where else ""
        )

    def reads(self) -> Sequence[pl.Expr]:
        """The fields of the condition."""
        return Where(self.where).fields() if self.where else ()

    def apply(self, entering: Entering) -> Outcome:
        """The condition decides; an unknown is no yes."""
        records = Where(self.where).chosen(entering.records) if self.where else entering.records
        return Outcome.changing(
            entering.records, [Edit(rank, self.field, None, self.to) for rank in records[c.RANK]]
        )
