"""What a set is compared with: quotas, a well-known mix, or the prompts of a reference."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Literal

import polars as pl

from curate.errors import InputError, UnknownName, UsageError
from curate.files.resources import text_of
from curate.records.records import Records
from curate.report.coverage.prompts import WEIGHT
from curate.report.coverage.units import unit_of
from curate.taxonomy.labels import folded, meanings
from curate.taxonomy.mixes import mix
from curate.taxonomy.model import NONE, OTHER, UNSURE, Taxonomy
from curate.toml_file import TomlFile

Kind = Literal["reference", "quotas", "mix"]
_OFF = 0.005
"""By how much shares may miss 1: they are often rounded."""


@dataclass(frozen=True, eq=False)
class Target:
    """Which share of the prompts each type, or group of types, is to have. The shares add up to 1."""

    name: str
    kind: Kind
    shares: Mapping[str, float]
    """By type, by group where only that is said, or `other`."""
    of: float | None = None
    """Families of prompts that were counted, where the shares are those of a reference; else they are exact."""
    prompts: pl.DataFrame | None = None
    """Of a reference: its prompts, with their types and families."""
    records: Records | None = None
    """Of a reference: what it was read as."""
    unsure: float | None = None
    """Of a reference: the share of its prompts whose type is not told, and which count in no share."""


def mix_target(name: str, by: Taxonomy) -> Target:
    """That of a well-known set.

    Raises:
        UnknownName: there is none of this name, or its labels mean types that the taxonomy does not have.
    """
    known = mix(name)
    return Target(f"{name}, {known.title}", "mix", _in_all_one(known.by_type(by)))


def reference_target(records: Records, prompts: pl.DataFrame, by: Taxonomy) -> Target:
    """That of a reference, such as prompts from production: typed as the set itself is.

    Raises:
        InputError: it has no prompt whose type is told.
    """
    name = ", ".join(each.source.name for each in records.inputs)
    types = [each.id for each in by.types]
    told = prompts.select(unit_of([*types, OTHER]).alias("unit"), WEIGHT).filter(pl.col("unit").is_not_null())
    counts = told.group_by("unit").agg(pl.col(WEIGHT).sum())
    if counts.is_empty():
        raise InputError(f"{name}: no prompt of it has a type that can be told.", hint="It can be no target.")
    shares = dict.fromkeys(types, 0.0) | dict(counts.iter_rows())
    of = float(told[WEIGHT].sum())
    unsure = 1 - of / float(prompts[WEIGHT].sum())
    return Target(name, "reference", _in_all_one(shares), of, prompts, records, unsure)


def quotas_target(file: str, by: Taxonomy) -> Target:
    """That of a TOML file, which holds `[shares]` that add up to 1, or `[counts]`; each by type, group or `other`.

    Raises:
        InputError: there is no such file.
        UsageError: the file can not be read, or says what can not be; with line.
    """
    return parse_quotas(text_of(Path(file), f"the quotas in {file}", InputError), file, by)


def parse_quotas(text: str, file: str, by: Taxonomy) -> Target:
    """The same of a text.

    Raises:
        UsageError: it says what can not be; with file and line.
    """
    toml = TomlFile(text, file)
    values = dict(toml.values)
    name = str(values.pop("name", file))
    tables = [key for key in ("shares", "counts") if key in values]
    unknown = [key for key in values if key not in ("shares", "counts")]
    if unknown:
        known = ["name", "shares", "counts"]
        raise UnknownName.among(known, kind="setting", name=unknown[0], where=toml.where(unknown[0]))
    if len(tables) != 1:
        raise UsageError(f"{file}: quotas are one table: [shares], which add up to 1, or [counts].")
    (kind,) = tables
    told = _by_unit(toml.where, toml.table(values[kind], kind), by)
    return _quotas(name, told, kind, toml.where(kind))


def _quotas(name: str, told: Mapping[str, float], kind: str, where: str) -> Target:
    total = sum(told.values())
    if kind == "shares" and not isclose(total, 1, abs_tol=_OFF):
        percent = isclose(total, 100, abs_tol=100 * _OFF)
        hint = (
            "In per cent they stand under [counts], which may add up to anything; 30 % is 0.3 under [shares]."
            if percent
            else "Give other a share, or write numbers of prompts under [counts]."
        )
        raise UsageError(f"{where}: the shares add up to {total:.4g}, not to 1.", hint=hint)
    if not total:
        raise UsageError(f"{where}: nothing has a share.")
    return Target(name, "quotas", _in_all_one(told))


def named_target(name: str, shares: Mapping[str, object], by: Taxonomy) -> Target:
    """Shares by type, group or `other` that a caller hands over; they add up to 1.

    Raises:
        UsageError: they do not, or something has no share that can be.
    """
    return _quotas(name, _by_unit(lambda _: "shares", shares, by), "shares", "shares")


def _by_unit(where: Callable[[str], str], quotas: Mapping[str, object], by: Taxonomy) -> dict[str, float]:
    # A name of a type and of a group means the type.
    known = {folded(group.id): group.id for group in by.groups} | meanings(by)
    known |= {folded(name): OTHER for name in (OTHER, NONE)}
    told = dict[str, float]()
    for name, given in quotas.items():
        unit = known.get(folded(name))
        if unit is None or unit == UNSURE:
            ids = [*(each.id for each in by.types), *(each.id for each in by.groups)]
            raise UnknownName.among([*ids, OTHER], kind="type or group", name=name, where=where(name))
        if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given < float("inf"):
            raise UsageError(f"{where(name)}: {name} takes a number from 0 on.")
        if unit in told:
            raise UsageError(f"{where(name)}: {unit} has two quotas.")
        told[unit] = float(given)
    for each in by.types:
        if each.id in told and each.group in told and each.group != each.id:
            name = next(name for name in quotas if known[folded(name)] == each.id)
            raise UsageError(f"{where(name)}: {each.id} has a quota, and so has its group {each.group}.")
    return told


def _in_all_one(counts: Mapping[str, float]) -> dict[str, float]:
    total = sum(counts.values())
    return {unit: count / total for unit, count in counts.items()}
