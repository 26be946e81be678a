"""A look at one part of a set: from files to files, wherever it is done."""

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from curate.errors import UnknownName
from curate.facts.view import Field, View
from curate.files.shelf import Shelf
from curate.finder import Finder
from curate.looked import Layer
from curate.progress import Tell
from curate.records import columns as c
from curate.records.parts import Part


class Task(NamedTuple):
    """Looks at some records of a part."""

    part: Part
    rows: pl.DataFrame
    """Of the index, those that are looked at."""
    fields: Mapping[str, pl.DataFrame]
    """By name, `rank` and `value` of each record."""
    finder: Finder
    reads: tuple[str, ...]
    shelf: Shelf
    name: str
    """Under which what is seen is laid."""
    view: View | None = None
    """Of the same records, with facts that need not be computed again."""

    @property
    def layer(self) -> Layer:
        """What it leaves on the shelf."""
        return Layer(self.name, self.rows[c.RANK])

    @property
    def is_done(self) -> bool:
        """Whether that lies there already."""
        return self.name in self.shelf

    def do(self, tell: Tell) -> None:
        """Look, and lay down what is seen."""
        if self.view:
            view = self.view.only(self.rows[c.RANK])
        else:
            view = View.of(self.part.frame(self.rows), tell, _given(self.fields))
        self.shelf.put(self.name, self.finder.look(view, self.reads))


def _given(fields: Mapping[str, pl.DataFrame]) -> Field:
    def field(name: str) -> pl.DataFrame:
        if name not in fields:
            raise UnknownName.among(fields, kind="field of any record", name=name)
        return fields[name]

    return field
