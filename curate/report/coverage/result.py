"""How the prompts of a set spread over types, and what that says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Self

import polars as pl

from curate.checks.coverage import SparseCell
from curate.checks.duplicates import NearDuplicate
from curate.checks.type_check import TypeCheck
from curate.files.source import Source
from curate.progress import Tell
from curate.records.records import Records
from curate.report.coverage.cells import Faceted, cells_of, facets
from curate.report.coverage.counts import AUDITED, UNIT, Counts, counts_of, in_units, with_labels
from curate.report.coverage.flags import (
    FOUND,
    TypeStatus,
    contradicted,
    flags_of,
    is_judged,
    statuses_of,
    undecided_of,
)
from curate.report.coverage.labelled import Labelled
from curate.report.coverage.learning import Lesson, lesson_of
from curate.report.coverage.prompts import (
    GROUP,
    HOW,
    PROMPT_TYPE,
    SCORE,
    Typing,
    prompts_of,
    with_families,
)
from curate.report.coverage.table import Terms, needs, table_of
from curate.report.coverage.target import Target

if TYPE_CHECKING:
    from curate.report.coverage.demands import Failing
from curate.report.coverage.units import Unit, units
from curate.report.coverage.unnamed import unnamed
from curate.report.coverage.variety import varieties
from curate.statistics.collecting import WANTED

UNCHECKED = "by rules that nobody has checked here"


@dataclass(frozen=True)
class Settings:
    """How coverage is told."""

    typing: Typing
    checks: tuple[TypeCheck, ...]
    family: NearDuplicate
    """What makes two prompts count as one."""
    sampled: bool = False
    """Whether the set is a sample of something larger."""
    fields: tuple[str, ...] = ()
    """Fields of the records whose values are a facet, too."""
    reach: float = WANTED
    """Which part of its target each type is to reach, by what is to be collected."""
    labels_aside: bool = False
    """Whether own labels are left aside, since only one of two sides has them."""


@dataclass(frozen=True, repr=False, eq=False)
class Coverage:
    """Shares of prompt types, with all that is not known of them, and what coverage checks find in that."""

    records: Records
    settings: Settings
    target: Target | None
    units: list[Unit]
    """Of what shares are told."""
    prompts: pl.DataFrame
    """One row for each prompt: its type, family and unit; see `curate.report.coverage.prompts`."""
    facets: pl.DataFrame
    """Of each prompt the value of each facet."""
    counts: Counts
    labels: Labelled | None = None
    """What people say of a sample."""
    lesson: Lesson | None = None
    """What that taught of the others."""
    unnamed: Mapping[str, int] = field(default_factory=dict)
    """What of the target the records' own labels have no name for, and how many families rules tell of each."""

    @classmethod
    def of(
        cls, records: Records, settings: Settings, target: Target | None, labels: Labelled | None, tell: Tell
    ) -> Self:
        """The coverage of a set.

        Args:
            records: The set.
            settings: How it is told.
            target: What it is compared with, if with anything.
            labels: What people say of a sample.
            tell: Called now and then.

        Raises:
            UnknownName: the label of a record means no type, or no record has a field that is a facet.
        """
        rows = units(settings.typing.by, () if target is None else target.shares)
        ids = [each.id for each in rows]
        prompts = typed(records, settings, tell)
        prompts = in_units(prompts, ids)
        if labels is None:
            prompts = prompts.with_columns(pl.lit(None, pl.String).alias(AUDITED))
        else:
            prompts = with_labels(prompts, labels.types(records, settings.typing.by), ids)
        # Shares are by what patterns told before anybody had labelled: what the labels taught knows them already.
        counts = counts_of(prompts, ids)
        lesson = None if labels is None else lesson_of(records, prompts, labels, settings.typing.by)
        prompts = _taught(records, prompts, settings, lesson, tell)
        known = in_units(prompts, ids).with_columns(pl.coalesce(AUDITED, UNIT).alias(UNIT))
        by = facets(known).hstack(_fields(records, known, settings.fields))
        unsaid = {}
        if target is not None and labels is None:
            unsaid = unnamed(records, prompts, settings.typing, (rows, target), tell)
        return cls(records, settings, target, rows, known, by, counts, labels, lesson, unsaid)

    @property
    def sources(self) -> list[Source]:
        """What the set was read from."""
        return self.records.sources

    @property
    def ids(self) -> list[str]:
        """Of the units."""
        return [each.id for each in self.units]

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row for each type, or group of types where the target speaks of that, and one for what is not told.

        `curate.report.coverage.table.SCHEMA` names the columns.
        """
        reference = None if self.target is None else self.target.prompts
        beside = None if reference is None else in_units(reference, self.ids)
        varied = varieties(self.prompts, self.ids, beside)
        return table_of(
            self.units, self.counts, self.target, varied, Terms(self.settings.sampled, self.settings.reach)
        )

    @cached_property
    def cells(self) -> pl.DataFrame:
        """One row for each type and value of a facet; `curate.report.coverage.cells.SCHEMA` names the columns."""
        check = next((each for each in self.settings.checks if isinstance(each, SparseCell)), SparseCell())
        reference = None
        if self.target is not None and self.target.prompts is not None:
            beside = in_units(self.target.prompts, self.ids)
            reference = Faceted(beside, facets(beside))
        return cells_of(Faceted(self.prompts, self.facets), reference, self.ids, check)

    @cached_property
    def flags(self) -> pl.DataFrame:
        """One row for each type or cell that a check finds, with the columns of `curate.report.coverage.flags`.

        `status` is `check` where types are a guess, so that a person should label some first; else `found`.
        """
        return flags_of(self.table, self.cells, self.settings.checks, self.doubted)

    @cached_property
    def undecided(self) -> pl.DataFrame:
        """The types of which nobody can tell whether a check finds them, with the columns of `flags`."""
        return undecided_of(self.table, self.settings.checks, self.flags)

    @property
    def statuses(self) -> list[TypeStatus]:
        """How each check went."""
        return statuses_of(self.table, self.cells, self.settings.checks, self.flags)

    @property
    def is_judged(self) -> bool:
        """Whether types are no guess: labels of a sample, or of the records themselves, say how sure they are."""
        return is_judged(self.counts, self.settings.checks)

    @property
    def unjudged(self) -> str:
        """Why types are a guess; empty where they are none."""
        if self.is_judged:
            return ""
        if not self.counts.labels:
            return f"types are told {UNCHECKED}"
        return f"of {1 - self.counts.looked_at:.0%} of the prompts nobody has labelled any of their kind"

    @cached_property
    def doubted(self) -> frozenset[str]:
        """The types whose shares are to be checked by a person, before what is found of these holds."""
        if not self.is_judged:
            return frozenset(self.ids)
        return frozenset([*contradicted(self.table, self.settings.checks), *self.unnamed])

    @property
    def distance(self) -> float | None:
        """The share of the prompts that would have to be of another type to meet the target; None without one.

        It is half of the sum of all differences (total variation).
        """
        if self.target is None or not self.counts.total:
            return None
        own = {unit.id: float(share) for unit, share in zip(self.units, self.counts.shares, strict=True)}
        names: Sequence[str] = [*own, *(unit for unit in self.target.shares if unit not in own)]
        return sum(abs(own.get(name, 0.0) - self.target.shares.get(name, 0.0)) for name in names) / 2

    def clusters(self, seed: int = 0, *, text: bool = True) -> pl.DataFrame:
        """Kinds of prompts that nobody has named, within types and among what is not told, by how they open.

        `curate.report.coverage.clusters.SCHEMA` names the columns; only what would be found again is told.

        Args:
            seed: Of the draws.
            text: Whether prompts are quoted, and clusters named by their words.
        """
        from curate.report.coverage.clusters import clusters_of

        return clusters_of(self, seed, text=text)

    def numbers(self) -> dict[str, int | str]:
        """By code and by name, how many types or cells each check finds; or why nobody can tell that."""
        from curate.report.coverage.demands import numbers_of

        return numbers_of(self)

    @property
    def is_feasible(self) -> bool:
        """Whether additions alone can bring every type to its target; if not, some types have too much."""
        need = needs(self.units, self.counts, self.target, self.settings.reach)
        return need is None or need.is_feasible

    def found(self) -> pl.DataFrame:
        """The flags that hold."""
        return self.flags.filter(pl.col("status") == FOUND)

    def failing(self, *severities: str) -> "list[Failing]":
        """What makes `curate coverage --fail-on` end with 1: what is found, and what may be, but nobody can tell.

        Args:
            severities: Of checks: `error`, `warning`, `info`; without any, errors.
        """
        from curate.report.coverage.demands import failing

        return failing(self, severities or ("error",))

    def brief(self, budget: int | None = None, *, text: bool = True) -> pl.DataFrame:
        """What to write next, and why: a row for each type that is short; see `curate.report.coverage.brief`.

        Args:
            budget: How many prompts to spend where they help most; fewer, if with these nothing is short any more.
                Without it as many as the target asks for.
            text: Whether prompts are quoted.
        """
        from curate.report.coverage.brief import brief_of

        return brief_of(self, budget, text=text)

    def __repr__(self) -> str:
        against = f", target {self.target.name}" if self.target else ""
        return f"Coverage({self.prompts.height:,} prompts in {self.families:,} families{against})"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.table._repr_html_()}"

    @property
    def families(self) -> int:
        """How many families of prompts there are."""
        return int(self.prompts["leader"].n_unique())


def typed(records: Records, settings: Settings, tell: Tell) -> pl.DataFrame:
    """The prompts of a set, with types and families.

    Raises:
        UnknownName: the label of a record means no type.
    """
    return with_families(prompts_of(records, settings.typing, tell), records, settings.family, tell)


def _taught(
    records: Records, prompts: pl.DataFrame, settings: Settings, lesson: Lesson | None, tell: Tell
) -> pl.DataFrame:
    """The prompts with the types that a head tells, where labels made one; families stay."""
    if lesson is None or lesson.head is None:
        return prompts
    told = prompts_of(records, settings.typing._replace(head=lesson.head), tell)
    return prompts.update(told.select("rank", PROMPT_TYPE, GROUP, SCORE, HOW), on="rank", include_nulls=True)


def _fields(records: Records, prompts: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Of each prompt what stands in these fields of its record, as text."""
    told = prompts.select("rank")
    for name in names:
        values = records.field(name).select("rank", pl.col("value").cast(pl.String).alias(name))
        told = told.join(values, on="rank", how="left", maintain_order="left")
    return told.drop("rank")
