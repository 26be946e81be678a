"""Where settings for the current folder may stand: in it, or in a folder above."""

from collections.abc import Iterator
from pathlib import Path

NAMES = ("curate.toml", "pyproject.toml")
"""In one folder, the first goes before the second."""


def settings_above(here: Path) -> Iterator[Path]:
    """Every file that may hold settings, the nearest first."""
    for folder in (here, *here.parents):
        yield from (path for name in NAMES if (path := folder / name).is_file())
