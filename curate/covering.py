"""The verb about types of prompts: how a set spreads over them, and against what."""

from collections.abc import Iterable, Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from curate.checks.coverage import TypeCheck
from curate.checks.duplicates import NearDuplicate
from curate.errors import UsageError
from curate.files.shelf import InMemory, Scratch
from curate.given import Format, Readable, held, reading
from curate.progress import Tell, silent
from curate.records.known import AUTO
from curate.report.coverage.flags import checks_with
from curate.report.coverage.prompts import Typing
from curate.report.coverage.result import Coverage, Settings, typed
from curate.report.coverage.target import Target, mix_target, named_target, quotas_target, reference_target
from curate.taxonomy.mixes import mixes
from curate.taxonomy.read import DEFAULT, taxonomy

SIMILARITY = 0.8
"""From here on two prompts count as one."""


def coverage(
    records: Readable,
    target: Readable | Mapping[str, float] | None = None,
    *,
    checks: Iterable[TypeCheck] = (),
    types: str | PathLike[str] = DEFAULT,
    scheme: str = "",
    own_labels: bool = True,
    sampled: bool = False,
    similarity: float = SIMILARITY,
    fields: Iterable[str] = (),
    format: Format = AUTO,
    map: Mapping[str, str] | None = None,
    in_memory: bool = True,
    tell: Tell = silent,
) -> Coverage:
    """Tell how the prompts of a set spread over types, against a target, how sure that is, and what is missing.

    Args:
        records: What `read` gave, or files to read.
        target: What the set is compared with: prompts of a reference, such as those of production (records, or
            files); the path of a TOML file of quotas, or shares by type; or the name of a well-known mix:
            `instructgpt`, `no_robots`, `dolly`. Without one, nothing is too few or too many.
        checks: Coverage checks with settings other than the default.
        types: The name of a taxonomy, or the path of your own.
        scheme: Whose names the records' own labels are, if not those of the taxonomy: `dolly`, `belle`, ...
        own_labels: Whether a record's own label (`type`, `category`, `task`) tells its type.
        sampled: Whether the set is a sample of something larger, such as a collection that goes on: its shares
            then have the doubt of a sample.
        similarity: From here on two prompts are one, as `duplicates` tells it.
        fields: Fields of the records, such as `writer`, over whose values types are told to spread, too.
        format: How to read files; `auto` tells by content.
        map: Where fields stand that no format knows by name.
        in_memory: Whether files are held in memory, or in a temporary folder.
        tell: Called now and then with what is being done and how much of it is.

    Raises:
        InputError: an input can not be read, or a reference has no prompt whose type is told.
        UsageError: there is no such taxonomy, scheme, mix or field; a label means no type, with the nearest names;
            or the quotas can not be.
    """
    by = taxonomy(fspath(types))
    settings = Settings(
        Typing(by, scheme, own_labels),
        checks_with(checks),
        NearDuplicate(view="prompt", similarity=similarity),
        sampled=sampled,
        fields=tuple(fields),
    )
    shelf = InMemory if in_memory else Scratch
    how = reading(format, map)
    wanted = _target(target, settings)
    own = held(records, how, tell, shelf())
    if wanted is None and target is not None:
        reference = held(target, how, tell, shelf())
        wanted = reference_target(reference, typed(reference, settings, tell), by)
    return Coverage.of(own, settings, wanted, None, tell)


def _target(given: Readable | Mapping[str, float] | None, settings: Settings) -> Target | None:
    """A target that need not be read as records are."""
    by = settings.typing.by
    if isinstance(given, Mapping):
        return named_target("shares", given, by)
    if not isinstance(given, str | PathLike):
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
