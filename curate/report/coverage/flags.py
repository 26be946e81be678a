"""What coverage checks find in the tables of types and cells."""

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

import polars as pl

from curate.checks.coverage import UnsureType
from curate.checks.shares import MissingType
from curate.checks.type_check import PRECISION_HIGH, TypeCheck
from curate.report.coverage.cells import FACET, VALUE
from curate.report.coverage.counts import Counts
from curate.taxonomy.model import OTHER

FlagStatus = Literal["found", "check"]
FOUND, CHECK = "found", "check"
"""A flag that holds, and one that a person must look at first, since the types it speaks of are a guess."""
SCHEMA = {
    "code": pl.String(),
    "name": pl.String(),
    "severity": pl.String(),
    "type": pl.String(),
    FACET: pl.String(),
    VALUE: pl.String(),
    "status": pl.String(),
    "message": pl.String(),
}
_IS_A_TYPE = pl.col("type") != OTHER
"""What is no type can be neither asked for nor be too much."""
BY_LABEL = 0.9
"""Where labels tell this share of the types, or of kinds of which somebody labelled some, shares are no guess."""


class TypeStatus(NamedTuple):
    """How one coverage check went."""

    check: TypeCheck
    status: Literal["found", "clean", "not-applicable"]
    reason: str
    """Why it is not applicable."""
    number: int
    """Types, or cells, that it found."""
    undecided: int
    """Types of which nobody can tell whether they are to be found: so it looks, but that may be chance."""


def is_judged(counts: Counts, checks: Sequence[TypeCheck]) -> bool:
    """Whether the types are no guess: people labelled some of nearly every kind, or the records carry labels."""
    limit = next((each.max_unsure for each in checks if isinstance(each, UnsureType)), UnsureType().max_unsure)
    if counts.labels:
        return counts.looked_at >= BY_LABEL
    return counts.by_label >= BY_LABEL and counts.unsure <= limit


def contradicted(table: pl.DataFrame, checks: Sequence[TypeCheck]) -> list[str]:
    """The types of which labels confirm too few of what is told as them."""
    wrong = next((each.min_precision for each in checks if isinstance(each, UnsureType)), 0.0)
    return table.filter(pl.col(PRECISION_HIGH) < wrong)["type"].to_list()


def flags_of(
    table: pl.DataFrame, cells: pl.DataFrame, checks: Sequence[TypeCheck], doubted: Collection[str]
) -> pl.DataFrame:
    """One row for each type or cell that a check finds, as `SCHEMA`; the checks in order.

    Args:
        table: Of types.
        cells: Of types and values.
        checks: What is looked for.
        doubted: The types whose shares nobody knows well enough.
    """
    in_doubt = pl.col("type").is_in(list(doubted))
    found = [pl.DataFrame(schema=SCHEMA)]
    for each in checks:
        rows = (cells if each.of_cells else table).filter(_IS_A_TYPE & each.flag().fill_null(value=False))
        status = (
            pl.when(in_doubt).then(pl.lit(CHECK)).otherwise(pl.lit(FOUND)) if each.of_shares else pl.lit(FOUND)
        )
        found.append(_told(rows, each, status))
    return pl.concat(found)


def undecided_of(table: pl.DataFrame, checks: Sequence[TypeCheck], flags: pl.DataFrame) -> pl.DataFrame:
    """One row, as `SCHEMA`, for each type of which nobody can tell whether a check finds it.

    Of one that is surely missing nothing is open.
    """
    missing = flags.filter((pl.col("code") == MissingType.code) & (pl.col("status") == FOUND))["type"].to_list()
    is_open = _IS_A_TYPE & ~pl.col("type").is_in(missing)
    rows = [pl.DataFrame(schema=SCHEMA)]
    for each in checks:
        if not each.of_cells:
            own = table.filter(is_open & each.undecided().fill_null(value=False))
            rows.append(_told(own, each, pl.lit(CHECK)))
    return pl.concat(rows)


def _told(rows: pl.DataFrame, check: TypeCheck, status: pl.Expr) -> pl.DataFrame:
    """What a check says of these rows of its table."""
    told = rows.with_columns(
        pl.lit(check.code).alias("code"),
        pl.lit(check.name).alias("name"),
        pl.lit(check.severity).alias("severity"),
        status.alias("status"),
        check.message().alias("message"),
        *(pl.lit(None, pl.String).alias(name) for name in (FACET, VALUE) if name not in rows.columns),
    )
    return told.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def statuses_of(
    table: pl.DataFrame, cells: pl.DataFrame, checks: Sequence[TypeCheck], flags: pl.DataFrame
) -> list[TypeStatus]:
    """How each check went; one that could not be told is not one that found nothing."""
    counts, undecided = (
        dict(rows.group_by("code").len().iter_rows()) for rows in (flags, undecided_of(table, checks, flags))
    )
    nothing = not table[TypeCheck.reads].sum()
    made = list[TypeStatus]()
    for each in checks:
        looked_at = cells if each.of_cells else table
        able = looked_at.height and looked_at[each.reads].is_not_null().any()
        count = counts.get(each.code, 0)
        status: Literal["found", "clean", "not-applicable"] = "found" if count else "clean"
        lacking = TypeCheck.lacking if nothing else each.lacking
        open_ones = undecided.get(each.code, 0)
        made.append(
            TypeStatus(each, status, "", count, open_ones)
            if able
            else TypeStatus(each, "not-applicable", lacking, count, open_ones)
        )
    return made
