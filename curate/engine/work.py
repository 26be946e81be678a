"""What checks of the set and steps make of what is left of a set, one step after the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import polars as pl

from curate.blame import blamed_on
from curate.checks import SetCheck
from curate.engine.changes import Change, Changes
from curate.engine.comparing import Compared, Earlier, compare
from curate.engine.finder import Finder
from curate.engine.looked import Looked
from curate.engine.looking import Looking, Means
from curate.engine.state import FIELDS, State
from curate.engine.task import StepTask
from curate.facts.view import facts_in
from curate.findings import CODE, IGNORED, RANK, none
from curate.progress import Tell
from curate.records import columns as c
from curate.records.edits import NONE
from curate.records.parts import INDEX, by_part
from curate.records.records import Records
from curate.steps import Entering, Outcome, Step

_FOUND, _NEAR = "found", "near"
_READ = "read"
"""When the checks of the set have first seen it."""


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
    _keys: dict[str, pl.DataFrame | None] = field(default_factory=dict)
    """Of what a comparison of all that was read found near, the keys; a run that goes on reads them again."""

    @cached_property
    def looking(self) -> Looking:
        """How records are looked at."""
        expressions = [each for step in self.steps for each in _expressions(step)]
        reads = tuple(name for name in facts_in(expressions) if not name.startswith(FIELDS))
        return Looking(self.finder, reads, self.means, self.tell)

    def begin(self, records: Records) -> State:
        """Look at every record."""
        return self.looking.first(State(records, Looked(self.means.shelf)))

    def decided(self, state: State) -> pl.DataFrame:
        """What the checks of the set find in all that is left."""
        ordered = state.records.index[RANK].sort()
        of_sets = [each for each in self.finder.checks if isinstance(each, SetCheck) and not each.not_applicable()]
        return pl.concat([none(), *(self._of_set(check, state, ordered, _READ) for check in of_sets)])

    def take(self, number: int, step: Step, seed: int, state: State) -> Taken:
        """One step: findings of the set are made again on what enters, those of records on what it changes."""
        name = f"step-{number}"
        outcome, renewed = self._applied(step, seed, state, name)
        asked, outcome = outcome.edited, outcome._replace(edited=NONE)
        after, again, edits = self._after(outcome.kept, asked, state, name)
        return Taken(outcome, edits, pl.concat([renewed, again]), after)

    def _applied(self, step: Step, seed: int, state: State, name: str) -> tuple[Outcome, pl.DataFrame]:
        """What a step makes of what enters it, and the findings that were made again for it."""
        records = self._entering(step, state)
        findings, renewed = self._acted_on(step, state, records, name)
        checks = {check.code: check for check in self.finder.checks}
        entering = Entering(records, findings, checks, seed)
        with blamed_on(step, "A step that reads what records say has: reads_texts = True"):
            made = self._by_part(name, step, entering, state) if step.reads_texts else step.apply(entering)
        return made, renewed

    def _entering(self, step: Step, state: State) -> pl.DataFrame:
        """The records that enter, with the facts and fields that the step reads."""
        records = state.records.index.select(INDEX)
        named = facts_in(_expressions(step))
        facts = [c.FACT + name for name in named if not name.startswith(FIELDS)]
        if facts:
            known = state.looked.reads().select(RANK, *facts)
            records = records.join(known, on=RANK, how="left", maintain_order="left")
        for name in named:
            if name.startswith(FIELDS):
                records = records.join(state.column(name), on=RANK, how="left", maintain_order="left")
        return records

    def _acted_on(
        self, step: Step, state: State, records: pl.DataFrame, name: str
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The findings that a step acts on, in the order of its codes; and those of them that were made afresh."""
        with blamed_on(step):
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
            found, near, keys = self._compared(check, state, ordered)
            frames = {_FOUND: found}
            if near is not None and when == _READ and self.steps:
                frames[_NEAR] = ordered.to_frame(RANK).with_columns(_is_in(near).alias(_NEAR))
                self._keys[name] = keys
            self.means.shelf.put(name, frames)
        return self.finder.marked(self.means.shelf.get(name, _FOUND))

    def _compared(self, check: SetCheck, state: State, ordered: pl.Series) -> Compared:
        def compared(earlier: Earlier | None) -> Compared:
            return compare(self.finder, check, state.looked, ordered, earlier)

        earlier = self._earlier(check, state)
        if earlier or state.recall is None or state.records.edits is not None:
            return compared(earlier)
        rows = ordered.to_frame(RANK).join(state.records.index, on=RANK, how="left", maintain_order="left")
        return state.recall.compared(check.code, rows, compared)

    def _earlier(self, check: SetCheck, state: State) -> Earlier | None:
        """What the comparison of all that was read tells of records that no step has changed since."""
        name = f"{_READ}-{check.code}"
        shelf = self.means.shelf
        held = shelf.held(name) if name in shelf else []
        if _NEAR not in held:
            return None
        told = shelf.get(name, _NEAR)
        earlier = Earlier(told[RANK], told.filter(_NEAR)[RANK], self._keys.get(name))
        return earlier if state.records.edits is None else earlier.but(state.records.edits[RANK].unique())

    def _by_part(self, name: str, step: Step, entering: Entering, state: State) -> Outcome:
        """What a step makes of the records, of which it sees one part after the other whole."""
        acts = bool(step.codes(tuple(entering.checks.values())))
        tasks, others = list[StepTask](), list[Outcome]()
        parts = state.records.parts
        of_parts = (by_part(frame, parts) for frame in (entering.records, entering.findings))
        for part, rows, found in zip(parts, *of_parts, strict=True):
            if rows.is_empty() or (acts and found.is_empty()):
                others.append(Outcome.changing(rows, ()))
                continue
            own = entering._replace(records=rows.clear(), findings=found)
            tasks.append(StepTask(f"{name}-{step.use}-{part.names[0]}", part, rows, self.means.shelf, step, own))
        what = f"{name.replace('-', ' ')}, {step.use}"
        self.means.hands.do(tasks, of=sum(task.size for task in tasks), what=what, tell=self.tell)
        return _together([*(task.outcome() for task in tasks), *others], entering.records)

    def _after(
        self, kept: pl.DataFrame, asked: pl.DataFrame, state: State, name: str
    ) -> tuple[State, pl.DataFrame, pl.DataFrame]:
        """What is left behind a step, what is found in the records that it changed, and its changes."""
        parts_of = kept.select(RANK, c.PART)
        index = state.records.index.drop(c.PART).join(parts_of, on=RANK, maintain_order="left")
        left = state.of(index.select(state.records.index.columns))
        if asked.is_empty():
            return left, none(), NONE
        changes = Changes(left.records, asked, name)
        coming: Iterable[Change] = changes
        given = dict[str, pl.DataFrame]()
        if named := self.finder.fields():
            # What is looked at first may hold a field that is changed last.
            coming = list(changes)
            given = left.changed(changes.after()).fields(named)
        layers = self.looking.again(left, coming, given, asked[RANK].n_unique(), name)
        after = left.changed(changes.after()).further(layers) if layers else left
        again = self.finder.marked(after.looked.findings()) if layers else none()
        edits = changes.edits()
        return after, again.filter(pl.col(RANK).is_in(edits[RANK].unique().implode())), edits


def _is_in(ranks: pl.Series) -> pl.Expr:
    return pl.col(RANK).is_in(ranks.implode())


def _expressions(step: Step) -> list[pl.Expr]:
    """All that a step reads of records."""
    with blamed_on(step):
        return [*step.reads(), *(expression for expression, _ in step.order())]


def _ordered(records: pl.DataFrame, step: Step) -> pl.Series:
    """The ranks of records in the order in which a step prefers them."""
    order = step.order()
    by = [*(expression for expression, _ in order), pl.col(RANK)]
    return records.sort(by, descending=[*(falling for _, falling in order), False], maintain_order=True)[RANK]


def _together(outcomes: Sequence[Outcome], entered: pl.DataFrame) -> Outcome:
    """What was made of the parts, as one; in the order in which the records entered."""
    kept = pl.concat([each.kept.select(RANK, c.PART) for each in outcomes])
    return Outcome(
        entered.drop(c.PART).join(kept, on=RANK, maintain_order="left"),
        pl.concat([each.dropped for each in outcomes], how="vertical_relaxed"),
        pl.concat([each.edited for each in outcomes]),
    )
