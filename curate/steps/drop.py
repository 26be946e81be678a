"""Leave out the records that certain checks found."""

from collections.abc import Iterable, Sequence

import polars as pl
from pydantic import Field

from curate.checks import Check, codes
from curate.steps.base import Outcome, Step


class Drop(Step):
    """Leaves out every record that has a finding of the named codes."""

    on: tuple[str, ...] = Field(min_length=1)
    """Codes, families or names of checks. A record found by several is counted under the first."""

    def codes(self, checks: Iterable[Check]) -> Sequence[str]:
        """The codes that `on` stands for, in its order."""
        known = tuple(checks)
        order = {code: None for name in self.on for code in sorted(codes(known, [name]))}
        return tuple(order)

    def setting(self) -> str:
        """The codes as they were named."""
        return " ".join(self.on)

    def apply(self, records: pl.LazyFrame, findings: pl.LazyFrame) -> Outcome:
        """The first finding of a record is the reason it is dropped."""
        return Outcome.split(records, findings)
