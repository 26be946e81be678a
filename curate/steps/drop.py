"""Leave out the records that certain checks found, or that are named."""

from collections.abc import Iterable, Sequence
from typing import Self

import polars as pl
from pydantic import ConfigDict, model_validator

from curate.checks import Check, SetCheck, codes
from curate.errors import UsageError
from curate.findings import SCORE
from curate.records import columns as c
from curate.steps.base import Entering, Outcome, Step

_NAMED = ("on", "keys", "ids", "writers")


class Drop(Step):
    """Leaves out every record that has a finding of the named codes, or that is named itself.

    A withdrawn consent names records or writers: `keys`, `ids` or `writers`.
    """

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": [name]} for name in _NAMED]})

    on: tuple[str, ...] = ()
    """Codes, families or names of checks. A record found by several is counted under the first."""
    min_score: float | None = None
    """Only findings with at least this score count; one without a score never does."""
    max_score: float | None = None
    """Only findings with at most this score count; one without a score never does."""
    keys: tuple[str, ...] = ()
    """Records to leave out, by key."""
    ids: tuple[str, ...] = ()
    """Records to leave out, by the owner's own name for them."""
    writers: tuple[str, ...] = ()
    """Writers whose records to leave out."""
    writer_field: str = "writer"
    """Where a record says who wrote it."""

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not any(getattr(self, name) for name in _NAMED):
            raise ValueError('name what to drop: on = ["LEN001"], keys, ids or writers')
        return self

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
        if any(check.twins for check in known if check.code in of_sets and isinstance(check, SetCheck)) and (
            self.keys or self.ids or self.writers
        ):
            raise UsageError(
                f"drop on {of_sets[0]} and by name: the one that stays for another could be named itself.",
                hint="Write two steps, the one with keys, ids or writers first.",
            )
        return named

    def setting(self) -> str:
        """The codes as they were named, and how many records or writers were."""
        lists = {"key": self.keys, "id": self.ids, "writer": self.writers}
        named = (f"{len(names):,} {what}{'s' * (len(names) > 1)}" for what, names in lists.items() if names)
        return " ".join((*self.on, *named))

    def reads(self) -> Sequence[pl.Expr]:
        """Who wrote a record, if writers are named."""
        return (c.field(self.writer_field),) if self.writers else ()

    def apply(self, entering: Entering) -> Outcome:
        """Those that are named go as such; of the others, the first finding is the reason."""
        named = Outcome.without(
            entering.records, entering.records.filter(self._is_named()), "DRP001", "named by the pipeline"
        )
        within = pl.lit(value=True)
        if self.min_score is not None:
            within &= pl.col(SCORE) >= self.min_score
        if self.max_score is not None:
            within &= pl.col(SCORE) <= self.max_score
        found = entering.findings.filter(within).select(named.dropped.columns)
        return Outcome.split(entering.records, pl.concat([named.dropped, found], how="vertical_relaxed"))

    def _is_named(self) -> pl.Expr:
        named = pl.col(c.KEY).is_in(self.keys) | pl.col(c.ID).is_in(self.ids)
        if self.writers:
            named |= c.field(self.writer_field).cast(pl.String).is_in(self.writers)
        return named.fill_null(value=False)
