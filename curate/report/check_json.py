"""A check as JSON, for other programs. The shape is a promise: `curate/check/v1`."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from curate.findings import Exact, Finding, Severity, Status
from curate.report.results import Checked
from curate.report.run_folder import finding_rows


class CheckedInput(Exact):
    """One input, the format it was read in, and how many records it gave."""

    file: str
    bytes: int
    sha256: str
    format: str
    read: int
    parsed: int
    rejected: int


class CheckEntry(Exact):
    """How one check went."""

    code: str
    name: str
    severity: Severity
    status: Status
    reason: str | None
    """Why it is not applicable."""
    count: int
    """Records found."""


class LanguageEntry(Exact):
    """A language that responses are in."""

    language: str
    """An ISO 639-1 code, `und` where it can not be told, `zxx` for code."""
    records: int
    by_record: int
    """Of these, responses too short to tell one, which have the language of their records."""


class CheckReport(Exact):
    """What `curate check --output-format json` prints."""

    schema_: str = Field("curate/check/v1", alias="schema")
    inputs: list[CheckedInput]
    read: int
    parsed: int
    rejected: int
    checks: list[CheckEntry]
    languages: list[LanguageEntry] | None
    """Of the responses, the most frequent first; null where no check asked for it."""
    findings: list[Finding]


def check_report(checked: Checked) -> dict[str, Any]:
    """A check as plain values, validated against the promise."""
    records = checked.records
    inputs = [
        CheckedInput(
            file=each.source.name,
            bytes=each.source.bytes,
            sha256=each.sha256,
            format=each.format,
            read=each.read,
            parsed=each.parsed,
            rejected=each.rejected,
        )
        for each in records.inputs
    ]
    checks = [
        CheckEntry(
            code=s.check.code,
            name=s.check.name,
            severity=s.check.severity,
            status=s.status,
            reason=s.reason or None,
            count=s.count,
        )
        for s in checked.statuses
    ]
    report = CheckReport(
        inputs=inputs,
        read=records.read,
        parsed=records.read - len(records.rejects),
        rejected=len(records.rejects),
        checks=checks,
        languages=_languages(checked),
        findings=[Finding(**row) for row in finding_lines(checked)],
    )
    return report.model_dump(mode="json", by_alias=True)


def _languages(checked: Checked) -> list[LanguageEntry] | None:
    if checked.languages is None:
        return None
    return [LanguageEntry(**row) for row in checked.languages.iter_rows(named=True)]


def finding_lines(checked: Checked) -> Iterator[dict[str, Any]]:
    """Each finding as plain values, for JSON Lines."""
    return finding_rows(checked.findings.frame)
