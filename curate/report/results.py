"""What a check or a run gives back: the decision together with its evidence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

import polars as pl

from curate.checks import Check
from curate.checks.language import UnexpectedLanguage
from curate.checks.privacy import unquoted
from curate.clock import Clock
from curate.engine.run import CheckStatus, Outcomes, StepResult
from curate.errors import UnknownName
from curate.files.sources import sources_of
from curate.findings import CODE, EXCERPT, LOCATED, MESSAGE, RELATED, SCORE, located, none
from curate.ledger import InputEntry, Ledger, StepEntry
from curate.pipeline import Pipeline
from curate.progress import silent
from curate.records import columns as c
from curate.records.edits import AFTER, BEFORE, NONE
from curate.records.known import Reading
from curate.records.read import read_sources
from curate.records.records import Records
from curate.records.rejects import Reject
from curate.steps import BUILTIN as STEPS
from curate.steps.base import REASONS
from curate.steps.sense import doubts

if TYPE_CHECKING:
    from curate.report.coverage.result import Coverage


@dataclass(frozen=True, repr=False)
class Findings:
    """Findings, worst and evidence included, as a frame with one row for each record and code."""

    frame: pl.DataFrame

    def __len__(self) -> int:
        return self.frame.height

    def __repr__(self) -> str:
        return f"Findings({len(self):,} in {self.records:,} records)"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.frame.head(10)._repr_html_()}"

    def __getitem__(self, code: str) -> "Findings":
        """The findings with one code or name."""
        return Findings(self.frame.filter((pl.col(CODE) == code) | (pl.col("name") == code)))

    @property
    def records(self) -> int:
        """How many records have a finding; an unreadable record is one too."""
        return self.frame.select("file", c.ROW).n_unique()

    def families(self) -> pl.DataFrame:
        """`leader`, `member` and exact `similarity`, by key, of every finding that names another record."""
        related = self.frame.filter(pl.col(RELATED).is_not_null())
        columns = (
            pl.col(RELATED).alias("leader"),
            pl.col(c.KEY).alias("member"),
            pl.col(SCORE).alias("similarity"),
        )
        return related.select(columns).sort("leader", "member")


@dataclass(frozen=True, repr=False)
class Checked:
    """What the checks found, and how each of them went."""

    records: Records
    outcomes: Outcomes

    def __repr__(self) -> str:
        return f"Checked({self.findings!r}, {len(self.records):,} records)"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.counts()._repr_html_()}"

    def __getitem__(self, code: str) -> Findings:
        """The findings with one code or name.

        Raises:
            UnknownName: no check has it.
        """
        known = {key for status in self.statuses for key in (status.check.code, status.check.name)}
        if code not in known:
            raise UnknownName.among(known, kind="check", name=code)
        return self.findings[code]

    @property
    def statuses(self) -> tuple[CheckStatus, ...]:
        """How each check went: found, clean, not applicable, not selected."""
        return self.outcomes.statuses

    @property
    def languages(self) -> pl.DataFrame | None:
        """`language` of the responses as read, and how many `records`, most first; None where it was not told.

        `by_record` are those of them that are too short to tell one: they count as their records do.
        """
        told = self.outcomes.tallies.get(UnexpectedLanguage.code)
        if told is None:
            return None
        records, by_record = pl.col("records"), pl.col("records").filter(pl.col("by_record"))
        counted = told.unnest("told").group_by(pl.col("lang").alias("language"))
        sums = counted.agg(records.sum(), by_record.sum().alias("by_record"))
        return sums.sort("records", "language", descending=[True, False])

    @cached_property
    def findings(self) -> Findings:
        """Every finding, in the order of the input; `at` says before which step it was made."""
        return Findings(all_findings(self.records, self.outcomes))

    def counts(self) -> pl.DataFrame:
        """One row for each check: `code`, `name`, `severity`, `status`, `reason`, `records`."""
        rows = [(s.check.code, s.check.name, s.check.severity, s.status, s.reason, s.count) for s in self.statuses]
        schema = ["code", "name", "severity", "status", "reason", "records"]
        return pl.DataFrame(rows, schema=schema, orient="row")


@dataclass(frozen=True, repr=False)
class Result(Checked):
    """What a pipeline kept and dropped, and why."""

    pipeline: Pipeline
    clock: Clock

    def __repr__(self) -> str:
        broken = "".join(f"; broken gate: {gate.sentence()}" for gate in self.ledger.broken)
        return f"Result({self.ledger.sentence()}{broken})"

    def _repr_html_(self) -> str:
        steps = pl.DataFrame([_flat(step) for step in self.ledger.steps]) if self.ledger.steps else pl.DataFrame()
        return f"<p>{escape(repr(self))}</p>{steps._repr_html_()}"

    @property
    def holds(self) -> bool:
        """Whether every gate held. The result is there all the same; `ledger.gates` says what each met."""
        return self.ledger.holds

    @property
    def doubts(self) -> list[str]:
        """What is odd in the order of the steps, a sentence for each pair."""
        return list(doubts(self.pipeline.steps, self.pipeline.checks))

    @property
    def kept(self) -> Records:
        """The records that every step kept, as they are now, in the order of the input."""
        return self.outcomes.kept

    @property
    def parts(self) -> list[str | None]:
        """The parts of the set after a split, the largest first; none has a name where there was no split."""
        found = self.outcomes.kept.index[c.PART].value_counts(sort=True)[c.PART].to_list()
        return found or [None]

    @property
    def edited(self) -> pl.DataFrame:
        """One row for each change of a kept record: `key`, `step`, `field`, `before`, `after` (as JSON text)."""
        steps = (each.edited.with_columns(pl.lit(each.number).alias("step")) for each in self.outcomes.steps)
        made = pl.concat([NONE.with_columns(pl.lit(0).alias("step")), *steps])
        ordered = self.outcomes.kept.index.sort(c.SOURCE, c.ROW).select(c.RANK, c.KEY)
        joined = ordered.join(made, on=c.RANK, maintain_order="left_right")
        return joined.select(c.KEY, "step", pl.col(c.PATH).alias("field"), BEFORE, AFTER)

    @cached_property
    def dropped(self) -> pl.DataFrame:
        """One row for each dropped record: `step`, and the code, finding and twin that decided."""
        checks = {status.check.code: status.check for status in self.statuses}
        parts = [_empty_dropped()]
        for step in self.outcomes.steps:
            evidence = pl.concat([none(), step.dropped], how="diagonal")
            parts.append(
                located(evidence, self.records.index, self.files, str(step.number)).with_columns(
                    pl.lit(step.number).cast(pl.UInt32).alias("step"), _name_of(checks)
                )
            )
        return pl.concat(parts, how="diagonal_relaxed").select(DROPPED).sort(_position(self.files), c.ROW)

    @property
    def files(self) -> list[str]:
        """The names of the inputs, as they were given."""
        return files_of(self.records)

    @cached_property
    def ledger(self) -> Ledger:
        """Where every record went."""
        read, rejected, kept = self.records.read, len(self.records.rejects), len(self.outcomes.kept)
        parsed = read - rejected
        ran = {"found", "clean"}
        found = {type(s.check): s.count if s.status in ran else None for s in self.statuses}
        ledger = Ledger(
            read=read,
            parsed=parsed,
            rejected=rejected,
            steps=[_step_entry(step) for step in self.outcomes.steps],
            dropped=parsed - kept,
            kept=kept,
            inputs=list(_input_entries(self.records, self.outcomes.kept.index)),
            gates=[],
        )
        types = {} if self.coverage is None else self.coverage.numbers()
        return ledger.model_copy(update={"gates": self.pipeline.gates.judge(ledger, found, types)})

    @cached_property
    def coverage(self) -> "Coverage | None":
        """The coverage of what was kept; None where the pipeline does not ask for it.

        Raises:
            InputError: the target can not be read.
            UsageError: the target is none, or a label means no type.
        """
        asked = self.pipeline.coverage
        if asked is None:
            return None
        from curate.report.coverage.ask import Asked, ask, settings_of

        def read(name: str) -> Records:
            return read_sources(sources_of([name]), Reading())

        settings = settings_of(asked, self.pipeline.types)
        return ask(self.kept, Asked(settings, asked.target, asked.labels), read, silent)


def _flat(step: StepEntry) -> dict[str, object]:
    return step.model_dump(by_alias=True, exclude={"by_code"})


DROPPED = (
    c.KEY, c.ID, CODE, "name", "step", MESSAGE, SCORE, RELATED, "file", c.LINE, c.ROW, c.OFFSET,
)  # fmt: skip


def _empty_dropped() -> pl.DataFrame:
    text, count = pl.String, pl.UInt32
    types = (text, text, text, text, count, text, pl.Float64, text, text, count, count, pl.UInt64)
    return pl.DataFrame(schema=dict(zip(DROPPED, types, strict=True)))


def files_of(records: Records) -> list[str]:
    """The names of the inputs, as they were given."""
    return [each.source.name for each in records.inputs]


def _name_of(checks: dict[str, Check]) -> pl.Expr:
    names = REASONS | {code: check.name for code, check in checks.items()}
    return pl.col(CODE).replace_strict(names, default=None, return_dtype=pl.String).alias("name")


def _fix_of(checks: dict[str, Check]) -> pl.Expr:
    fixes = {code: step.use for code, check in checks.items() for step in STEPS if step.fixes(check)}
    return pl.col(CODE).replace_strict(fixes, default=None, return_dtype=pl.String).alias("fix")


def all_findings(records: Records, outcomes: Outcomes) -> pl.DataFrame:
    """Rejects, findings as the input stands, and findings that steps made again, as one frame."""
    checks = {status.check.code: status.check for status in outcomes.statuses}
    files = files_of(records)
    selected = [reject for reject in records.rejects if _selected(outcomes.statuses, reject.code)]
    parts = [located(outcomes.findings, records.index, files, "read"), _rejected(selected, files)]
    parts += [located(step.findings, records.index, files, str(step.number)) for step in outcomes.steps]
    severities = {code: check.severity for code, check in checks.items()}
    severity = pl.col(CODE).replace_strict(severities, default=None, return_dtype=pl.String).alias("severity")
    return (
        pl.concat(parts)
        .with_columns(_name_of(checks), severity, _fix_of(checks))
        .sort(_position(files), c.ROW, CODE, pl.col("at") != "read", "at")
    )


def _position(files: list[str]) -> pl.Expr:
    """Where a file stands among the inputs."""
    order = {file: number for number, file in enumerate(files)}
    return pl.col("file").replace_strict(order, default=0, return_dtype=pl.UInt32)


def _selected(statuses: Sequence[CheckStatus], code: str) -> bool:
    return any(status.check.code == code and status.status != "not-selected" for status in statuses)


def _rejected(rejects: Iterable[Reject], files: list[str]) -> pl.DataFrame:
    empty = located(none(), pl.DataFrame(schema=c.SCHEMA), files, "read")
    rows = [
        {
            CODE: reject.code,
            "file": files[reject.source],
            c.LINE: reject.line or None,
            c.ROW: reject.row,
            c.OFFSET: reject.offset if reject.line else None,
            "places": [{"path": path, "start": 0, "end": 0} for path, _ in reject.problems],
            MESSAGE: reject.message,
            "at": "read",
            EXCERPT: unquoted(reject.raw[:400].decode("utf-8", "replace"), 0, 80),
        }
        for reject in rejects
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(LOCATED) | dict(empty.schema)) if rows else empty


def _step_entry(result: StepResult) -> StepEntry:
    counts = result.dropped.group_by(CODE).len().sort(CODE)
    return StepEntry(
        step=result.number,
        use=result.step.use,
        setting=result.step.setting(),
        entered=result.entered,
        kept=result.kept,
        dropped=result.dropped.height,
        edited=result.edited[c.RANK].n_unique(),
        by_code=dict(counts.iter_rows()),
        parts=result.parts,
        note=result.note,
    )


def _input_entries(records: Records, kept: pl.DataFrame) -> Iterator[InputEntry]:
    counts = dict(kept.group_by(c.SOURCE).len().iter_rows())
    for number, each in enumerate(records.inputs):
        yield InputEntry(
            file=each.source.name,
            format=each.format,
            read=each.read,
            parsed=each.parsed,
            rejected=each.rejected,
            kept=counts.get(number, 0),
        )
