"""A whole run: what is found in a set, how each check went, and what each step did; every record accounted for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from curate.checks import Check, ReadCheck
from curate.clock import Clock, Timing
from curate.engine.finder import Finder, asides_of
from curate.engine.looking import Means
from curate.engine.recall import CONTEXT
from curate.engine.work import Taken, Work
from curate.findings import CODE, IGNORED, RANK, Status
from curate.ledger import DoesNotAddUp
from curate.pipeline import Pipeline
from curate.progress import Tell, silent
from curate.records import columns as c
from curate.records.records import Records
from curate.steps import Step
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
    """What a run found and did."""

    findings: pl.DataFrame
    """As the input stands."""
    statuses: tuple[CheckStatus, ...]
    steps: tuple[StepResult, ...]
    kept: Records
    """The records that every step kept, as they are now."""
    tallies: dict[str, pl.DataFrame] = field(default_factory=dict)
    """By code, what a check tells of the responses as read: `told` and how many `records`, most first."""


def run(
    records: Records,
    pipeline: Pipeline,
    *,
    tell: Tell = silent,
    clock: Clock | None = None,
    means: Means | None = None,
) -> Outcomes:
    """Find what the selected checks find, then let each step act on what enters it."""
    clock = clock or Clock()
    selected = pipeline.selected()
    finder = _finder(records, pipeline, selected)
    work = Work(finder, pipeline.steps, means or Means(), tell)
    state = work.begin(records)
    clock.lap("look", len(records))
    clock.timings += [Timing(**each) for each in state.looked.timings().iter_rows(named=True)]
    findings = pl.concat([finder.marked(state.looked.findings()), work.decided(state)])
    clock.lap("compare", len(records))
    tallies = {check.code: state.looked.tally(check) for check in finder.tallied()}
    statuses = tuple(_status(check, selected, finder, findings, records) for check in pipeline.checks)
    results: list[StepResult] = []
    for number, step in numbered(pipeline.steps):
        tell(f"step {number}, {step.use}", 0, len(state.records))
        entered = len(state.records)
        taken = work.take(number, step, seed_of(step.use, step.setting(), pipeline.seed), state)
        state = taken.state
        results.append(_result(number, step, entered, taken))
        clock.lap(f"step {number} {step.use}", entered)
    _account_for(records.index, state.records.index, results)
    kept = state.records.of(state.records.index.drop(CONTEXT, strict=False))
    return Outcomes(findings, statuses, tuple(results), kept, tallies)


def _finder(records: Records, pipeline: Pipeline, selected: frozenset[str]) -> Finder:
    """The checks that run, and what people and records set aside."""
    active = [check for check in pipeline.checks if check.code in selected]
    decided = [step.decisions for step in pipeline.steps if isinstance(step, Decided)]
    by_people = [each.asides(records.index, pipeline.checks) for each in decided]
    asides = pl.concat([*by_people, asides_of(records.index, active)])
    once = asides.unique([RANK, CODE], keep="first", maintain_order=True)
    return Finder(active, pipeline.overrides, once)


def _result(number: int, step: Step, entered: int, taken: Taken) -> StepResult:
    outcome = taken.outcome
    parts = dict(outcome.kept[c.PART].drop_nulls().value_counts(sort=True).iter_rows())
    dropped, kept = outcome.dropped.select(EVIDENCE), outcome.kept.height
    return StepResult(number, step, entered, taken.findings, dropped, taken.edits, kept, parts, outcome.note)


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


def _account_for(entered: pl.DataFrame, kept: pl.DataFrame, steps: Sequence[StepResult]) -> None:
    """Every record that entered was kept or dropped once.

    Raises:
        DoesNotAddUp: one is missing, or counted twice.
    """
    ranks = pl.concat([kept[RANK], *(step.dropped[RANK] for step in steps)])
    if ranks.len() != entered.height or not ranks.sort().equals(entered[RANK].sort()):
        raise DoesNotAddUp(f"{entered.height} records entered, {ranks.len()} are accounted for")
