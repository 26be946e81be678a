"""Work on one part of a set: from files to files, wherever it is done."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from curate.engine.finder import Finder
from curate.engine.recall import Recall
from curate.errors import UnknownName
from curate.facts.view import Field, View
from curate.files.shelf import Shelf
from curate.progress import Tell
from curate.records import columns as c
from curate.records.edits import changed
from curate.records.parts import TEXTS, Part
from curate.records.settle import Settled
from curate.steps import Entering, Outcome, Step


@dataclass(frozen=True)
class Task(ABC):
    """Something to do with some records of a part, which leaves frames on a shelf, under its name."""

    name: str
    part: Part
    rows: pl.DataFrame
    """The records, as they stand in the index or enter a step."""
    shelf: Shelf

    @property
    def size(self) -> int:
        """How many records."""
        return self.rows.height

    @property
    def is_done(self) -> bool:
        """Whether what it leaves lies there already."""
        return self.name in self.shelf

    def get_ready(self) -> None:
        """See that another process can do it."""
        for name in self.part.names:
            self.part.shelf.settle(name)

    @abstractmethod
    def made_of(self) -> Sequence[object]:
        """Checks and steps that it takes along, which may be of the user's own making."""

    @abstractmethod
    def do(self, tell: Tell) -> None:
        """Do it."""


@dataclass(frozen=True)
class LookTask(Task):
    """Looks at the records; if a step has changed them, changes come first."""

    finder: Finder
    reads: tuple[str, ...]
    fields: Mapping[str, pl.DataFrame]
    """By name, `rank` and `value` of each record."""
    made: Settled | None = None
    """The changes of these records, which are laid under the part's own last name."""
    recall: Recall | None = None
    """Where what is seen is kept for another time."""
    view: View | None = None
    """Of the same records, with facts that need not be computed again."""

    @property
    def is_done(self) -> bool:
        """Whether what is seen lies there, and what the records say now: that may have been held in memory."""
        return super().is_done and (self.made is None or self.part.names[-1] in self.part.shelf)

    def made_of(self) -> Sequence[object]:
        """The checks."""
        return self.finder.checks

    def do(self, tell: Tell) -> None:
        """Look, and lay down what is seen."""
        said = self._changed(self.made) if self.made else None
        if self.view:
            view = self.view.only(self.rows[c.RANK])
        else:
            view = View.of(self.part.frame(self.rows) if said is None else said, tell, _given(self.fields))
        seen = self.finder.look(view, self.reads)
        if self.recall:
            self.recall.keep(self.rows, seen)
        self.shelf.put(self.name, seen)

    def _changed(self, made: Settled) -> pl.DataFrame:
        """The records as a step has changed them, laid down."""
        said = changed(self.part.before().frame(self.rows), made.edits, made.types)
        self.part.lay(said, made._asdict())
        return said


def _given(fields: Mapping[str, pl.DataFrame]) -> Field:
    def field(name: str) -> pl.DataFrame:
        if name not in fields:
            raise UnknownName.among(fields, kind="field of any record", name=name)
        return fields[name]

    return field


_KEPT, _DROPPED, _EDITED = "kept", "dropped", "edited"


@dataclass(frozen=True)
class StepTask(Task):
    """Applies a step that reads what records say to the records."""

    step: Step
    entering: Entering
    """All but the records."""

    def made_of(self) -> Sequence[object]:
        """The step, and the checks on whose findings it acts."""
        return (self.step, *self.entering.checks.values())

    def do(self, tell: Tell) -> None:
        """Apply it, and lay down what it makes of the records."""
        tell(self.step.use, 0, self.rows.height)
        texts = self.part.frame(self.rows).select(c.RANK, *TEXTS)
        whole = self.rows.join(texts, on=c.RANK, how="left", maintain_order="left")
        outcome = self.step.apply(self.entering._replace(records=whole))
        frames = {
            _KEPT: outcome.kept.select(c.RANK, c.PART),
            _DROPPED: outcome.dropped,
            _EDITED: outcome.edited,
        }
        self.shelf.put(self.name, frames)

    def outcome(self) -> Outcome:
        """What it made of them; of the kept ones only `rank` and `part`."""
        kept, dropped, edited = (self.shelf.get(self.name, each) for each in (_KEPT, _DROPPED, _EDITED))
        return Outcome(kept, dropped, edited)
