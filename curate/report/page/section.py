"""A part of the page: what it is made from, and what it gives to its template."""

from functools import cached_property
from typing import Any, NamedTuple

from curate.report.left import Folder, Left
from curate.report.page.account import Account, Family, named
from curate.report.page.told import Told, told_of

MOST_RECORDS = 5_000
"""Records that the table holds at most; it is cut shorter where their texts are long."""
MOST_FAMILIES = 8
"""Families that are shown of each code."""


class Section(NamedTuple):
    """A part of the page, ready for its template `templates/<anchor>.html`."""

    anchor: str
    title: str
    values: dict[str, Any]
    """What the template shows. Whatever stems from a record went through `quoted`."""


class Beside:
    """What commands left in a folder, a run or not, as sections need it that do not ask for one."""

    def __init__(self, left: Folder, *, text: bool = True) -> None:
        self.left = left
        self.text = text
        """Whether records may be quoted."""


class Material(Beside):
    """A finished run as sections need it; what takes a pass over its files is made once."""

    left: Left

    def __init__(self, left: Left, *, text: bool = True) -> None:
        super().__init__(left, text=text)
        self.ledger = left.totals
        self.account = Account(left)

    @cached_property
    def families(self) -> dict[str, list[Family]]:
        """By code, the largest families."""
        return {
            code: sorted(families.values(), key=lambda each: (-each.members, each.leader))[:MOST_FAMILIES]
            for code, families in sorted(self.account.families.items(), reverse=True)
        }

    @cached_property
    def listed(self) -> list[str]:
        """What the table shows, the worst first."""
        return list(self.account.worst(MOST_RECORDS))

    @cached_property
    def told(self) -> dict[str, Told]:
        """By what tells it from others, every record that a section shows."""
        account = self.account
        wanted = {*self.listed, *(named(each.example) for each in account.codes if each.example)}
        for family in (each for families in self.families.values() for each in families):
            wanted |= {family.leader, *(key for key, _ in family.shown)}
        wanted |= {edit["key"] for edit in account.shown_edits}
        told = told_of(self.left, wanted, text=self.text)
        leaders = {row["related"] for each in told.values() for row in each.findings if row["related"]}
        return {**told_of(self.left, leaders - told.keys(), text=False), **told}

    def name_of(self, who: str) -> str:
        """The user's own name for a record, where it is known here."""
        return self.told[who].name if who in self.told else who
