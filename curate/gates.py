"""Conditions on the result of a run."""

from collections.abc import Mapping

from pydantic import Field

from curate.ledger import GateEntry
from curate.params import Params


class Gates(Params):
    """Conditions on the result; a broken one ends the run with exit code 1. Its files are written all the same."""

    max_dropped_share: float | None = Field(None, ge=0, le=1)
    """The largest share of the readable records that may be dropped."""
    min_records: int | None = Field(None, ge=0)
    """The least number of records that must be kept."""
    max_count: dict[str, int] = Field(default_factory=dict)
    """By code: the largest number of records that may be found, as the input stands."""
    max_share: dict[str, float] = Field(default_factory=dict)
    """By code: the largest share of the readable records that may be found, as the input stands."""

    def judge(self, parsed: int, kept: int, found: Mapping[str, int | None]) -> list[GateEntry]:
        """Each condition with what it met; a check that did not run can not satisfy a gate."""
        judged = []
        if self.max_dropped_share is not None:
            share = (parsed - kept) / parsed if parsed else None
            judged.append(_at_most("max_dropped_share", self.max_dropped_share, share))
        if self.min_records is not None:
            judged.append(
                GateEntry(gate="min_records", limit=self.min_records, value=kept, holds=kept >= self.min_records)
            )
        for code, most in self.max_count.items():
            judged.append(_at_most(f"max_count.{code}", most, found.get(code)))
        for code, most_share in self.max_share.items():
            count = found.get(code)
            share = None if count is None or not parsed else count / parsed
            judged.append(_at_most(f"max_share.{code}", most_share, share))
        return judged


def _at_most(gate: str, limit: float, value: float | None) -> GateEntry:
    return GateEntry(gate=gate, limit=limit, value=value, holds=value is not None and value <= limit)
