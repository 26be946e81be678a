"""What goes wrong in a check or a step of the user's own is told as that, and not as an error in ours."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import extract_tb

import polars as pl

from curate.checks import Check
from curate.errors import CurateError, UsageError
from curate.provenance import is_own
from curate.steps import Step


@contextmanager
def blamed_on(part: Check | Step, hint: str = "") -> Iterator[None]:
    """Say by whose code the work failed; `hint` is for what polars can not compute.

    Raises:
        UsageError: the part is not our own, and something went wrong that it does not tell itself.
    """
    try:
        yield
    except (CurateError, MemoryError):
        raise
    except Exception as error:
        if is_own(part):
            raise
        kind = type(part)
        computed = isinstance(error, pl.exceptions.PolarsError)
        line = next(iter(str(error).splitlines()), "")
        told = line if computed else f"{type(error).__name__}: {line}"
        raise UsageError(
            f"{kind.__module__}:{kind.__name__} can not be computed: {told.removesuffix('.')}.",
            hint=(computed and hint) or _where(kind.__module__, error),
        ) from error


def _where(module: str, error: Exception) -> str:
    """The last line of a module that had to do with an error."""
    file = getattr(sys.modules.get(module), "__file__", None)
    lines = [frame for frame in extract_tb(error.__traceback__) if frame.filename == file]
    return f"In line {lines[-1].lineno} of {file}: {lines[-1].line}" if lines else ""
