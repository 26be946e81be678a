"""What can go wrong that the caller can put right.

CurateError
├── UsageError       exit 2   the call, a pipeline or a setting is wrong
│   ├── UnknownName           something is named that does not exist
│   ├── OutputRefused         the result can not go where it was asked to
│   ├── WouldLose             another shape can not carry all that the records say
│   └── UnfitPackage          an installed package is not as it has to be
└── InputError       exit 3   an input can not be read at all
    └── NoFormatFits          its records are of no known format

Bad data is never an exception: it is a finding, or a rejected record.
"""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, ClassVar, Self


class CurateError(Exception):
    """Something the caller can fix; says what, where, and how."""

    exit_code: ClassVar[int] = 4

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


def reason_of(error: OSError) -> str:
    """Why the system refused something, to stand in a sentence."""
    return (error.strerror or str(error)).lower()


class UsageError(CurateError):
    """The call, a pipeline or a setting is wrong."""

    exit_code: ClassVar[int] = 2


FEW = 30
"""Names that can be read at a glance."""


def _known(names: Collection[str], name: str) -> str:
    if not names:
        return ""
    near = get_close_matches(name, names, n=5, cutoff=0.4) if len(names) > FEW else []
    if not near:
        return f"Known: {', '.join(sorted(names))}."
    return f"Like it: {', '.join(near)}; known are {len(names):,}."


class UnknownName(UsageError):
    """A pipeline or a command names something that does not exist."""

    name: str = ""

    @classmethod
    def among(cls, known: Collection[str], *, kind: str, name: str, where: str = "") -> Self:
        """Name the unknown, the nearest known name, and all known names, or where there are many those like it."""
        close = get_close_matches(name, known, n=1)
        suggestion = f" Did you mean {close[0]!r}?" if close else ""
        place = f"{where}: " if where else ""
        unknown = cls(f"{place}there is no {kind} called {name!r}.{suggestion}", hint=_known(known, name))
        unknown.name = name
        return unknown


class OutputRefused(UsageError):
    """The result can not be written where it was asked to go; nothing there was changed."""


class WouldLose(UsageError):
    """Another shape can not carry all that the records say; nothing was written."""


class UnfitPackage(UsageError):
    """A package that is installed lacks what is needed of it, or has changed; says which version was found."""


class InputError(CurateError):
    """An input can not be read at all: missing, not decodable, or of no known format."""

    exit_code: ClassVar[int] = 3


class NoFormatFits(InputError):
    """The records of an input are of no known format; where their prompts stand has to be told."""

    name: str = ""
    """The input."""
    prompts: str = ""
    """Where its prompts may stand; empty where nothing looks like these."""
    rows: Sequence[Mapping[str, Any]] = ()
    """Its first records."""
