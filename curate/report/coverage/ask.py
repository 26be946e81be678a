"""Coverage as it is asked for: by settings, a target that may have to be read, and labels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from shlex import join
from typing import Any, NamedTuple

import polars as pl

from curate.checks.coverage import checks_with
from curate.checks.duplicates import NearDuplicate
from curate.checks.type_check import TypeCheck
from curate.coverage_settings import CoverageSettings
from curate.errors import InputError, NoFormatFits, UsageError
from curate.files.resources import text_of
from curate.files.sources import sources_of
from curate.labels import Label, parse_labels, together
from curate.progress import Tell
from curate.records.known import TYPE_LABELS
from curate.records.records import Records
from curate.report.coverage.labelled import Labelled
from curate.report.coverage.prompts import Typing
from curate.report.coverage.result import Coverage, Settings, typed
from curate.report.coverage.target import Target, mix_target, named_target, quotas_target, reference_target
from curate.report.coverage.unnamed import ALIKE, labelled_share
from curate.report.toml_text import listed
from curate.taxonomy.labels import known_types_of
from curate.taxonomy.mixes import mixes
from curate.taxonomy.read import taxonomy

MOST_LABELS = 8
"""Labels of no type that are named."""
Read = Callable[[Any], Records]
"""Reads what names the prompts of a reference."""


def settings_of(asked: CoverageSettings, checks: Sequence[TypeCheck] = ()) -> Settings:
    """The same with the taxonomy itself, and with all coverage checks.

    Raises:
        UsageError: there is no such taxonomy, or a check is set twice.
    """
    return Settings(
        Typing(taxonomy(asked.types), asked.scheme, asked.own_labels),
        checks_with(checks),
        NearDuplicate(view="prompt", similarity=asked.similarity),
        sampled=asked.sampled,
        fields=asked.fields,
        reach=asked.reach,
    )


class Asked(NamedTuple):
    """What a set is compared with, and what people say of it."""

    settings: Settings
    target: Any = None
    """Records, whatever names some, shares by type, quotas, or a mix; nothing is compared without."""
    labels: Sequence[str] = ()
    """Files."""


def ask(records: Records, asked: Asked, read: Read, tell: Tell) -> Coverage:
    """The coverage of a set.

    Raises:
        InputError: a reference can not be read, or no label is of a record of the set.
        UsageError: the target is none, or a label means no type.
    """
    settings, target, labels = asked
    by = settings.typing.by
    wanted = _target(target, settings)
    if wanted is None and _is_there(target):
        reference = target if isinstance(target, Records) else _read(target, read, settings)
        if not labels:
            settings = _alike(records, reference, settings)
        wanted = reference_target(reference, typed(reference, settings, tell), by)
    told = Labelled.of(records, _labels(labels, settings)) if labels else None
    return Coverage.of(records, settings, wanted, told, tell)


def _read(target: Any, read: Read, settings: Settings) -> Records:  # noqa: ANN401  whatever names it
    """What names a reference, read.

    Raises:
        InputError: it can not be; says all that the next call has to say.
    """
    try:
        reference = read(target)
    except NoFormatFits as error:
        raise InputError(error.message, hint=_how_to_read(error, settings)) from None
    if not len(reference) and reference.rejects:
        name = ", ".join(each.source.name for each in reference.inputs)
        problem = reference.rejects[0].problems[0]
        raise InputError(
            f"{name}: none of its {len(reference.rejects):,} records can be read. The first: {problem.path}:"
            f" {problem.message}.",
            hint="Say where a prompt stands, as text: --target-map prompt=FIELD, or 'prompt=FIELD[0]' of a list.",
        )
    return reference


def _how_to_read(error: NoFormatFits, settings: Settings) -> str:
    """All that has to be said of a target of no known format: where its prompts stand, and what of its labels."""
    typing = settings.typing
    said = [next((row[name] for name in TYPE_LABELS if row.get(name)), None) for row in error.rows]
    labels = pl.Series([each for each in said if isinstance(each, str)], dtype=pl.String)
    lost = labels.filter(known_types_of(labels, typing.by, typing.scheme).is_null()).unique(maintain_order=True)
    aside = " --no-own-labels" if len(lost) and typing.own_labels else ""
    options = join(["--target", error.name, "--target-map", f"prompt={error.prompts or 'FIELD'}"])
    lines = [f"As a target only its prompts count:  {options}{aside}"]
    if aside:
        lines += [
            f"Its labels are those of no type: {listed(lost, MOST_LABELS)}.",
            "--no-own-labels leaves labels aside, those of the set too, so that both are told alike by rules. To",
            "keep them, name whose they are (--scheme), or what they mean in a taxonomy of your own (--types).",
        ]
    return "\n".join(lines)


def _alike(records: Records, reference: Records, settings: Settings) -> Settings:
    """Settings by which both sides are typed alike, so that what goes wrong is wrong on both.

    Where only one side has labels of its own, all are typed by rules.
    """
    one, other = (labelled_share(each, settings.typing) for each in (records, reference))
    if abs(one - other) <= ALIKE:
        return settings
    return replace(settings, typing=settings.typing._replace(own_labels=False), labels_aside=True)


def must_be_there(asked: CoverageSettings) -> None:
    """See that the types, the target and the labels can be had, before long work is done for nothing.

    Raises:
        InputError: the file of a reference does not exist.
        UsageError: something is none.
    """
    settings = settings_of(asked)
    _labels(asked.labels, settings)
    if _target(asked.target, settings) is None and isinstance(asked.target, str) and asked.target:
        sources_of([asked.target])


def _is_there(target: object) -> bool:
    return target is not None and not (isinstance(target, str | Mapping) and not target)


def _target(given: object, settings: Settings) -> Target | None:
    """A target that need not be read as records are.

    Raises:
        UsageError: there is no such target, or several of which one is no file of prompts.
    """
    by = settings.typing.by
    if isinstance(given, list | tuple) and len(given) > 1:
        _must_be_files(given)
    if isinstance(given, Mapping):
        return named_target("shares", given, by) if given else None
    if not isinstance(given, str | PathLike) or not given:
        return None
    name: Any = fspath(given)
    if Path(name).suffix == ".toml":
        return quotas_target(name, by)
    if name in mixes():
        return mix_target(name, by)
    could_be_read = name == "-" or Path(name).suffix or Path(name).exists() or any(sign in name for sign in "*?[")
    if not could_be_read:
        known = ", ".join(mixes())
        hint = f"A target is a file of prompts, a .toml file of quotas, or a well-known mix: {known}."
        raise UsageError(f"there is no target called {name!r}.", hint=hint)
    return None


def _must_be_files(given: Sequence[object]) -> None:
    for each in given:
        name = fspath(each) if isinstance(each, str | PathLike) else ""
        kind = (
            "a file of quotas" if Path(name).suffix == ".toml" else "a well-known mix" if name in mixes() else ""
        )
        if kind:
            raise UsageError(
                f"{name} is {kind}, and stands alone: only files of prompts are taken together as one target.",
                hint="Compare with one at a time, or write the shares that are meant in one file of quotas.",
            )


def _labels(names: Sequence[str], settings: Settings) -> list[Label]:
    by, scheme = settings.typing.by, settings.typing.scheme
    texts = ((text_of(Path(name), f"the labels in {name}", InputError), name) for name in names)
    return together({name: parse_labels(text, name, by, scheme) for text, name in texts})
