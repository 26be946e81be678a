"""The tables `[[overrides]]` of a file: other settings of checks for some records."""

from typing import Any

from curate.checks import Check, RowCheck, check_called
from curate.errors import UnknownName, UsageError
from curate.overrides import Override
from curate.toml_file import TomlFile
from curate.where import Where


def overrides_in(file: TomlFile, value: object, checks: tuple[Check, ...]) -> tuple[Override, ...]:
    """Read the tables.

    Raises:
        UsageError: one has no condition, or sets a check that does not exist or takes none; with file and line.
    """
    entries = file.tables(value, "overrides")
    headers = file.headers("overrides")
    starts = headers if len(headers) == len(entries) else [file.line("overrides")] * len(entries)
    return tuple(_override(file, entry, checks, start) for entry, start in zip(entries, starts, strict=True))


def _override(file: TomlFile, entry: dict[str, Any], checks: tuple[Check, ...], start: int) -> Override:
    where = file.where("where", start)
    for name in entry:
        if name not in ("where", "checks"):
            at = file.where(name, start)
            raise UnknownName.among(("where", "checks"), kind="setting", name=name, where=at)
    settings: dict[type[Check], dict[str, Any]] = {}
    for name, given in file.table(entry.get("checks", {}), "checks").items():
        kind = _of_records(file, name, checks, start)
        settings[kind] = file.table(given, name)
        base = next(check for check in checks if type(check) is kind)
        file.built(kind, {**base.model_dump(), **settings[kind]}, file.line(name, start))
    return Override(where=_condition(entry.get("where"), where), settings=settings)


def _condition(text: object, where: str) -> Where:
    if not isinstance(text, str):
        raise UsageError(f"{where}: an override has no condition.", hint="where = \"source = 'legal-desk'\"")
    try:
        return Where(text)
    except ValueError as error:
        raise UsageError(f"{where}: {error}.") from None


def _of_records(file: TomlFile, name: str, checks: tuple[Check, ...], start: int) -> type[Check]:
    where = file.where(name, start)
    kinds = [type(check) for check in checks]
    own = {f"{kind.__module__}:{kind.__name__}": kind for kind in kinds}
    kind = own.get(name) or check_called(name, kinds, where=where)
    if not issubclass(kind, RowCheck):
        raise UsageError(
            f"{where}: {kind.code} {kind.name} judges the set as a whole.",
            hint="Only checks of single records take other settings for some of them.",
        )
    return kind
