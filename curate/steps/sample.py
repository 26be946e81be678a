"""Keep some records, drawn at random."""

from typing import Self

from pydantic import ConfigDict, Field, model_validator

from curate.steps.base import Entering, Outcome, Step
from curate.steps.drawing import drawn


class Sample(Step):
    """Keeps so many records, drawn without replacement by the seed of the pipeline; the others are left out.

    Which ones stay depends on their content and the seed alone, not on the order of the input.
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["records"]}, {"required": ["share"]}]})

    records: int | None = Field(None, ge=0)
    """How many stay; all, where there are not more."""
    share: float | None = Field(None, ge=0, le=1)
    """Which share stays, from 0 to 1."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.records is None) == (self.share is None):
            raise ValueError("set records or share, one of them")
        return self

    def setting(self) -> str:
        """How many."""
        return f"{self.records:,} records" if self.records is not None else f"{self.share:g} of all"

    def apply(self, entering: Entering) -> Outcome:
        """The first in the order that the seed decides stay."""
        height = entering.records.height
        staying = self.records if self.records is not None else round((self.share or 0) * height)
        gone = drawn(entering.records, entering.seed).slice(staying)
        return Outcome.without(entering.records, gone, "SMP001", f"not among the {min(staying, height):,} drawn")
