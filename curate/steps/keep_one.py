"""Keep one of each family of duplicates."""

from collections.abc import Iterable, Sequence
from typing import Literal, Self

import polars as pl
from pydantic import ConfigDict, model_validator

from curate.checks import Check
from curate.records import columns as c
from curate.steps.base import Entering, Outcome, Step
from curate.steps.families import family_code

Preference = Literal["key", "first", "longest-response", "newest", "highest", "source-order"]
_BY_FIELD = ("newest", "highest", "source-order")


class KeepOne(Step):
    """Keeps the preferred record of each family, and leaves out those that are duplicates *of it*.

    A record goes only if the check, run again on what enters this step in the order of preference, names a
    record that stays. The family's members are each as similar to the kept one as the check demands. Records that
    are equal in what is preferred go by key, so the choice does not depend on the order of the input.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"prefer": {"enum": list(_BY_FIELD)}}, "required": ["prefer"]},
            "then": {"required": ["by"]},
        }
    )

    of: str
    """The check whose findings make the families: its code or name."""
    prefer: Preference = "key"
    """Which record stays: the one with the smallest key (the same in any order of the input), the `first` in the
    input, the one with the longest response, or by the field `by`: the newest date, the highest number, or the
    value that comes first in `sources`."""
    by: str | None = None
    """The field that `newest`, `highest` and `source-order` go by: `created_at`, `score`, `source`. A record
    without a value there is the last to stay."""
    sources: tuple[str, ...] = ()
    """For `source-order`: values of the field `by`, the best first."""

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if (self.by is not None) != (self.prefer in _BY_FIELD):
            raise ValueError(
                f'{" and ".join(_BY_FIELD)} go by a field, such as by = "created_at"; the others by none'
            )
        if bool(self.sources) != (self.prefer == "source-order"):
            raise ValueError('source-order takes sources = ["best", "next"]; the others take none')
        return self

    def codes(self, checks: Iterable[Check]) -> Sequence[str]:
        """The one code."""
        return (family_code(self.of, checks, self.use),)

    def setting(self) -> str:
        """The code and the preference."""
        return f"{self.of}, prefer {self.prefer}" + (f" by {self.by}" if self.by else "")

    def order(self) -> tuple[tuple[pl.Expr, bool], ...]:
        """The preference, best first."""
        if self.prefer == "first":
            return ((pl.col(c.SOURCE), False), (pl.col(c.ROW), False))
        if self.prefer == "longest-response":
            return ((c.fact("response-words"), True),)
        if self.by is None:
            return ()
        value = c.field(self.by)
        if self.prefer == "source-order":
            places = {name: place for place, name in enumerate(self.sources)}
            return ((value.cast(pl.String).replace_strict(places, default=len(places)), False),)
        # What has no value comes last, whatever the order.
        return ((value.is_null(), False), (value, True))

    def apply(self, entering: Entering) -> Outcome:
        """Found records are members; their leader is kept."""
        return Outcome.split(entering.records, entering.findings)
