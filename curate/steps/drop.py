"""Leave out the records that certain checks found."""

from collections.abc import Iterable, Sequence

import polars as pl
from pydantic import Field

from curate.checks import Check, SetCheck, codes
from curate.errors import UsageError
from curate.steps.base import Outcome, Step


class Drop(Step):
    """Leaves out every record that has a finding of the named codes."""

    on: tuple[str, ...] = Field(min_length=1)
    """Codes, families or names of checks. A record found by several is counted under the first."""

    def codes(self, checks: Iterable[Check]) -> Sequence[str]:
        """The codes that `on` stands for, in its order.

        Raises:
            UnknownName: a name stands for none.
            UsageError: several of them name a twin; the twin of one could be dropped by another.
        """
        known = tuple(checks)
        named = tuple(dict.fromkeys(code for name in self.on for code in sorted(codes(known, [name]))))
        of_sets = [check.code for check in known if check.code in named and isinstance(check, SetCheck)]
        if len(of_sets) > 1:
            names = " and ".join(of_sets)
            raise UsageError(
                f"drop on {names}: each keeps one record for another, and can promise that only alone.",
                hint="Write one step keep-one for each.",
            )
        return named

    def setting(self) -> str:
        """The codes as they were named."""
        return " ".join(self.on)

    def apply(self, records: pl.LazyFrame, findings: pl.LazyFrame) -> Outcome:
        """The first finding of a record is the reason it is dropped."""
        return Outcome.split(records, findings)
