"""Encoded records in a file, from which every process that trains or scores reads them."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from curate.errors import InputError
from curate.files.arrays import read_arrays, write_arrays
from curate.files.room import used
from curate.measurement.encoded import Encoded

_NAMES = ("tokens", "starts", "responses", "lost")


def keep_examples(file: Path, examples: Encoded) -> None:
    """Write them down, unless they lie there.

    Raises:
        OutputRefused: they can not be kept.
    """
    if read_arrays(file) is None:
        write_arrays(file, {name: getattr(examples, name) for name in _NAMES})
    used(file)


@lru_cache(maxsize=2)
def examples_in(file: Path) -> Encoded:
    """What a file holds.

    Raises:
        InputError: it is gone, or damaged.
    """
    held = read_arrays(file)
    if held is None:
        raise gone(file)
    return Encoded(
        tokens=held["tokens"].astype(np.int32),
        starts=held["starts"].astype(np.int64),
        responses=held["responses"].astype(np.int64),
        lost=held["lost"].astype(np.int64),
    )


def gone(file: Path) -> InputError:
    """That something which lay there does not any more."""
    return InputError(f"{file} is gone, or damaged.", hint="Run again: it is made anew.")
