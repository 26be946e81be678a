"""What the records' own labels have no name for: that nothing is called so says little where nothing could be."""

import polars as pl

from curate.progress import Tell
from curate.records import columns as c
from curate.records.records import Records
from curate.report.coverage.counts import UNIT, in_units
from curate.report.coverage.prompts import LEADER, PROMPT_TYPE, Typing, prompts_of
from curate.report.coverage.target import Target
from curate.report.coverage.units import Unit
from curate.taxonomy.model import Taxonomy

ALIKE = 0.1
"""Two sets are typed alike where the shares of records that have a label of their own differ by no more."""


def labelled_share(records: Records, typing: Typing) -> float:
    """The share of records whose own label tells their type.

    Raises:
        UnknownName: a label means no type.
    """
    meant = typing.meant(records)["meant"]
    return meant.count() / len(meant) if len(meant) else 0.0


def unnamed(
    records: Records, prompts: pl.DataFrame, typing: Typing, wanted: tuple[list[Unit], Target], tell: Tell
) -> dict[str, int]:
    """Of each unit of the target of which the own labels of a set name no type, or not all, what rules tell of it.

    A label that says only a group names all of its types. What rules do not tell either is missing, whatever names
    there are.

    Args:
        records: The set.
        prompts: Its prompts, with families.
        typing: How they get their types.
        wanted: The units, and the target that speaks of them.
        tell: Called now and then.
    """
    units, target = wanted
    named = _named(records, typing)
    if not named:
        return {}
    lacking = [each.id for each in typing.by.types if each.id not in named]
    asked = [unit.id for unit in units if target.shares.get(unit.id) and _is_of(unit, lacking, typing.by)]
    if not asked:
        return {}
    leading = prompts.filter(pl.col(LEADER) == pl.col(c.RANK)).select(c.RANK)
    told = prompts_of(records, typing._replace(own_labels=False), tell).join(leading, on=c.RANK, how="semi")
    told = in_units(told.filter(pl.col(PROMPT_TYPE).is_in(lacking)), asked)
    counts = dict(told[UNIT].drop_nulls().value_counts().iter_rows())
    return {unit: counts[unit] for unit in asked if unit in counts}


def _named(records: Records, typing: Typing) -> set[str]:
    """The types that a label of the set means, alone or in a group."""
    meant = set(typing.meant(records)["meant"].drop_nulls())
    return {each.id for each in typing.by.types if meant & {each.id, each.group}}


def _is_of(unit: Unit, lacking: list[str], by: Taxonomy) -> bool:
    of_group = [each.id for each in by.types if each.group == unit.id] if unit.kind == "group" else [unit.id]
    return any(each in lacking for each in of_group)
