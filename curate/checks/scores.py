"""SCO: scores that somebody else gave."""

from typing import Any

import polars as pl

from curate.checks.base import RowCheck
from curate.records.columns import field, is_last


class LowScore(RowCheck, code="SCO001"):
    """A number that the record itself carries is below the limit.

    Why it matters: a judge, a reward model or a measure of difficulty such as IFD has looked at the record
    already; this check brings its verdict into the pipeline, beside the others. A record without a number there is
    never found. There is no sensible limit for all scores, so it runs only where a field and a limit are set.

    Found: field = "judge.score", at_least = 3: {"prompt": "...", "completion": "...", "judge": {"score": 2}}

    Passes: the same with a score of 3, or without one.
    """

    field: str = ""
    """Where the number stands: the name of a field, or a path such as `judge.score`."""
    at_least: float | None = None
    """A smaller number is found."""

    def is_unset(self) -> bool:
        """No limit is right for every score."""
        return not self.field or self.at_least is None

    def not_applicable(self) -> str:
        """There is nothing to look at without a field, and nothing wrong without a limit."""
        return "no field or no limit is set" if self.is_unset() else ""

    def flag(self) -> pl.Expr:
        """A number below the limit."""
        return is_last() & (self.score() < self.at_least)

    def message(self) -> pl.Expr:
        """The number and the limit."""
        limit = pl.lit(f"{self.at_least:g}" if self.at_least is not None else "")
        return pl.format("{} of at least {} in {}", self.score(), limit, pl.lit(self.field))

    def score(self) -> pl.Expr:
        """The number."""
        return field(self.field).cast(pl.Float64, strict=False)

    def passing(self, score: float, message: str) -> dict[str, Any]:  # noqa: ARG002  the score says it
        """A limit that is the number itself."""
        return {"at_least": score}
