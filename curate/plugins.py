"""Checks and steps of the user's own, named in a pipeline as `package.module:Class`."""

import sys
from importlib import import_module
from inspect import isabstract
from pathlib import Path
from typing import TypeVar

from curate.errors import UnknownName, UsageError

ComponentT = TypeVar("ComponentT")


def is_plugin(name: str) -> bool:
    """Whether a name stands for a class outside of this package."""
    return ":" in name


def load(name: str, kind: type[ComponentT], *, allowed: bool, where: str) -> type[ComponentT]:
    """The class that `package.module:Class` names; the current folder is searched too.

    Raises:
        UsageError: plug-ins are not allowed, the class can not be imported, it is of another kind, or unfinished.
    """
    if not allowed:
        raise UsageError(
            f"{where}: {name} is code from outside, which a pipeline may not load by itself.",
            hint="If you trust it: --allow-plugins",
        )
    module, _, attribute = name.partition(":")
    if not module.replace(".", "").isidentifier() or module.startswith("."):
        raise UsageError(f"{where}: {name} can not be imported: {module!r} is no name of a module.")
    here = str(Path.cwd())
    sys.path.insert(0, here)
    try:
        code = import_module(module)
        found = getattr(code, attribute, None)
    except Exception as error:
        # Whatever a stranger's module raises, it is the module that is at fault.
        raise UsageError(f"{where}: {name} can not be imported: {type(error).__name__}: {error}.") from error
    finally:
        sys.path.remove(here)
    if found is None:
        classes = [each for each, value in vars(code).items() if isinstance(value, type)]
        raise UnknownName.among(classes, kind=f"class in {module}", name=attribute, where=where)
    return _fit(found, kind, f"{where}: {name}")


def _fit(found: object, kind: type[ComponentT], named: str) -> type[ComponentT]:
    what = kind.__name__.lower()
    if not (isinstance(found, type) and issubclass(found, kind)):
        raise UsageError(f"{named} is not a {what}: it is no class derived from {kind.__name__}.")
    if isabstract(found):
        lacking = ", ".join(sorted(getattr(found, "__abstractmethods__", ())))
        raise UsageError(f"{named} is not a {what} yet: it lacks {lacking}.")
    return found
