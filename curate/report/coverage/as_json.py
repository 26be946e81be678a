"""Coverage as JSON, for other programs. The shape is a promise: `curate/coverage/v1`."""

from math import isnan
from typing import Any, Literal

import polars as pl
from pydantic import Field

from curate.findings import Exact, Severity
from curate.report.coverage.labelled import Labelled
from curate.report.coverage.learning import Lesson
from curate.report.coverage.result import Coverage
from curate.report.coverage.table import UNSURE_ROW
from curate.report.coverage.target import Target
from curate.report.coverage.verdicts import verdicts


class TargetModel(Exact):
    """What the set is compared with."""

    name: str
    kind: Literal["reference", "quotas", "mix"]
    families: float | None
    """Of prompts that were counted for it; null where its shares are exact."""
    unsure: float | None
    """The share of the prompts of a reference whose type is not told, which count in no share; null without."""
    shares: dict[str, float]
    """By type, group or `other`."""


class ConfusionModel(Exact):
    """Two types that people give to one record."""

    one: str
    other: str
    records: int


class GainModel(Exact):
    """How often types are told rightly by a head of the other labels, and by rules; cross-validated."""

    rules: float
    head: float
    difference_low: float
    difference_high: float
    """Where what the head is above the rules lies, at 95 %."""
    used: bool
    """Whether it is better by more than two labels, and tells the types of prompts that nobody labelled."""


class LabelsModel(Exact):
    """What people say of a sample."""

    records: int
    """That are labelled, and in the set."""
    by: list[str]
    """Who labelled."""
    open: int
    """Records on which they differ; they count for nothing."""
    absent: int
    """Labels of records that are not in the set."""
    alpha: float | None
    """Krippendorff's alpha; null where no record has two labels, or nothing varies."""
    alpha_low: float | None
    alpha_high: float | None
    confusions: list[ConfusionModel]
    """The most frequent first."""
    gain: GainModel | None
    """What they teach of the others; null where there are too few."""


class TypesModel(Exact):
    """How the types of prompts are told."""

    taxonomy: str
    by_label: float
    """The share of those told that are by the records' own labels."""
    labels: int
    """Labels of a sample."""
    unsure: float
    """The share of the prompts whose type is not told; they count in no other share."""
    labels_aside: bool
    """Whether own labels are left aside, since only one of the set and its reference has them."""
    unnamed: dict[str, int]
    """What of the target own labels have no name for, and the families that rules tell of it: to be checked."""
    judged: bool
    """Whether a person's labels stand behind the shares; where not, what compares shares is to be checked."""


class RarefiedModel(Exact):
    """What a sample of so many families of a type would show on average."""

    families: int
    covered: float
    """Its sample coverage."""
    hill_1: float


class TypeModel(Exact):
    """A type, or a group of types where the target speaks only of that."""

    type: str
    title: str
    kind: Literal["type", "group", "other"]
    group: str | None
    records: int
    effective: float
    """Families of near-duplicate prompts, each as one: estimated from labels of a sample where there are some."""
    largest: int
    """The most records of one family."""
    share: float | None
    """Of all families whose type is told; null where none is."""
    share_low: float | None
    share_high: float | None
    """Where the share lies, at 95 %, by what labels leave open, and a sample."""
    target: float | None
    """What the share is to be; null where the target does not speak of it."""
    target_low: float | None
    target_high: float | None
    ratio: float | None
    """The share divided by the target."""
    ratio_low: float | None
    ratio_high: float | None
    """Where the ratio lies, at 95 % for all types at once; the upper bound is null where there is none."""
    expected: float | None
    """Families that the target lets expect."""
    collect: int | None
    """Families to add, so that each type has at least four fifths of its target; null without one."""
    openings: int | None
    """Different openings."""
    hill_1: float | None
    hill_2: float | None
    """How many openings, all as frequent, would be as varied (Hill numbers of order 1 and 2)."""
    covered: float | None
    """The sample coverage of openings."""
    opening_share: float | None
    """The share of the most frequent opening."""
    compared: float | None
    """Hill number 1 at the sample coverage at which types are compared."""
    usual: float | None
    """The same of this type in the reference, or of the median type."""
    varied_high: float | None
    """Where the ratio of both lies at most, at 95 %; null where the first is no smaller."""
    rarefaction: list[RarefiedModel]
    """What smaller samples of openings would show, up to all there are."""
    precision_low: float | None
    precision_high: float | None
    """How often what is told as this type is labelled so, at 95 %; null without labels."""
    verdict: str | None
    """`missing`, `under`, `low`, `over`, `fine`, `cannot tell`, or what it would take; null without a target."""


class CellModel(Exact):
    """The prompts of one type that have one value of a facet."""

    facet: str
    value: str
    type: str
    effective: float
    expected: float | None
    """Null where the value is `(not told)`, of which nothing is expected; so are the three below."""
    ratio: float | None
    residual: float | None
    """Haberman's adjusted residual."""
    chance: float | None
    """Of a residual at least as large, if type and facet have nothing to do with each other."""
    discovered: bool
    """Whether it is one of the cells that differ, of which a set share is false on average."""


class ClusterModel(Exact):
    """Prompts of a type, or of those that are not told, that open alike, and would be found again."""

    type: str
    name: str
    """The words that most set it apart; empty with `--no-text`."""
    families: int
    stability: float
    """How exactly it is found again where prompts are drawn anew, from 0 to 1."""
    keys: list[str]
    """The prompts nearest to its middle."""
    prompts: list[str]
    """What they say, in short; empty with `--no-text`."""


class TypeCheckEntry(Exact):
    """How one coverage check went."""

    code: str
    name: str
    severity: Severity
    status: Literal["found", "clean", "not-applicable"]
    reason: str | None
    """Why it is not applicable."""
    count: int
    """Types or cells found."""
    undecided: int
    """Types of which nobody can tell whether they are to be found: so it looks, but that may be chance."""


class FlagModel(Exact):
    """A type, or a cell, that a coverage check found."""

    code: str
    name: str
    severity: Severity
    type: str
    facet: str | None
    value: str | None
    status: Literal["found", "check"]
    """`check` where types are a guess: a person should label some first."""
    message: str


class CoverageReport(Exact):
    """What `curate coverage --output-format json` prints."""

    schema_: str = Field("curate/coverage/v1", alias="schema")
    records: int
    """How many could be read."""
    prompts: int
    """Records in which a user says something."""
    families: int
    """Of near-duplicate prompts."""
    types_told: TypesModel
    labels: LabelsModel | None
    """Null where none are given."""
    target: TargetModel | None
    distance: float | None
    """The share of the prompts that would have to be of another type to meet the target; null without one."""
    checks: list[TypeCheckEntry]
    types: list[TypeModel]
    cells: list[CellModel]
    flags: list[FlagModel]
    clusters: list[ClusterModel] | None
    """Null unless they were asked for."""


def coverage_report(found: Coverage, clusters: pl.DataFrame | None = None) -> dict[str, Any]:
    """Coverage as plain values, validated against the promise."""
    counts, target = found.counts, found.target
    report = CoverageReport(
        records=len(found.records),
        prompts=found.prompts.height,
        families=found.families,
        types_told=TypesModel(
            taxonomy=found.settings.typing.by.name,
            by_label=counts.by_label,
            labels=counts.labels,
            unsure=counts.unsure,
            labels_aside=found.settings.labels_aside,
            unnamed=dict(found.unnamed),
            judged=found.is_judged,
        ),
        labels=found.labels and _labels(found.labels, found.lesson),
        target=target and _target(target),
        distance=found.distance,
        checks=[
            TypeCheckEntry(
                code=each.check.code,
                name=each.check.name,
                severity=each.check.severity,
                status=each.status,
                reason=each.reason or None,
                count=each.number,
                undecided=each.undecided,
            )
            for each in found.statuses
        ],
        types=list(_types(found)),
        cells=[CellModel(**row) for row in found.cells.iter_rows(named=True)],
        flags=[FlagModel(**row) for row in found.flags.iter_rows(named=True)],
        clusters=None if clusters is None else [ClusterModel(**row) for row in clusters.iter_rows(named=True)],
    )
    return report.model_dump(mode="json", by_alias=True)


def _target(target: Target) -> TargetModel:
    return TargetModel(
        name=target.name,
        kind=target.kind,
        families=target.of,
        unsure=target.unsure,
        shares=dict(target.shares),
    )


def _labels(labels: Labelled, lesson: Lesson | None) -> LabelsModel:
    alpha = labels.agreement and (labels.agreement.alpha, *labels.agreement.interval)
    told = [None if value is None or isnan(value) else value for value in alpha or (None, None, None)]
    return LabelsModel(
        records=len(labels.told),
        by=labels.by,
        open=labels.open,
        absent=labels.absent,
        alpha=told[0],
        alpha_low=told[1],
        alpha_high=told[2],
        confusions=[
            ConfusionModel(one=one, other=other, records=count) for one, other, count in labels.confusions
        ],
        gain=_gain(lesson),
    )


def _gain(lesson: Lesson | None) -> GainModel | None:
    if lesson is None or lesson.gain is None:
        return None
    gain = lesson.gain
    return GainModel(
        rules=gain.rules,
        head=gain.head,
        difference_low=gain.difference.low,
        difference_high=gain.difference.high,
        used=lesson.head is not None,
    )


def _types(found: Coverage) -> list[TypeModel]:
    words, names = verdicts(found), TypeModel.model_fields
    made = []
    for row in found.table.iter_rows(named=True):
        if row["type"] == UNSURE_ROW:
            continue
        own = {name: value for name, value in row.items() if name in names}
        if own["ratio_high"] == float("inf"):
            own["ratio_high"] = None
        own["rarefaction"] = own["rarefaction"] or []
        made.append(TypeModel(**own, verdict=words.get(row["type"])))
    return made
