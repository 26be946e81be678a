"""Named arrays in one file, whole or not there."""

from collections.abc import Mapping
from os import getpid
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from numpy.lib.npyio import NpzFile

from curate.files import disk

Arrays = dict[str, npt.NDArray[np.generic]]


def write_arrays(path: Path, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
    """Write arrays to a file, in place of one that is there; its folder is made.

    Raises:
        OutputRefused: it can not be written; then nothing of it lies there.
    """
    passing = path.with_name(f"{path.name}.{getpid()}.part")
    with disk.refused(path):
        disk.make_folder(path.parent)
        try:
            with disk.create(passing) as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]
                disk.flush(file)
            disk.rename(passing, path)
        except BaseException:
            disk.tidy(passing)
            raise


def read_arrays(path: Path) -> Arrays | None:
    """The arrays of a file; None where there is none, or it is damaged."""
    try:
        # numpy itself would leave a damaged file open.
        with path.open("rb") as file:
            held = np.load(file, allow_pickle=False)
            return {name: held[name] for name in held.files} if isinstance(held, NpzFile) else None
    except (OSError, ValueError, EOFError, KeyError, RuntimeError, BadZipFile):
        return None
