"""Where settings for the current folder may stand: in it, or in a folder above."""

from collections.abc import Iterator
from pathlib import Path

from curate.errors import UsageError

NAMES = ("curate.toml", "pyproject.toml")
"""In one folder, the first goes before the second."""


def settings_above(here: Path) -> Iterator[Path]:
    """Every file that may hold settings, the nearest first."""
    for folder in (here, *here.parents):
        yield from (path for name in NAMES if (path := folder / name).is_file())


def settings_text(path: Path) -> str:
    """The text of a file of settings.

    Raises:
        UsageError: it can not be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the settings in {path} can not be read: {error}.") from None
