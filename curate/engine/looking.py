"""How a set is looked at: part by part, but for what is known already."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from curate.engine.changes import Change
from curate.engine.finder import Finder
from curate.engine.hands import Hands
from curate.engine.looked import Layer
from curate.engine.recall import Recall, told_apart, with_context
from curate.engine.state import State
from curate.engine.task import LookTask
from curate.facts.view import View
from curate.files.cache import Cache
from curate.files.shelf import InMemory, Shelf
from curate.findings import RANK
from curate.progress import Tell
from curate.provenance import code_of_others, own_code, versions
from curate.records.parts import Part, by_part
from curate.records.records import Records

_LOOKING = "looking at records"


@dataclass(frozen=True)
class Means:
    """Where work lays what is done so far, and by whom it is done."""

    shelf: Shelf = field(default_factory=InMemory)
    hands: Hands = field(default_factory=Hands)
    """Several processes only where the records lie on the disk, too."""
    view: View | None = None
    """Of the same records, with facts that need not be computed again."""
    cache: Cache | None = None
    """What was seen of the same records before, if that is to be used."""


@dataclass(frozen=True)
class Looking:
    """What is looked for, what else is read of each record, and by what means."""

    finder: Finder
    reads: tuple[str, ...]
    """Facts of records that steps read."""
    means: Means
    tell: Tell

    def first(self, state: State) -> State:
        """After a look at every record."""
        given = state.fields(self.finder.fields())
        recall = self._recall(state.records)
        if recall:
            state = state.of(with_context(state.records, given))
        index = state.records.index
        every = zip(state.records.parts, by_part(index, state.records.parts), strict=True)
        # A part of a set may have no record left in some; where there are none at all, one look still says so.
        tasks = [self._task(*each, given, "look") for each in every if index.is_empty() or not each[1].is_empty()]
        layers, left = list[Layer](), list[LookTask]()
        for task in tasks:
            known, rest = ([], task) if recall is None or task.is_done else _but_for_known(task, recall)
            layers += known
            if rest:
                left.append(rest)
                layers.append(Layer(rest.name, rest.rows[RANK]))
        self.means.hands.do(left, of=sum(task.size for task in left), what=_LOOKING, tell=self.tell)
        return state.further(layers, recall)

    def again(
        self, state: State, changes: Iterable[Change], given: Mapping[str, pl.DataFrame], asked: int, name: str
    ) -> list[Layer]:
        """Looks at the records that a step has changed, part by part; changes are laid down on the way.

        `given` are the fields that checks read; `asked` says how many records the step would change.
        """
        layers = list[Layer]()

        def tasks() -> Iterator[LookTask]:
            indexes = by_part(state.records.index, state.records.parts)
            for (part, own), index in zip(changes, indexes, strict=True):
                rows = index.filter(pl.col(RANK).is_in(own.edits[RANK].unique().implode()))
                if not rows.is_empty():
                    task = self._task(part, rows.update(own.types, on=RANK, include_nulls=True), given, name)
                    layers.append(Layer(task.name, rows[RANK]))
                    yield replace(task, made=own, view=None)

        what = f"looking again behind {name.replace('-', ' ')}"
        self.means.hands.do(tasks(), of=asked, what=what, tell=self.tell)
        return layers

    def _task(self, part: Part, rows: pl.DataFrame, given: Mapping[str, pl.DataFrame], name: str) -> LookTask:
        fields = {field: values.join(rows, on=RANK, how="semi") for field, values in given.items()}
        own, means = f"{name}-{part.names[0]}", self.means
        return LookTask(own, part, rows, means.shelf, self.finder, self.reads, fields, view=means.view)

    def _recall(self, records: Records) -> Recall | None:
        """What earlier looks gave at which the same was asked; none where that can not be told."""
        if self.means.cache is None:
            return None
        others = code_of_others([*self.finder.checks, *(each.known.format for each in records.inputs)])
        if "" in others.values():
            return None
        settings = [f"{type(each).__name__} {each!r}" for each in (*self.finder.checks, *self.finder.overrides)]
        beside = [each.also_reads() for each in self.finder.checks]
        asked = [own_code(), *versions().items(), *others.items(), *settings, *beside, *self.reads]
        return Recall(self.means.cache, repr(asked))


def _but_for_known(task: LookTask, recall: Recall) -> tuple[list[Layer], LookTask | None]:
    """What earlier looks gave, and the task that is left; none, if that is all."""
    if same := recall.same(task.rows):
        return [Layer(task.name, task.rows[RANK], same)], None
    rest, looks = recall.partly(task.rows)
    known = [Layer(task.name, look.places[RANK], look) for look in looks]
    if rest.is_empty() and known:
        return known, None
    # What is left has a name of its own: where a run goes on, more or less may be known than when it was ended.
    name = f"{task.name}-{told_apart(rest[RANK])}" if known else task.name
    return known, replace(task, name=name, rows=rest, recall=Recall(recall.cache, recall.asked))
