"""Do what a person has decided."""

from collections.abc import Iterable

import polars as pl
from pydantic import Field

from curate.decisions import Decisions
from curate.findings import CODE, MESSAGE, RANK, RELATED, SCORE
from curate.records import columns as c
from curate.steps.base import Entering, Outcome, Step


class Decided(Step):
    """Leaves out the records that a person decided to drop. It is put before all other steps by `--decisions`.

    To keep is not its work: the engine sets those findings aside before the first look.
    """

    decisions: Decisions = Field(default_factory=Decisions)
    """The file, as it was read."""

    def setting(self) -> str:
        """The file, and how many decisions of each kind it holds."""
        made = self.decisions
        return f"{made.file}: {len(made.drops):,} drop, {len(made.keeps):,} keep"

    def apply(self, entering: Entering) -> Outcome:
        """Each under the code that it was decided for, if one is named."""
        told = [(each.key, each.code or "DEC001", each.reason) for each in self.decisions.drops]
        named = pl.DataFrame(told, schema={c.KEY: pl.String, CODE: pl.String, MESSAGE: pl.String}, orient="row")
        unknown = (pl.lit(None, pl.Float64).alias(SCORE), pl.lit(None, pl.UInt32).alias(RELATED))
        gone = entering.records.select(RANK, c.KEY).join(named, on=c.KEY, maintain_order="left")
        outcome = Outcome.split(entering.records, gone.select(RANK, CODE, MESSAGE, *unknown))
        absent = _absent((each.key for each in self.decisions.lines), entering.records[c.KEY])
        return outcome._replace(note=_told(absent))


def _told(absent: int) -> str:
    """How many keys of the file are none of the set."""
    return f"{absent:,} {'key is' if absent == 1 else 'keys are'} of no record of this set" if absent else ""


def _absent(keys: Iterable[str], there: pl.Series) -> int:
    return len(set(keys) - set(there))
