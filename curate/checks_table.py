"""The table `[checks]` of a file: settings of checks by name, and checks of the user's own."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from curate.checks import BUILTIN, Check, check_called, codes, must_differ
from curate.checks.coverage import COVERAGE
from curate.checks.type_check import TypeCheck
from curate.errors import UsageError
from curate.plugins import is_plugin, load
from curate.toml_file import TomlFile


class ChecksTable(NamedTuple):
    """Every known check, and which of them the table sets."""

    checks: tuple[Check, ...]
    set_up: frozenset[type[Check]]
    types: tuple[TypeCheck, ...] = ()
    """The coverage checks that the table sets."""

    def given(self) -> tuple[Check, ...]:
        """The checks that the table sets."""
        return tuple(check for check in self.checks if type(check) in self.set_up)

    def previewed(self) -> list[str]:
        """The codes of checks in preview that run since the table sets them."""
        return [check.code for check in self.given() if check.preview]


def checks_in(file: TomlFile, value: object, *, allow_plugins: bool) -> ChecksTable:
    """Read the table.

    Raises:
        UsageError: a check or a setting of it does not exist, or is set twice; with file and line.
    """
    settings = file.table(value, "checks")
    own = {
        name: load(name, _CHECK, allowed=allow_plugins, where=file.where(name))
        for name in settings
        if is_plugin(name)
    }
    known = (*BUILTIN, *own.values())
    given: dict[type[Check], Check] = {}
    for name, values in settings.items():
        kind = own.get(name) or check_called(name, (*known, *COVERAGE), where=file.where(name))
        if kind in given:
            raise UsageError(f"{file.where(name)}: {kind.code} {kind.name} is set twice.")
        given[kind] = file.built(kind, file.table(values, name), file.line(name))
    types = tuple(each for each in given.values() if isinstance(each, TypeCheck))
    checks = tuple(given.get(kind) or kind() for kind in known if not issubclass(kind, TypeCheck))
    must_differ((*checks, *types))
    return ChecksTable(checks, frozenset(given) - {type(each) for each in types}, types)


_CHECK: type[Any] = Check


def must_name_checks(file: TomlFile, checks: Iterable[Check], names: Iterable[str]) -> None:
    """Refuse a name that stands for no check.

    Raises:
        UnknownName: one does; with file and line.
    """
    every = tuple(checks)
    for name in names:
        codes(every, [name], where=file.where(name))
