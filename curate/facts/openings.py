"""The lines that records begin with, and those that many begin with: a list of tools, examples, a header."""

from typing import get_args

import numpy as np
import polars as pl

from curate.facts.base import Fact
from curate.facts.shingling import ALL, MESSAGE_END, Cutting, Difference, sets_of_texts
from curate.facts.similarity import View, texts_of
from curate.minhash.sets import Sets
from curate.progress import Tell

MOST_LINES = 64
"""Lines of an opening, at most."""
FEWEST_RECORDS = 10
"""Records that must begin alike before their lines are an opening of many, whatever their share."""


def opening(view: View) -> str:
    """The name of the fact that holds the first lines of a view, all but its last one."""
    return f"opening-{view}"


def _opening(view: View) -> Fact:
    def compute(records: pl.DataFrame, _tell: Tell) -> pl.Series:
        lines = pl.col("text").str.replace_all(f" ?{MESSAGE_END}", "\n").str.split("\n")
        first = lines.list.head(pl.min_horizontal(lines.list.len() - 1, MOST_LINES))
        return texts_of(records, view).alias("text").to_frame().select(first.list.join("\n")).to_series()

    return Fact(opening(view), "record", compute)


OPENINGS = tuple(map(_opening, get_args(View)))


def shared_openings(openings: pl.Series, share: float) -> pl.Series:
    """Of each record the lines it begins with that more than this share of all begin with; empty where none are.

    Lines count from the first on: the third is one that many begin with only if the first two are. It takes
    `FEWEST_RECORDS` in any case.
    """
    least = max(share * len(openings), FEWEST_RECORDS - 1)
    left = pl.DataFrame({"row": np.arange(len(openings)), "lines": openings.str.split("\n"), "group": 0})
    left = left.filter(openings != "")
    depths, depth = np.zeros(len(openings), np.int64), 0
    while left.height:
        line = pl.col("lines").list.get(depth).alias("line")
        left = (
            left.filter(pl.col("lines").list.len() > depth)
            .with_columns(line)
            .filter(pl.len().over("group", "line") > least)
            .with_columns(pl.struct("group", "line").rank("dense").alias("group"))
        )
        depth += 1
        depths[left["row"].to_numpy()] = depth
    whole = pl.DataFrame({"opening": openings, "depth": depths})
    return whole.select(pl.col("opening").str.split("\n").list.head("depth").list.join("\n")).to_series()


def without_openings(sets: Sets, ignored: pl.Series, normalise: tuple[Difference, ...] = ALL) -> Sets:
    """Sets of shingles without those of the lines that are to be ignored of each record."""
    each = ignored.filter(ignored != "").unique().sort()
    which = ignored.replace_strict(each, np.arange(len(each)), default=-1, return_dtype=pl.Int64)
    return sets.without(_sets_of(each, normalise), which.to_numpy())


def _sets_of(openings: pl.Series, normalise: tuple[Difference, ...]) -> Sets:
    """Their shingles, of words and of characters: by which a record is cut is decided by all of it."""
    words, characters = (sets_of_texts(openings, Cutting(normalise, each)) for each in (False, True))
    return Sets.of([np.union1d(one, other) for one, other in zip(words, characters, strict=True)])
