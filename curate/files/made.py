"""Folders that something else fills, each whole or not there at all."""

import os
from collections.abc import Callable
from pathlib import Path

from curate.files import disk


def made_folder(target: Path, fill: Callable[[Path], None]) -> Path:
    """The folder, filled if it is not there yet; where two processes fill it at once, one of them is heard.

    Args:
        target: Where it shall lie.
        fill: Writes into a folder, which then gets this name.

    Raises:
        OutputRefused: it can not be written.
    """
    if target.is_dir():
        return target
    partial = target.with_name(f".partial-{os.getpid()}-{target.name}")
    with disk.refused(target):
        disk.remove(partial)
        disk.make_folder(partial)
        try:
            fill(partial)
            disk.flush_all(partial)
            if not target.is_dir():
                disk.rename(partial, target)
                disk.flush_folder(target.parent)
        except OSError:
            if not target.is_dir():
                raise
        finally:
            disk.tidy(partial)
    return target
