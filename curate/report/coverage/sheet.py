"""The table that people fill in: prompts that were drawn, and a label for each."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

import polars as pl

from curate.errors import UsageError
from curate.labels import COLUMNS
from curate.records import columns as c
from curate.records.records import Records
from curate.report.results import files_of
from curate.report.spreadsheet import as_csv
from curate.report.terminal import shown
from curate.taxonomy.model import Taxonomy

EXCERPT = 2_000
"""Characters of a prompt in the table, at most: a cell of a spreadsheet is no place for more."""


@dataclass
class Sampled:
    """Prompts that were drawn to be labelled, and the labels that there are of them."""

    records: Records
    by: Taxonomy
    sheet: pl.DataFrame
    """One row for each, with the columns of `curate.labels`."""

    def __repr__(self) -> str:
        return f"Sampled({self.sheet.height:,} prompts, {self.labelled:,} with a label)"

    @property
    def labelled(self) -> int:
        """How many have a label."""
        return int((self.sheet["label"] != "").sum())

    def take(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Put these rows in place of those there are."""
        self.sheet = pl.DataFrame([dict(row) for row in rows], schema=self.sheet.schema)

    def text(self) -> str:
        """The table as CSV, in which nothing is taken for a formula."""
        return as_csv(self.sheet)


def sheet_of(records: Records, keys: Sequence[str], *, text: bool = True) -> pl.DataFrame:
    """One row for each of these records, in their order, without labels."""
    files = files_of(records)
    own = records.index.filter(pl.col(c.KEY).is_in(list(keys)))
    places = {
        key: (id or "", files[source], str(row))
        for key, id, source, row in own.select(c.KEY, c.ID, c.SOURCE, c.ROW).iter_rows()
    }
    said = prompts_in(records, keys) if text else {}
    rows = [(key, *places[key], shown(said.get(key, ""), EXCERPT), "", "") for key in keys]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def prompts_in(records: Records, keys: Iterable[str]) -> dict[str, str]:
    """What the user says first in each of these records, in their order."""
    wanted = list(keys)
    with records.as_read():
        said = records.conversations(wanted)
    return {key: next((t.content or "" for t in said[key].turns if t.role == "user"), "") for key in wanted}


def read_sheet(text: str, file: str) -> pl.DataFrame:
    """A table that was written before, with whatever a person has filled in.

    Raises:
        UsageError: it is another table.
    """
    rows = csv.DictReader(StringIO(text, newline=""))
    absent = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if absent:
        raise UsageError(
            f"{file} is no table of labels: the column {absent[0]!r} is missing.",
            hint=f"Its first line is: {','.join(COLUMNS)}. Name another file for new labels.",
        )
    told = [tuple((row[name] or "") for name in COLUMNS) for row in rows]
    return pl.DataFrame(told, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
