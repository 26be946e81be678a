"""The verbs about types of prompts: how a set spreads over them, and which prompts people should label."""

from collections.abc import Iterable, Mapping
from os import PathLike, fspath
from pathlib import Path

import polars as pl

from curate.checks.type_check import TypeCheck
from curate.coverage_settings import SIMILARITY, CoverageSettings
from curate.errors import UsageError
from curate.files.resources import text_of
from curate.files.shelf import InMemory, Scratch
from curate.given import FileName, Format, Readable, held, reading
from curate.labels import parse_labels
from curate.progress import Tell, silent
from curate.records.known import AUTO, Reading
from curate.records.records import Records
from curate.report.coverage.ask import Asked, ask, settings_of
from curate.report.coverage.drawing import drawn, room
from curate.report.coverage.result import Coverage, Settings, typed
from curate.report.coverage.sheet import Sampled, read_sheet, sheet_of, with_more
from curate.statistics.collecting import WANTED
from curate.taxonomy.read import DEFAULT


def coverage(
    records: Readable,
    target: Readable | Mapping[str, float] | None = None,
    *,
    labels: FileName | Iterable[FileName] = (),
    checks: Iterable[TypeCheck] = (),
    types: str | PathLike[str] = DEFAULT,
    scheme: str = "",
    own_labels: bool = True,
    sampled: bool = False,
    similarity: float = SIMILARITY,
    reach: float = WANTED,
    fields: Iterable[str] = (),
    format: Format = AUTO,
    map: Mapping[str, str] | None = None,
    target_map: Mapping[str, str] | None = None,
    in_memory: bool = True,
    tell: Tell = silent,
) -> Coverage:
    """Tell how the prompts of a set spread over types, against a target, how sure that is, and what is missing.

    Args:
        records: What `read` gave, or files to read.
        target: What the set is compared with: prompts of a reference, such as those of production (records, or
            files); the path of a TOML file of quotas, or shares by type; or the name of a well-known mix:
            `instructgpt`, `no_robots`, `dolly`. Without one, nothing is too few or too many.
        labels: Files of labels that people gave to a sample, as `label` draws it: shares are then what these say,
            with the doubt that they leave.
        checks: Coverage checks with settings other than the default.
        types: The name of a taxonomy, or the path of your own.
        scheme: Whose names the records' own labels are, if not those of the taxonomy: `dolly`, `belle`, ...
        own_labels: Whether a record's own label (`type`, `category`, `task`) tells its type.
        sampled: Whether the set is a sample of something larger, such as a collection that goes on: its shares
            then have the doubt of a sample.
        similarity: From here on two prompts are one, as `duplicates` tells it.
        reach: Which part of its target each type is to reach, by what is to be collected.
        fields: Fields of the records, such as `writer`, over whose values types are told to spread, too.
        format: How to read files; `auto` tells by content.
        map: Where fields stand that no format knows by name.
        target_map: The same of a target that is read in another way.
        in_memory: Whether files are held in memory, or in a temporary folder.
        tell: Called now and then with what is being done and how much of it is.

    Raises:
        InputError: an input can not be read, or a reference has no prompt whose type is told.
        UsageError: there is no such taxonomy, scheme, mix or field; a label means no type, with the nearest names;
            or the quotas can not be.
    """
    names = [labels] if isinstance(labels, str | PathLike) else labels
    asked = CoverageSettings(
        types=fspath(types),
        scheme=scheme,
        own_labels=own_labels,
        sampled=sampled,
        similarity=similarity,
        reach=reach,
        fields=tuple(fields),
    )
    settings = settings_of(asked, tuple(checks))

    def read_in(given: Readable, how: Reading) -> Records:
        return held(given, how, tell, InMemory() if in_memory else Scratch())

    of_target = reading(AUTO, target_map) if target_map else reading(format, map)
    what = Asked(settings, target, [fspath(each) for each in names])
    return ask(read_in(records, reading(format, map)), what, lambda given: read_in(given, of_target), tell)


def label(
    records: Readable,
    count: int = 200,
    *,
    known: FileName | None = None,
    seed: int = 0,
    types: str | PathLike[str] = DEFAULT,
    scheme: str = "",
    own_labels: bool = True,
    text: bool = True,
    format: Format = AUTO,
    map: Mapping[str, str] | None = None,
    in_memory: bool = True,
    tell: Tell = silent,
) -> Sampled:
    """Draw prompts for people to label, so that few labels say most of the shares of types.

    Args:
        records: What `read` gave, or files to read.
        count: How many prompts, those that are drawn already among them; all, if there are fewer.
        known: A table that was drawn before, with whatever is filled in; its rows stay.
        seed: Of the draw; the same prompts are drawn whatever the order of the records.
        types: The name of a taxonomy, or the path of your own.
        scheme: Whose names the records' own labels are, if not those of the taxonomy.
        own_labels: Whether a record's own label tells its type, by which is drawn.
        text: Whether the table quotes the prompts.
        format: How to read files; `auto` tells by content.
        map: Where fields stand that no format knows by name.
        in_memory: Whether files are held in memory, or in a temporary folder.
        tell: Called now and then with what is being done and how much of it is.

    Raises:
        InputError: an input can not be read.
        UsageError: there is no such taxonomy or scheme, a label means no type, or `known` is no table of labels,
            or one of another set.
    """
    settings = settings_of(CoverageSettings(types=fspath(types), scheme=scheme, own_labels=own_labels))
    before = None if known is None else _before(known, settings)
    own = held(records, reading(format, map), tell, InMemory() if in_memory else Scratch())
    if before is not None and before.height and not before["key"].is_in(own.index["key"].implode()).any():
        raise UsageError(
            f"{fspath(known or '')}: none of its prompts is of a record that is read; it is of another set.",
            hint="Begin a table of this set: name another file with -o.",
        )
    prompts = typed(own, settings, tell)
    keys = drawn(prompts, count, seed, () if before is None else before["key"].to_list())
    new = keys if before is None else [key for key in keys if key not in set(before["key"])]
    sheet = sheet_of(own, new, text=text)
    return Sampled(own, settings.typing.by, sheet if before is None else with_more(before, sheet), room(prompts))


def _before(known: FileName, settings: Settings) -> pl.DataFrame:
    """A table that was drawn before; whoever goes on with it is told now what is wrong with its labels."""
    text = text_of(Path(known), f"the labels in {known}")
    sheet = read_sheet(text, fspath(known))
    parse_labels(text, fspath(known), settings.typing.by, settings.typing.scheme)
    return sheet
