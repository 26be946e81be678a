"""Families of near-duplicates as JSON, for other programs. The shape is a promise: `curate/duplicates/v1`."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from curate.findings import Exact
from curate.report.duplicates import Duplicates, place_of


class DuplicatePlace(Exact):
    """A record, and where it was read."""

    key: str
    id: str | None
    file: str
    line: int | None
    """Null in a table, which has rows only."""
    row: int


class LeaderModel(DuplicatePlace):
    """The record of a family that all its members are like."""

    earlier: bool
    """Whether it is a record of the earlier set (`--against`), or of the index."""


class MemberModel(DuplicatePlace):
    """A record that is a near-duplicate of the leader."""

    similarity: float
    """The exact Jaccard index of what is compared of the two."""


class FamilyModel(Exact):
    """A leader and its members, those most like it first."""

    leader: LeaderModel
    members: list[MemberModel]


class IgnoredModel(Exact):
    """Lines that many records begin with, which are not compared."""

    lines: int
    records: int
    """How many begin so."""


class SweepModel(Exact):
    """What another similarity would leave out."""

    similarity: float
    families: int
    members: int
    share: float
    """Members, of all records of the set."""


class DuplicatesReport(Exact):
    """What `curate duplicates --output-format json` prints."""

    schema_: str = Field("curate/duplicates/v1", alias="schema")
    similarity: float
    """From which on two records are alike."""
    view: Literal["prompt", "response", "record"]
    """What is compared."""
    min_response_similarity: float
    """Where whole records are compared, how alike their responses must be too."""
    method: Literal["minhash", "datasketch", "exact"]
    recall: float
    """The share of the pairs at the similarity that is compared at least, by the formula; 1 where it is all."""
    ignore_openings: float
    """Lines that more than this share of the records begin with are not compared; 0 where all are."""
    ignored: list[IgnoredModel]
    """The most frequent first."""
    records: int
    """How many could be read of the set itself."""
    earlier_records: int | None
    """How many could be read of the earlier set; null without one."""
    families: list[FamilyModel]
    """The largest first."""
    sweep: list[SweepModel]
    """Empty unless it was asked for."""


def duplicates_report(found: Duplicates, sweep: Iterable[float] = ()) -> dict[str, Any]:
    """All families as plain values, validated against the promise."""
    families = [
        FamilyModel(
            leader=LeaderModel(**place_of(rows[0], "leader"), earlier=rows[0]["leader_earlier"]),
            members=[MemberModel(**place_of(row, "member"), similarity=row["similarity"]) for row in rows],
        )
        for rows in found.by_family()
    ]
    check = found.check
    report = DuplicatesReport(
        similarity=check.similarity,
        view=check.view,
        min_response_similarity=check.min_response_similarity,
        method=check.method,
        recall=check.reached(),
        ignore_openings=check.ignore_openings,
        ignored=[
            IgnoredModel(lines=opening.count("\n") + 1, records=records)
            for opening, records in found.ignored.iter_rows()
        ],
        records=len(found.records),
        earlier_records=found.earlier,
        families=families,
        sweep=[SweepModel(**row) for row in found.sweep(sweep).iter_rows(named=True)],
    )
    return report.model_dump(mode="json", by_alias=True)
