"""Keep one of each family of duplicates."""

from collections.abc import Iterable, Sequence
from typing import Literal

import polars as pl

from curate.checks import Check, SetCheck, check_called
from curate.errors import UsageError
from curate.records import columns as c
from curate.steps.base import Outcome, Step

Preference = Literal["key", "first", "longest-response"]


class KeepOne(Step):
    """Keeps the preferred record of each family, and leaves out those that are duplicates *of it*.

    A record goes only if the check, run again on what enters this step in the order of preference, names a
    record that stays. The family's members are each as similar to the kept one as the check demands.
    """

    of: str
    """The check whose findings make the families: its code or name."""
    prefer: Preference = "key"
    """Which record stays: the one with the smallest key (the same in any order of the input), the first in the
    input, or the one with the longest response; equals go by key."""

    def codes(self, checks: Iterable[Check]) -> Sequence[str]:
        """The one code."""
        known = {type(check) for check in checks}
        check = check_called(self.of, known)
        if not issubclass(check, SetCheck):
            raise UsageError(
                f"keep-one of {self.of}: {check.code} {check.name} judges records one by one and has no families.",
                hint='Use a check of duplicates, such as of = "DUP002".',
            )
        if not check.twins:
            raise UsageError(
                f"keep-one of {self.of}: {check.code} {check.name} names no other record that could stay.",
                hint='Use a check of duplicates, such as of = "DUP002".',
            )
        return (check.code,)

    def setting(self) -> str:
        """The code and the preference."""
        return f"{self.of}, prefer {self.prefer}"

    def order(self) -> tuple[tuple[pl.Expr, bool], ...]:
        """The preference, best first."""
        if self.prefer == "first":
            return ((pl.col(c.SOURCE), False), (pl.col(c.ROW), False))
        if self.prefer == "longest-response":
            return ((c.fact("response-words"), True),)
        return ()

    def apply(self, records: pl.LazyFrame, findings: pl.LazyFrame) -> Outcome:
        """Found records are members; their leader is kept."""
        return Outcome.split(records, findings)
