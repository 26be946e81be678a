"""A set at work: what is left of it, what is known of that, and what one step makes of both."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import polars as pl

from curate.checks import SetCheck
from curate.errors import UnknownName
from curate.facts.view import View, facts_in
from curate.files.cache import Cache
from curate.files.shelf import InMemory, Shelf
from curate.finder import Finder
from curate.findings import CODE, IGNORED, RANK, none
from curate.hands import Hands
from curate.looked import Layer, Looked
from curate.progress import Tell
from curate.provenance import code_of_others, own_code, versions
from curate.recall import Recall, how_read
from curate.records import columns as c
from curate.records.edits import NONE
from curate.records.parts import INDEX, Part
from curate.records.records import Records
from curate.records.settle import Settled, settled
from curate.steps import Entering, Outcome, Step
from curate.task import LookTask, StepTask

_FOUND = "found"
_FIELDS = (c.FIELD, c.FIELD_IF_ANY)


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


class State(NamedTuple):
    """The records that are left, as they are now, and what looks at them have given."""

    records: Records
    looked: Looked
    fields: dict[str, pl.DataFrame]
    """By name, the fields of the owner's own records that were read since the last change."""
    recall: Recall | None = None
    """What earlier looks gave, if that is to be used."""

    def field(self, name: str) -> pl.DataFrame:
        """`rank` and `value` of each record.

        Raises:
            UnknownName: no record has anything there.
        """
        if name not in self.fields:
            self.fields[name] = self.records.field(name)
        return self.fields[name]


class Taken(NamedTuple):
    """What a step did, and what was found again on its way."""

    outcome: Outcome
    edits: pl.DataFrame
    findings: pl.DataFrame
    state: State


@dataclass(frozen=True)
class Work:
    """What is done with a set: by which checks and steps, by what means."""

    finder: Finder
    steps: Sequence[Step]
    means: Means
    tell: Tell

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The facts of records that steps read."""
        expressions = [each for step in self.steps for each in _expressions(step)]
        return tuple(name for name in facts_in(expressions) if not name.startswith(_FIELDS))

    def begin(self, records: Records) -> State:
        """Look at every record."""
        state = State(records, Looked(self.means.shelf), {})
        return self._looked_at(state, records.index[RANK], "look")

    @cached_property
    def asked(self) -> str:
        """All that the answers of a look depend on, but for the records; empty where that can not be told."""
        parts = [*self.finder.checks, *self.finder.overrides]
        others = code_of_others(self.finder.checks)
        told = [f"{type(each).__name__} {each!r}" for each in parts]
        known = [own_code(), *versions().items(), *others.items(), *told, *self.reads]
        return "" if "" in others.values() else repr(known)

    def decided(self, state: State) -> pl.DataFrame:
        """What the checks of the set find in all that is left."""
        ordered = state.records.index[RANK].sort()
        of_sets = [each for each in self.finder.checks if isinstance(each, SetCheck) and not each.not_applicable()]
        return pl.concat([none(), *(self._of_set(check, state, ordered, "read") for check in of_sets)])

    def take(self, number: int, step: Step, seed: int, state: State) -> Taken:
        """One step: findings of the set are made again on what enters, those of records on what it changes."""
        name = f"step-{number}"
        records = self._entering(step, state)
        findings, renewed = self._acted_on(step, state, records, name)
        checks = {check.code: check for check in self.finder.checks}
        entering = Entering(records, findings, checks, seed)
        outcome = self._by_part(name, step, entering, state) if step.reads_texts else step.apply(entering)
        made = settled(state.records, outcome.edited)
        after, again = self._after(outcome.kept, made, state, name)
        return Taken(outcome, made.edits, pl.concat([renewed, again]), after)

    def _entering(self, step: Step, state: State) -> pl.DataFrame:
        """The records that enter, with the facts and fields that the step reads."""
        records = state.records.index.select(INDEX)
        named = facts_in(_expressions(step))
        facts = [c.FACT + name for name in named if not name.startswith(_FIELDS)]
        if facts:
            known = state.looked.reads().select(RANK, *facts)
            records = records.join(known, on=RANK, how="left", maintain_order="left")
        for name in named:
            if name.startswith(_FIELDS):
                records = records.join(_field(state, name), on=RANK, how="left", maintain_order="left")
        return records

    def _acted_on(
        self, step: Step, state: State, records: pl.DataFrame, name: str
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The findings that a step acts on, in the order of its codes; and those of them that were made afresh."""
        codes = step.codes(self.finder.checks)
        by_code = {check.code: check for check in self.finder.checks}
        standing, renewed = none(), none()
        if codes:
            found = self.finder.marked(state.looked.findings())
            here = pl.col(RANK).is_in(records[RANK].implode())
            standing = found.filter(pl.col(CODE).is_in(codes) & pl.col(IGNORED).is_null() & here)
        # Twins are looked for among what no other code takes, so that the twin of a dropped record stays.
        left = _ordered(records, step)
        left = left.filter(~left.is_in(standing[RANK].implode()))
        for check in map(by_code.__getitem__, codes):
            if isinstance(check, SetCheck) and len(left):
                again = self._of_set(check, state, left, name)
                left = left.filter(~left.is_in(again.filter(pl.col(IGNORED).is_null())[RANK].implode()))
                renewed = pl.concat([renewed, again])
        rank_of_code = {code: position for position, code in enumerate(codes)}
        acted_on = pl.concat([standing, renewed.filter(pl.col(IGNORED).is_null())])
        place = pl.col(CODE).replace_strict(rank_of_code, default=0, return_dtype=pl.UInt32)
        return acted_on.sort(place, RANK), renewed

    def _of_set(self, check: SetCheck, state: State, ordered: pl.Series, when: str) -> pl.DataFrame:
        """What a check of the set finds in these records, in the order that decides between equals."""
        name = f"{when}-{check.code}"
        if ordered.is_empty():
            return none()
        if name not in self.means.shelf:
            self.tell(f"comparing by {check.code}", 0, len(ordered))
            self.means.shelf.put(name, {_FOUND: self._decided(check, state, ordered)})
        return self.finder.marked(self.means.shelf.get(name, _FOUND))

    def _decided(self, check: SetCheck, state: State, ordered: pl.Series) -> pl.DataFrame:
        def decide() -> pl.DataFrame:
            return self.finder.decide(check, state.looked.keys(check, ordered))

        if state.recall is None or state.records.edits is not None:
            return decide()
        rows = ordered.to_frame(RANK).join(state.records.index, on=RANK, how="left", maintain_order="left")
        return state.recall.decided(check.code, rows, decide)

    def _by_part(self, name: str, step: Step, entering: Entering, state: State) -> Outcome:
        """What a step makes of the records, of which it sees one part after the other whole."""
        acts = bool(step.codes(tuple(entering.checks.values())))
        tasks, others = list[StepTask](), list[Outcome]()
        for part in state.records.parts:
            here = pl.col(RANK).is_in(part.ranks.implode())
            rows, found = entering.records.filter(here), entering.findings.filter(here)
            if rows.is_empty() or (acts and found.is_empty()):
                others.append(Outcome.changing(rows, ()))
                continue
            own = entering._replace(records=rows.clear(), findings=found)
            tasks.append(StepTask(f"{name}-{step.use}-{part.names[0]}", part, rows, self.means.shelf, step, own))
        what = f"{name.replace('-', ' ')}, {step.use}"
        self.means.hands.do(tasks, what=what, tell=self.tell)
        return _together([*(task.outcome() for task in tasks), *others], entering.records)

    def _after(self, kept: pl.DataFrame, made: Settled, state: State, name: str) -> tuple[State, pl.DataFrame]:
        """What is left behind a step, and what is found in the records that it changed."""
        parts_of = kept.select(RANK, c.PART)
        index = state.records.index.drop(c.PART).join(parts_of, on=RANK, maintain_order="left")
        index = index.select(state.records.index.columns)
        if made.edits.is_empty():
            return state._replace(records=replace(state.records, index=index)), none()
        ranks = made.edits[RANK].unique()
        earlier = NONE if state.records.edits is None else state.records.edits
        types = pl.DataFrame({RANK: list(made.types), c.TYPE: list(made.types.values())}, schema=_TYPES)
        records = replace(
            state.records,
            index=index.update(types, on=RANK, include_nulls=True),
            parts=tuple(_changed(part, ranks, name) for part in state.records.parts),
            edits=pl.concat([earlier, made.edits]),
        )
        after = self._looked_at(State(records, state.looked, {}, state.recall), ranks, name, made=made)
        again = self.finder.marked(after.looked.findings()).filter(pl.col(RANK).is_in(ranks.implode()))
        return after, again

    def _looked_at(self, state: State, ranks: pl.Series, name: str, made: Settled | None = None) -> State:
        """A look at these records, part by part; if they were changed, as they are now."""
        index = state.records.index.filter(pl.col(RANK).is_in(ranks.implode()))
        given = dict(_given(state, self.finder.fields()))
        recall = None if made else self._recall(state.records, given)
        tasks, layers = list[LookTask](), list[Layer]()
        for part in state.records.parts:
            rows = index.filter(pl.col(RANK).is_in(part.ranks.implode()))
            if rows.is_empty() and not index.is_empty():
                continue
            own = f"{name}-{part.names[0]}"
            fields = {field: values.join(rows, on=RANK, how="semi") for field, values in given.items()}
            task = LookTask(own, part, rows, self.means.shelf, self.finder, self.reads, fields)
            task = replace(task, made=made.of(rows[RANK])) if made else replace(task, view=self.means.view)
            layers.append(Layer(own, rows[RANK]))
            tasks.append(_recalled(task, recall) if recall else task)
        what = f"looking again behind {name.replace('-', ' ')}" if made else "looking at records"
        self.means.hands.do(tasks, what=what, tell=self.tell)
        return state._replace(looked=state.looked.further(layers), recall=recall or state.recall)

    def _recall(self, records: Records, given: Mapping[str, pl.DataFrame]) -> Recall | None:
        """What earlier looks gave, of records that were read alike."""
        if self.means.cache is None or not self.asked:
            return None
        formats = code_of_others(each.known.format for each in records.inputs)
        if "" in formats.values():
            return None
        fields = [(name, values.hash_rows().to_list()) for name, values in given.items()]
        return Recall(self.means.cache, repr((self.asked, formats, fields)), how_read(records.inputs))


def _recalled(task: LookTask, recall: Recall) -> LookTask:
    """The task but for what is known already; done, if that is all."""
    if task.is_done:
        return task
    rest, known = recall.known(task.rows)
    if rest.is_empty() and known:
        task.shelf.put(task.name, known)
    return replace(task, rows=rest, known=known, recall=replace(recall))  # without what it has read of the cache


_TYPES = {RANK: pl.UInt32(), c.TYPE: pl.String()}


def _changed(part: Part, ranks: pl.Series, name: str) -> Part:
    """A part in which records with these ranks are changed, if it has any."""
    return part.changed(name) if part.ranks.is_in(ranks.implode()).any() else part


def _expressions(step: Step) -> list[pl.Expr]:
    """All that a step reads of records."""
    return [*step.reads(), *(expression for expression, _ in step.order())]


def _ordered(records: pl.DataFrame, step: Step) -> pl.Series:
    """The ranks of records in the order in which a step prefers them."""
    order = step.order()
    by = [*(expression for expression, _ in order), pl.col(RANK)]
    return records.sort(by, descending=[*(falling for _, falling in order), False], maintain_order=True)[RANK]


def _given(state: State, names: Iterable[str]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Fields by their own names, as far as any record has them."""
    for name in names:
        kind, _, own = name.partition(":")
        try:
            yield own, state.field(own)
        except UnknownName:
            if kind + ":" == c.FIELD:
                raise


def _field(state: State, name: str) -> pl.DataFrame:
    """A field as a column of facts; null where no record has one and none must."""
    given: Mapping[str, pl.DataFrame] = dict(_given(state, [name]))
    absent = state.records.index.select(RANK, pl.lit(None, pl.String).alias("value"))
    return next(iter(given.values()), absent).select(RANK, pl.col("value").alias(c.FACT + name))


def _together(outcomes: Sequence[Outcome], entered: pl.DataFrame) -> Outcome:
    """What was made of the parts, as one; in the order in which the records entered."""
    kept = pl.concat([each.kept.select(RANK, c.PART) for each in outcomes])
    return Outcome(
        entered.drop(c.PART).join(kept, on=RANK, maintain_order="left"),
        pl.concat([each.dropped for each in outcomes], how="vertical_relaxed"),
        pl.concat([each.edited for each in outcomes]),
        next((each.note for each in outcomes if each.note), ""),
    )
