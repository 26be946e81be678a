"""What code makes a result: the versions and the very text of all that can change a byte of it."""

import platform
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from curate import __version__
from curate.files.digest import digest_of

COUNTED = ("polars", "pydantic", "jiter", "xxhash", "numpy", "datasketch", "langdetect")
"""Packages whose version can change a byte of the result."""


def versions() -> dict[str, str]:
    """The versions of this package, of Python, and of the packages that count."""
    return {
        "curate": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in COUNTED},
    }


@cache
def own_code() -> str:
    """A digest of all modules of this package."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return sha256("".join(map(digest_of, files)).encode()).hexdigest()


def code_of_others(parts: Iterable[object]) -> dict[str, str]:
    """By module, a digest of the file that holds checks, steps or formats that are not our own.

    Of one without a file nothing can be said; it is named with an empty text.
    """
    modules = {type(part).__module__ for part in parts}
    others = sorted(name for name in modules if name.partition(".")[0] != __package__)
    files = {name: getattr(sys.modules.get(name), "__file__", None) for name in others}
    return {name: digest_of(Path(file)) if file else "" for name, file in files.items()}
