"""What shares are told of: each type, or a group of them where a target speaks only of that."""

from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple

import polars as pl

from curate.report.coverage.prompts import GROUP, HOW, LABEL, PROMPT_TYPE
from curate.taxonomy.model import NONE, OTHER, Taxonomy


class Unit(NamedTuple):
    """One row of a table of shares."""

    id: str
    title: str
    kind: Literal["type", "group", "other"]
    group: str | None


def units(by: Taxonomy, wanted: Collection[str] = ()) -> list[Unit]:
    """Every type, in the order of the taxonomy; a group in place of its types if it is wanted; then what is other.

    A type that is in the taxonomy and not wanted has a row as well, for what there is of it.
    """
    titles = {each.id: each.title for each in by.groups}
    types = {each.id for each in by.types}
    made, seen = list[Unit](), set[str]()
    for each in by.types:
        if each.group in wanted and each.id not in wanted and each.group not in types:
            if each.group not in seen:
                made.append(Unit(each.group, titles[each.group], "group", each.group))
            seen.add(each.group)
        else:
            made.append(Unit(each.id, each.title, "type", each.group))
    return [*made, Unit(OTHER, "Something else", "other", None)]


def unit_of(ids: Iterable[str]) -> pl.Expr:
    """Of a prompt the unit it counts in: its type or its group, one that is among these; null where none is told.

    Only a person can say that no type fits: what no pattern speaks for is not told.
    """
    known = list(ids)
    kind, group = pl.col(PROMPT_TYPE), pl.col(GROUP)
    other = (kind == NONE) & (pl.col(HOW) == LABEL)
    return (
        pl.when(kind.is_in(known)).then(kind)
        .when(group.is_in(known)).then(group)
        .when(other.fill_null(value=False)).then(pl.lit(OTHER))
        .otherwise(pl.lit(None, pl.String))
    )  # fmt: skip
