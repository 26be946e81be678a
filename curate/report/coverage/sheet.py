"""The table that people fill in: prompts that were drawn, and a label for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from curate.errors import UsageError
from curate.labels import AS_TEXT, COLUMNS, table_lines
from curate.records import columns as c
from curate.records.records import Records
from curate.report.coverage.drawing import Room
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
    room: Room
    """How many there can be, and are needed."""

    def __repr__(self) -> str:
        return f"Sampled({self.sheet.height:,} prompts, {self.labelled:,} with a label)"

    @property
    def labelled(self) -> int:
        """How many have a label."""
        return int((self.sheet["label"] != "").sum())

    def warnings(self, asked: int) -> list[str]:
        """What whoever labels had better know before: that there are fewer than was asked for, or too few.

        Args:
            asked: How many prompts were to be drawn.
        """
        families, kinds, for_each = self.room
        if asked > families:
            return [
                f"there are {families:,} prompts to label, one of each family of near-duplicates, not {asked:,}."
            ]
        if asked < for_each:
            return [
                f"{asked:,} labels are too few to give each of {kinds:,} kinds of prompts (by what they are told"
                f" to be) its four: what a share is will hardly be known. -n {for_each} gives four to each."
            ]
        return []

    def take(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Put these rows in place of those there are."""
        self.sheet = pl.DataFrame([dict(row) for row in rows], schema=self.sheet.schema)

    def text(self) -> str:
        """The table as CSV, in which nothing is taken for a formula, and no key for a number."""
        key = pl.col("key")
        spoiled = key.str.contains(r"^[0-9]+(e[0-9]+)?$")
        return as_csv(self.sheet.with_columns(pl.when(spoiled).then(AS_TEXT + key).otherwise(key).alias("key")))


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
    try:
        columns, lines = table_lines(text, file, COLUMNS)
    except UsageError as error:
        error.hint += "\nTo begin a new table, name another file with -o."
        raise
    told = [row for _, row in lines if row["key"]]
    return pl.DataFrame(told, schema=dict.fromkeys(columns, pl.String), orient="row")


def with_more(before: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """A table with more rows behind; columns that a person has added stay."""
    return pl.concat([before, more], how="diagonal").fill_null("")
