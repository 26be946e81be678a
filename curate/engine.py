"""Runs checks and steps over a set. The only place that collects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from curate.checks import Check, ReadCheck, RowCheck, SetCheck
from curate.checks.privacy import unquoted
from curate.clock import Clock
from curate.facts.view import View, facts_in
from curate.findings import CODE, EXCERPT, MESSAGE, PLACES, RANK, RELATED, SCHEMA, SCORE, Status, none
from curate.ledger import DoesNotAddUp
from curate.pipeline import Pipeline
from curate.progress import Tell, silent
from curate.records import columns as c
from curate.records.records import Records
from curate.records.turns import place
from curate.steps import Step
from curate.steps.base import EVIDENCE


@dataclass(frozen=True)
class CheckStatus:
    """How one check went: every check has exactly one of four answers."""

    check: Check
    status: Status
    reason: str
    count: int
    """Records found."""


@dataclass(frozen=True)
class StepResult:
    """What one step got, what it found again, and what it kept and dropped."""

    number: int
    step: Step
    entered: int
    findings: pl.DataFrame
    """Findings made afresh on what entered."""
    dropped: pl.DataFrame
    kept: int


@dataclass(frozen=True)
class Outcomes:
    """A whole run in memory."""

    findings: pl.DataFrame
    """As the input stands."""
    statuses: tuple[CheckStatus, ...]
    steps: tuple[StepResult, ...]
    kept: pl.DataFrame


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
    view = view or View.of(records.frame, tell)
    selected = pipeline.selected()
    active = [check for check in pipeline.checks if check.code in selected]
    findings = find(active, view, clock)
    statuses = tuple(_status(check, selected, findings, records) for check in pipeline.checks)
    results: list[StepResult] = []
    for number, step in enumerate(pipeline.steps, 1):
        tell(f"step {number}, {step.use}", number - 1, len(pipeline.steps))
        result, view = _take(step, number, view, active, findings)
        results.append(result)
        clock.lap(f"step {number} {step.use}", result.entered)
    _account_for(records.frame, view.records, results)
    kept = view.records.select(*c.SCHEMA)
    return Outcomes(findings, statuses, tuple(results), kept)


def _status(check: Check, selected: frozenset[str], findings: pl.DataFrame, records: Records) -> CheckStatus:
    if check.code not in selected:
        return CheckStatus(check, "not-selected", "", 0)
    if isinstance(check, ReadCheck):
        count = sum(reject.code == check.code for reject in records.rejects)
        return CheckStatus(check, "found" if count else "clean", "", count)
    reason = check.not_applicable() or ("" if len(records) else "there is no readable record")
    if reason:
        return CheckStatus(check, "not-applicable", reason, 0)
    count = findings.filter(pl.col(CODE) == check.code).height
    return CheckStatus(check, "found" if count else "clean", "", count)


def find(checks: Iterable[Check], view: View, clock: Clock | None = None) -> pl.DataFrame:
    """The findings of every check that can run, one for each record and code."""
    clock = clock or Clock()
    parts = [none()]
    for check in checks:
        if check.not_applicable() or view.records.is_empty():
            continue
        if isinstance(check, RowCheck):
            parts.append(_by_row(check, view))
        elif isinstance(check, SetCheck):
            parts.append(by_set(check, view, ()))
        else:
            continue
        clock.lap(f"check {check.code}", view.records.height)
    return pl.concat(parts)


def _by_row(check: RowCheck, view: View) -> pl.DataFrame:
    flag, score, message = check.flag(), check.score(), check.message()
    view.need(facts_in((flag, score, message)))
    looked_at = ~pl.col(c.SHARED) if check.of_rejected else pl.col(c.BRANCH) == 0
    if check.exempt_types:
        looked_at &= ~c.record_type().is_in(check.exempt_types).fill_null(value=False)
    flagged = view.messages.select((flag.fill_null(value=False) & looked_at).alias("flag")).to_series()
    if not flagged.any():
        return none()
    rows = view.messages.select(
        pl.col(c.RECORD).alias(RANK), c.PATH, c.JOINTS, c.CONTENT, score.alias(SCORE), message.alias(MESSAGE)
    ).filter(flagged)
    evidence = [_evidence(check, *row) for row in rows.select(c.PATH, c.JOINTS, c.CONTENT).iter_rows()]
    return (
        rows.with_columns(
            pl.Series(PLACES, [places for places, _ in evidence], dtype=SCHEMA[PLACES]),
            pl.Series(EXCERPT, [excerpt for _, excerpt in evidence], dtype=pl.String),
        )
        .group_by(RANK, maintain_order=True)
        .agg(pl.col(SCORE, MESSAGE, EXCERPT).first(), pl.col(PLACES).explode())
        .with_columns(pl.lit(check.code).alias(CODE), pl.lit(None).alias(RELATED))
        .select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    )


def _evidence(
    check: RowCheck, path: str, joints: list[int] | None, text: str | None
) -> tuple[list[dict[str, object]], str]:
    """Each place in the user's record, and a few words around the first."""
    said = text or ""
    spans = list(check.spans(said)) or [(0, len(said))]
    start, end = spans[0]
    excerpt = unquoted(said, max(0, start - 20), min(end, start + 60) + 20)
    return [place(path, joints, *span)._asdict() for span in spans], excerpt


def by_set(check: SetCheck, view: View, order: tuple[tuple[pl.Expr, bool], ...]) -> pl.DataFrame:
    """The findings of one check of the set, equals being decided by an order, then by key."""
    view.need((*check.facts(), *facts_in(expression for expression, _ in order)))
    by = [*(expression for expression, _ in order), pl.col(RANK)]
    descending = [*(falling for _, falling in order), False]
    ordered = view.records.sort(by, descending=descending, maintain_order=True)
    found = check.decide(check.keys(ordered))
    constant = (pl.lit(check.code).alias(CODE), pl.lit([]).alias(PLACES), pl.lit(None).alias(EXCERPT))
    return found.with_columns(constant).select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())


def _take(
    step: Step, number: int, view: View, checks: Sequence[Check], at_read: pl.DataFrame
) -> tuple[StepResult, View]:
    """One step: findings of the set are made again on what enters, those of single records still hold."""
    codes = step.codes(checks)
    entering = view.records[RANK]
    by_code = {check.code: check for check in checks}
    of_rows = [code for code in codes if isinstance(by_code[code], RowCheck)]
    standing = at_read.filter(pl.col(CODE).is_in(of_rows) & pl.col(RANK).is_in(entering.implode()))
    # Twins are looked for among what no other code takes, so that the twin of a dropped record stays.
    left, renewed = view.without(standing[RANK]), none()
    for check in map(by_code.__getitem__, codes):
        if isinstance(check, SetCheck) and not left.records.is_empty():
            found = by_set(check, left, step.order())
            left, renewed = left.without(found[RANK]), pl.concat([renewed, found])
    rank_of_code = {code: position for position, code in enumerate(codes)}
    findings = pl.concat([standing, renewed]).sort(pl.col(CODE).replace_strict(rank_of_code, default=0), RANK)
    outcome = step.apply(view.records.lazy(), findings.lazy())
    kept, dropped = pl.collect_all([outcome.kept.select(RANK), outcome.dropped.select(EVIDENCE)])
    result = StepResult(number, step, len(entering), renewed, dropped, kept.height)
    return result, view.only(kept[RANK])


def _account_for(entered: pl.DataFrame, kept: pl.DataFrame, steps: Sequence[StepResult]) -> None:
    """Every record that entered was kept or dropped once.

    Raises:
        DoesNotAddUp: one is missing, or counted twice.
    """
    ranks = pl.concat([kept[RANK], *(step.dropped[RANK] for step in steps)])
    if ranks.len() != entered.height or not ranks.sort().equals(entered[RANK].sort()):
        raise DoesNotAddUp(f"{entered.height} records entered, {ranks.len()} are accounted for")
