"""What people's labels say of a set: which records they are of, how far labellers agree, and what is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import polars as pl

from curate.errors import InputError
from curate.labels import Label, agreed, by_record, confusions
from curate.records import columns as c
from curate.records.records import Records
from curate.report.coverage.prompts import GROUP, HOW, LABEL, PROMPT_TYPE
from curate.statistics.agreement import Agreement, agreement
from curate.taxonomy.model import OTHER, UNSURE, Taxonomy


@dataclass(frozen=True)
class Labelled:
    """Labels of the records of a set."""

    told: Mapping[str, Mapping[str, str]]
    """By key what each person says."""
    absent: int
    """Labels of records that are not in the set."""

    @classmethod
    def of(cls, records: Records, labels: Iterable[Label]) -> Self:
        """The labels that are of these records.

        Raises:
            InputError: none is.
        """
        keys = set(records.index[c.KEY])
        told = by_record(labels)
        own = {key: said for key, said in told.items() if key in keys}
        if told and not own:
            raise InputError(
                f"none of the {len(told):,} labels is of a record that is read.",
                hint="A label goes by the key of its record, which is another once the record is edited.",
            )
        return cls(own, len(told) - len(own))

    @property
    def by(self) -> list[str]:
        """Who labelled."""
        return sorted({name for said in self.told.values() for name in said})

    @cached_property
    def settled(self) -> Mapping[str, str]:
        """By key what those who labelled a record say, where they agree, or most do."""
        return agreed(self.told)

    @property
    def open(self) -> int:
        """Records on which labellers differ; they count for nothing."""
        return len(self.told) - len(self.settled)

    @cached_property
    def agreement(self) -> Agreement | None:
        """How far they agree; None where no record has two labels."""
        several = [said for said in self.told.values() if len(said) > 1]
        return agreement(several) if several else None

    @property
    def confusions(self) -> list[tuple[str, str, int]]:
        """Which two types they give to one record, and how often."""
        return confusions(self.told)

    def types(self, records: Records, by: Taxonomy) -> pl.DataFrame:
        """`rank`, `prompt_type`, `group` and `how` of each record whose label is settled."""
        groups = {each.id: each.group for each in by.types} | {each.id: each.id for each in by.groups}
        types = {each.id for each in by.types}
        meant = [
            (key, means if means in types or means.startswith(OTHER) else UNSURE, groups.get(means), LABEL)
            for key, means in self.settled.items()
        ]
        schema = {c.KEY: pl.String, PROMPT_TYPE: pl.String, GROUP: pl.String, HOW: pl.String}
        told = pl.DataFrame(meant, schema=schema, orient="row")
        return records.index.select(c.RANK, c.KEY).join(told, on=c.KEY).drop(c.KEY)
