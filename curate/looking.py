"""How a set is looked at: part by part, but for what is known already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from curate.facts.view import View
from curate.files.cache import Cache
from curate.files.shelf import InMemory, Shelf
from curate.finder import Finder
from curate.findings import RANK
from curate.hands import Hands
from curate.looked import Layer
from curate.progress import Tell
from curate.provenance import code_of_others, own_code, versions
from curate.recall import Recall
from curate.records.records import Records
from curate.records.settle import Settled
from curate.state import State
from curate.task import LookTask


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
        recall = self._recall(state.records, given)
        tasks = [
            replace(task, view=self.means.view) for task in self._tasks(state, state.records.index, given, "look")
        ]
        layers = [Layer(task.name, task.rows[RANK]) for task in tasks]
        left = [_but_for_known(task, recall) for task in tasks] if recall else tasks
        self.means.hands.do(left, what="looking at records", tell=self.tell)
        return state.further(layers, recall)

    def again(self, state: State, made: Settled, name: str) -> State:
        """After a look at the records that a step has changed; the changes are laid down on the way."""
        changed = state.records.index.filter(pl.col(RANK).is_in(made.edits[RANK].unique().implode()))
        given = state.fields(self.finder.fields())
        tasks = [
            replace(task, made=made.of(task.rows[RANK]), view=None)
            for task in self._tasks(state, changed, given, name)
        ]
        self.means.hands.do(tasks, what=f"looking again behind {name.replace('-', ' ')}", tell=self.tell)
        return state.further([Layer(task.name, task.rows[RANK]) for task in tasks])

    def _tasks(
        self, state: State, index: pl.DataFrame, given: Mapping[str, pl.DataFrame], name: str
    ) -> Iterable[LookTask]:
        """A task for each part that has some of these records; where there are none at all, one for nothing."""
        for part in state.records.parts:
            rows = index.filter(pl.col(RANK).is_in(part.ranks.implode()))
            if rows.is_empty() and not index.is_empty():
                continue
            fields = {field: values.join(rows, on=RANK, how="semi") for field, values in given.items()}
            own = f"{name}-{part.names[0]}"
            yield LookTask(
                own, part, rows, self.means.shelf, self.finder, self.reads, fields, view=self.means.view
            )

    @cached_property
    def asked(self) -> str:
        """All that the answers of a look depend on, but for the records; empty where that can not be told."""
        others = code_of_others(self.finder.checks)
        settings = [f"{type(each).__name__} {each!r}" for each in (*self.finder.checks, *self.finder.overrides)]
        known = [own_code(), *versions().items(), *others.items(), *settings, *self.reads]
        return "" if "" in others.values() else repr(known)

    def _recall(self, records: Records, given: Mapping[str, pl.DataFrame]) -> Recall | None:
        """What earlier looks gave, of records that were read alike."""
        if self.means.cache is None or not self.asked:
            return None
        read = [(each.format, each.known.paths, each.source.container) for each in records.inputs]
        fields = [(name, values.hash_rows().to_list()) for name, values in given.items()]
        return Recall(self.means.cache, repr((self.asked, read, fields)))


def _but_for_known(task: LookTask, recall: Recall) -> LookTask:
    """The task but for what is known already; done, if that is all."""
    if task.is_done:
        return task
    rest, known = recall.known(task.rows)
    if rest.is_empty() and known:
        task.shelf.put(task.name, known)
    return replace(task, rows=rest, known=known, recall=Recall(recall.cache, recall.asked))
