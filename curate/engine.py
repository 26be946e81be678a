"""Runs the steps of a pipeline over a set, each on what the one before it left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from curate.checks import Check, ReadCheck, RowCheck, SetCheck
from curate.clock import Clock
from curate.facts.view import View, facts_in
from curate.finder import Finder, asides_of
from curate.findings import CODE, IGNORED, RANK, Status, none
from curate.ledger import DoesNotAddUp
from curate.pipeline import Pipeline
from curate.progress import Tell, silent
from curate.records import columns as c
from curate.records.edits import NONE, changed
from curate.records.records import Records
from curate.records.settle import Settled, settled
from curate.steps import Entering, Step
from curate.steps.base import EVIDENCE
from curate.steps.decided import Decided
from curate.steps.drawing import seed_of


@dataclass(frozen=True)
class CheckStatus:
    """How one check went: every check has exactly one of four answers."""

    check: Check
    status: Status
    reason: str
    count: int
    """Records found; those whose findings are set aside do not count."""


@dataclass(frozen=True)
class StepResult:
    """What one step got, what it found again, and what it kept, dropped and changed."""

    number: int
    step: Step
    entered: int
    findings: pl.DataFrame
    """Findings made afresh: of the set on what entered, of records on what the step changed."""
    dropped: pl.DataFrame
    edited: pl.DataFrame
    kept: int
    parts: dict[str, int]
    """After a split: how many records each part has."""
    note: str


@dataclass(frozen=True)
class Outcomes:
    """A whole run in memory."""

    findings: pl.DataFrame
    """As the input stands."""
    statuses: tuple[CheckStatus, ...]
    steps: tuple[StepResult, ...]
    kept: pl.DataFrame

    @property
    def edited(self) -> pl.DataFrame:
        """Every change, in the order in which the steps made them."""
        return pl.concat([NONE, *(step.edited for step in self.steps)])


class _State(NamedTuple):
    """The records that are left, and the findings of single records that hold of them."""

    view: View
    standing: pl.DataFrame
    records: Records
    """All that were read, with the changes that were made of them so far."""


def run(
    records: Records,
    pipeline: Pipeline,
    *,
    tell: Tell = silent,
    clock: Clock | None = None,
    view: View | None = None,
) -> Outcomes:
    """Find what the selected checks find, then let each step act on what enters it.

    A view of the same records, if there is one, brings the facts that it holds.
    """
    clock = clock or Clock()
    view = view or View.of(records.frame, tell, records.field)
    selected = pipeline.selected()
    active = [check for check in pipeline.checks if check.code in selected]
    decided = [step.decisions for step in pipeline.steps if isinstance(step, Decided)]
    by_people = [each.asides(records.frame, pipeline.checks) for each in decided]
    asides = pl.concat([*by_people, asides_of(records.frame, active)])
    finder = Finder(active, pipeline.overrides, asides.unique([RANK, CODE], keep="first", maintain_order=True))
    findings = finder.find(view, clock)
    statuses = tuple(_status(check, selected, finder, findings, records) for check in pipeline.checks)
    results: list[StepResult] = []
    of_rows = [check.code for check in active if isinstance(check, RowCheck)]
    state = _State(view, findings.filter(pl.col(CODE).is_in(of_rows)), records)
    for number, step in numbered(pipeline.steps):
        tell(f"step {number}, {step.use}", len(results), len(pipeline.steps))
        result, state = _take(_Numbered(number, step, pipeline.seed), state, finder)
        results.append(result)
        clock.lap(f"step {number} {step.use}", result.entered)
    _account_for(records.frame, state.view.records, results)
    kept = state.view.records.select(*c.SCHEMA)
    return Outcomes(findings, statuses, tuple(results), kept)


def _status(
    check: Check, selected: frozenset[str], finder: Finder, findings: pl.DataFrame, records: Records
) -> CheckStatus:
    if check.code not in selected:
        return CheckStatus(check, "not-selected", "", 0)
    if isinstance(check, ReadCheck):
        count = sum(reject.code == check.code for reject in records.rejects)
        return CheckStatus(check, "found" if count else "clean", "", count)
    reason = "" if finder.runs(check) else check.not_applicable()
    reason = reason or ("" if len(records) else "there is no readable record")
    if reason:
        return CheckStatus(check, "not-applicable", reason, 0)
    count = findings.filter((pl.col(CODE) == check.code) & pl.col(IGNORED).is_null()).height
    return CheckStatus(check, "found" if count else "clean", "", count)


def numbered(steps: Sequence[Step]) -> Iterator[tuple[int, Step]]:
    """Steps with the numbers that the pipeline gives them, from 1; what people decided is step 0."""
    return enumerate(steps, start=0 if steps and isinstance(steps[0], Decided) else 1)


class _Numbered(NamedTuple):
    number: int
    step: Step
    seed: int


def _take(turn: _Numbered, state: _State, finder: Finder) -> tuple[StepResult, _State]:
    """One step: findings of the set are made again on what enters, those of single records on what it changes."""
    number, step, seed = turn
    view = state.view
    view.need(facts_in(step.reads()))
    findings, renewed = _entering(step, state, finder)
    by_code = {check.code: check for check in finder.checks}
    own_seed = seed_of(step.use, step.setting(), seed)
    outcome = step.apply(Entering(view.records, findings, by_code, own_seed))
    made = settled(state.records, outcome.edited)
    after, again = _after(outcome.kept, made, state, finder)
    parts = dict(outcome.kept[c.PART].drop_nulls().value_counts(sort=True).iter_rows())
    dropped = outcome.dropped.select(EVIDENCE)
    findings = pl.concat([renewed, again])
    entered, kept = view.records.height, outcome.kept.height
    return StepResult(number, step, entered, findings, dropped, made.edits, kept, parts, outcome.note), after


def _entering(step: Step, state: _State, finder: Finder) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The findings that a step acts on, in the order of its codes; and those of them that were made afresh."""
    codes = step.codes(finder.checks)
    by_code = {check.code: check for check in finder.checks}
    standing = state.standing.filter(pl.col(CODE).is_in(codes) & pl.col(IGNORED).is_null())
    # Twins are looked for among what no other code takes, so that the twin of a dropped record stays.
    left, renewed = state.view.without(standing[RANK]), none()
    for check in map(by_code.__getitem__, codes):
        if isinstance(check, SetCheck) and not left.records.is_empty():
            found = finder.by_set(check, left, step.order())
            left = left.without(found.filter(pl.col(IGNORED).is_null())[RANK])
            renewed = pl.concat([renewed, found])
    rank_of_code = {code: position for position, code in enumerate(codes)}
    acted_on = pl.concat([standing, renewed.filter(pl.col(IGNORED).is_null())])
    ordered = acted_on.sort(pl.col(CODE).replace_strict(rank_of_code, default=0, return_dtype=pl.UInt32), RANK)
    return ordered, renewed


def _after(kept: pl.DataFrame, made: Settled, state: _State, finder: Finder) -> tuple[_State, pl.DataFrame]:
    """What is left behind a step, and what is found in the records that it changed."""
    ranks = kept[RANK]
    view = state.view.only(ranks)
    view.records = view.records.drop(c.PART).join(kept.select(RANK, c.PART), on=RANK, maintain_order="left")
    standing = state.standing.filter(pl.col(RANK).is_in(ranks.implode()))
    records = state.records
    if made.edits.is_empty():
        return _State(view, standing, records), none()
    earlier = [] if records.edits is None else [records.edits]
    records = replace(records, edits=pl.concat([*earlier, made.edits]))
    edited = changed(view.records, made.edits, made.types)
    view = view.edited(edited, records.field)
    again = finder.again(view.only(edited[RANK]))
    standing = standing.filter(~pl.col(RANK).is_in(edited[RANK].implode()))
    return _State(view, pl.concat([standing, again]), records), again


def _account_for(entered: pl.DataFrame, kept: pl.DataFrame, steps: Sequence[StepResult]) -> None:
    """Every record that entered was kept or dropped once.

    Raises:
        DoesNotAddUp: one is missing, or counted twice.
    """
    ranks = pl.concat([kept[RANK], *(step.dropped[RANK] for step in steps)])
    if ranks.len() != entered.height or not ranks.sort().equals(entered[RANK].sort()):
        raise DoesNotAddUp(f"{entered.height} records entered, {ranks.len()} are accounted for")
