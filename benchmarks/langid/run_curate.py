"""Tells languages with `curate`.

python -m benchmarks.langid.run_curate FOLDER TEXTS... [--way best|profiles|langdetect|py3langid]

`best` is the best label by all n-grams, however unsure; the others are what each backend answers behind the gate.
"""

import argparse
import time
from collections.abc import Iterable
from typing import Any

import polars as pl

from benchmarks.langid.contenders import BEST
from benchmarks.langid.sums import best, sums_of
from benchmarks.langid.task import Told, Way, take_part
from curate.langid.backends import BACKENDS
from curate.langid.identify import gate, identify
from curate.langid.names import KNOWN_TO, USUAL
from curate.langid.profiles import profiles

PACKAGES = ("curate-sft", "polars", "numpy", "numba", "langdetect")
SOME = pl.Series(["This is said so that the kernels are loaded, which are compiled only once."])


def column(texts: list[str]) -> pl.Series:
    """What a file is read to."""
    return pl.Series(texts, dtype=pl.String)


def by_sums(texts: pl.Series) -> Iterable[Told]:
    """The best label of each text and its chance."""
    return zip(*best(sums_of(texts)), strict=True)


def as_told(found: pl.Series) -> Iterable[Told]:
    """The label of each text, and how sure it is."""
    frame = found.struct.unnest()
    return zip(frame["lang"], frame["confidence"], strict=True)


def loading() -> dict[str, Any]:
    """What it takes, once modules are imported, to load the tables, and the kernels that were compiled before."""
    started = time.process_time()
    known, own = profiles(), gate()
    tables = time.process_time()
    identify(SOME)
    arrays = (known.scripts, known.signs, known.written, *known.table, own.kept, own.languages)
    return {
        "tables_cpu_s": round(tables - started, 3),
        "kernels_cpu_s": round(time.process_time() - tables, 3),
        "tables_mb": round(sum(each.nbytes for each in arrays) / 1e6, 1),
    }


def load(asked: argparse.Namespace) -> Way:
    """Tables and kernels."""
    taken = loading()
    if asked.way == BEST:
        return Way(by_sums, list, KNOWN_TO[USUAL], column, lambda: taken)
    backend = BACKENDS[asked.way or USUAL]
    return Way(backend.identify, as_told, backend.languages(), column, lambda: taken)


if __name__ == "__main__":
    take_part(__doc__, PACKAGES, load)
