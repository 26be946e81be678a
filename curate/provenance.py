"""What code makes a result: the versions and the very text of all that can change a byte of it."""

import platform
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from curate import __version__
from curate.files.digest import digest_of

COUNTED = ("polars", "pydantic", "jiter", "xxhash", "numpy", "datasketch", "langdetect")
"""Packages whose version can change a byte of the result."""
COUNTED_IF_THERE = ("py3langid",)
"""The same, from extras."""


@cache
def versions() -> dict[str, str]:
    """The versions of this package, of Python, and of the packages that count."""
    return {
        "curate": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in COUNTED},
        **{name: told for name in COUNTED_IF_THERE if (told := _version_if_any(name))},
    }


def _version_if_any(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


@cache
def own_code() -> str:
    """A digest of all modules of this package."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return sha256("".join(map(digest_of, files)).encode()).hexdigest()


def code_of_others(parts: Iterable[object]) -> dict[str, str]:
    """By module, a digest of the file that holds checks, steps or formats that are not our own.

    So are the modules beside it that it may have imported. Of one without a file nothing can be said; it is named
    with an empty text.
    """
    files = {name: _file_of(name) for name in _modules_of(parts)}
    if not files:
        return {}
    folders = {file.parent for file in files.values() if file}
    beside = {name: file for name in list(sys.modules) if (file := _file_of(name)) and _is_in(file, folders)}
    every = {**beside, **files}
    return {name: digest_of(file) if file else "" for name, file in sorted(every.items())}


def folders_of_others(parts: Iterable[object]) -> list[str]:
    """Where the modules of checks, steps or formats that are not our own are imported from."""
    files = {name: _file_of(name) for name in _modules_of(parts)}
    return sorted({str(file.parents[name.count(".")]) for name, file in files.items() if file})


def is_own(part: object) -> bool:
    """Whether a check, a step or a format is one of this package."""
    return type(part).__module__.partition(".")[0] == __package__


def _modules_of(parts: Iterable[object]) -> set[str]:
    return {type(part).__module__ for part in parts if not is_own(part)}


def _file_of(module: str) -> Path | None:
    file = getattr(sys.modules.get(module), "__file__", None)
    return Path(file) if file else None


def _is_in(file: Path, folders: set[Path]) -> bool:
    """Whether a module lies below one of these folders, and is none of an installed package."""
    return not folders.isdisjoint(file.parents) and not {"site-packages", "dist-packages"} & set(file.parts)
