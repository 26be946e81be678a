"""Packages that only some of the work needs: imported late, and asked for by name."""

from importlib import import_module
from typing import Any

from curate.errors import UsageError


def needed(package: str, *, extra: str, purpose: str) -> Any:  # noqa: ANN401  a module of another package
    """A package from an extra.

    Raises:
        UsageError: it is not installed; says what to install.
    """
    try:
        return import_module(package)
    except ImportError as error:
        raise UsageError(
            f"{purpose} needs the package {package}, which is not installed ({error}).",
            hint=f"pip install 'curate-sft[{extra}]', or in a clone of curate: pip install '.[{extra}]'",
        ) from None
