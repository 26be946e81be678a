"""What a person has decided on single records, over the head of any check."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Literal

import polars as pl
from pydantic import Field, ValidationError

from curate.checks import Check, codes
from curate.errors import UsageError
from curate.findings import CODE, IGNORED, RANK
from curate.params import Params
from curate.records import columns as c

COLUMNS = ("key", "code", "decision", "by", "why")


class Decision(Params):
    """One line of a file of decisions."""

    key: str = Field(min_length=1)
    """The record."""
    code: str = ""
    """The code, family or name of a check. To keep a record whatever is found, leave it empty."""
    decision: Literal["keep", "drop"]
    """Whether the record stays in spite of what is found, or goes."""
    by: str = Field(min_length=1)
    """Who decided."""
    why: str = ""
    """For what reason."""

    @property
    def reason(self) -> str:
        """Who decided, and for what reason."""
        return f"{self.decision} by {self.by}" + (f": {self.why}" if self.why else "")


class Decisions(Params):
    """A file of decisions, as it was read."""

    file: str = ""
    """Its name; empty where there is none."""
    lines: tuple[Decision, ...] = ()

    @property
    def drops(self) -> tuple[Decision, ...]:
        """Those by which a record goes."""
        return tuple(each for each in self.lines if each.decision == "drop")

    @property
    def keeps(self) -> tuple[Decision, ...]:
        """Those by which a finding does not count."""
        return tuple(each for each in self.lines if each.decision == "keep")

    def asides(self, records: pl.DataFrame, checks: Sequence[Check]) -> pl.DataFrame:
        """The findings that do not count, by record and code."""
        told = [
            (each.key, code, each.reason)
            for each in self.keeps
            for code in (codes(checks, [each.code]) if each.code else {check.code for check in checks})
        ]
        schema = {c.KEY: pl.String, CODE: pl.String, IGNORED: pl.String}
        named = pl.DataFrame(told, schema=schema, orient="row")
        return records.select(RANK, c.KEY).join(named, on=c.KEY).select(RANK, CODE, IGNORED)


def parse_decisions(text: str, file: str, checks: Iterable[Check]) -> Decisions:
    """Read decisions from CSV with the columns `key, code, decision, by, why`.

    Raises:
        UsageError: a line is none, or names a check that does not exist; with file and line.
    """
    rows = csv.DictReader(StringIO(text, newline=""))
    absent = [name for name in ("key", "decision", "by") if name not in (rows.fieldnames or ())]
    if absent:
        raise UsageError(
            f"{file}: the column {absent[0]!r} is missing.", hint=f"The first line is: {','.join(COLUMNS)}"
        )
    known = tuple(checks)
    lines: list[Decision] = []
    for row in rows:
        where = f"{file}, line {rows.line_num}"
        given = {name: (row.get(name) or "").strip() for name in COLUMNS}
        try:
            line = Decision(**given)
        except ValidationError as error:
            detail = error.errors(include_url=False)[0]
            raise UsageError(f"{where}: {detail['loc'][0]}: {detail['msg'].lower()}.") from None
        if line.code and line.decision == "keep":
            codes(known, [line.code], where=where)
        lines.append(line)
    return Decisions(file=file, lines=tuple(lines))
